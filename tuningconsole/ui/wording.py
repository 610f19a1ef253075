"""Times, durations and numbers as people read them."""

from datetime import UTC, datetime, timedelta

NOTHING = "\N{EN DASH}"
_UNITS = (
    ("year", 31_536_000),
    ("month", 2_592_000),
    ("day", 86_400),
    ("hour", 3600),
    ("minute", 60),
)


def relative(moment: datetime, now: datetime) -> str:
    """Return how far the moment is from now, in its largest unit: "5 minutes ago"."""
    seconds = round((now - moment).total_seconds())
    for unit, size in _UNITS:
        if count := abs(seconds) // size:
            distance = f"{count} {unit}{'s' if count > 1 else ''}"
            return f"{distance} ago" if seconds > 0 else f"in {distance}"
    return "just now" if seconds >= 0 else "in a moment"


def exact(moment: datetime) -> str:
    """Return the moment in UTC to the second."""
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"


def duration(seconds: float | timedelta) -> str:
    """Return a length of time by its two largest units: "1 h 04 min", "3 min 20 s", "12 s"."""
    if isinstance(seconds, timedelta):
        seconds = seconds.total_seconds()
    minutes, left = divmod(max(round(seconds), 0), 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    if days:
        return f"{days} d {hours:02} h"
    if hours:
        return f"{hours} h {minutes:02} min"
    return f"{minutes} min {left:02} s" if minutes else f"{left} s"


def number(value: float) -> str:
    """Return the number with 6 significant digits."""
    return f"{value:.6g}"
