"""Times, durations and numbers as people read them."""

from datetime import UTC, datetime, timedelta

from django.utils.translation import gettext, ngettext_lazy

NOTHING = "\N{EN DASH}"
_UNITS = (
    (
        31_536_000,
        ngettext_lazy("%(count)s year ago", "%(count)s years ago", "count"),
        ngettext_lazy("in %(count)s year", "in %(count)s years", "count"),
    ),
    (
        2_592_000,
        ngettext_lazy("%(count)s month ago", "%(count)s months ago", "count"),
        ngettext_lazy("in %(count)s month", "in %(count)s months", "count"),
    ),
    (
        86_400,
        ngettext_lazy("%(count)s day ago", "%(count)s days ago", "count"),
        ngettext_lazy("in %(count)s day", "in %(count)s days", "count"),
    ),
    (
        3600,
        ngettext_lazy("%(count)s hour ago", "%(count)s hours ago", "count"),
        ngettext_lazy("in %(count)s hour", "in %(count)s hours", "count"),
    ),
    (
        60,
        ngettext_lazy("%(count)s minute ago", "%(count)s minutes ago", "count"),
        ngettext_lazy("in %(count)s minute", "in %(count)s minutes", "count"),
    ),
)
"""Seconds of a unit, and how so many of them are said of the past and of the future."""


def relative(moment: datetime, now: datetime) -> str:
    """Return how far the moment is from now, in its largest unit: "5 minutes ago"."""
    seconds = round((now - moment).total_seconds())
    for size, past, future in _UNITS:
        if count := abs(seconds) // size:
            return (past if seconds > 0 else future) % {"count": count}
    return gettext("just now") if seconds >= 0 else gettext("in a moment")


def exact(moment: datetime) -> str:
    """Return the moment in UTC to the second."""
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"


def duration(seconds: float | timedelta) -> str:
    """Return a length of time by its two largest units: "1 h 04 min", "3 min 20 s", "12 s".

    The units are symbols, the same in every language; age.js writes them too.
    """
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
