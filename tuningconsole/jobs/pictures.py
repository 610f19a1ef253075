"""The picture of the objective over time: training jobs in, positions and words out; no markup."""

import math
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from tuningconsole.jobs.models import TrainingJob
from tuningconsole.spec.reading import finite
from tuningconsole.spec.states import TrainingJobStatus
from tuningconsole.ui import statuses, wording

WIDTH, HEIGHT = 880.0, 340.0
LEFT, RIGHT, TOP, BOTTOM = 76.0, 864.0, 16.0, 284.0
"""The frame of the plot, in units of the view box."""
_TICKS = 6
_UNITS = (
    (_("days"), 86_400, 3),
    (_("hours"), 3600, 3),
    (_("minutes"), 60, 3),
    (_("seconds"), 1, 0),
)
"""Unit of the time axis, its seconds, and from how many of them on it is used."""
MAXIMIZE = "Maximize"


@dataclass(frozen=True, slots=True)
class Point:
    """A training job in the picture; x and y in units of the view box, numbers as text.

    Attributes:
        number: its place in time, from 1.
        kind: done, stopped, running or none (no objective value: a mark at the foot).
        best: the best value until then, "" before there was one.
    """

    number: int
    job: TrainingJob
    kind: str
    x: str
    y: str
    after: str
    value: str
    best: str
    is_best: bool

    @property
    def word(self) -> str:
        """What became of the training job."""
        return statuses.look(self.job.status).word


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark of an axis."""

    at: str
    label: str


@dataclass(frozen=True, slots=True)
class Picture:
    """What the template draws.

    Attributes:
        line: best value so far, as the path of an SVG.
        points: in the order of time, the best one last so that nothing covers it.
        rows: the same in the order of time.
    """

    metric: str
    direction: str
    unit: str
    x_ticks: list[Tick]
    y_ticks: list[Tick]
    line: str
    rows: list[Point]

    @property
    def points(self) -> list[Point]:
        """The points in the order of drawing: nothing covers the best one."""
        return sorted(self.rows, key=lambda point: point.is_best)

    @property
    def best(self) -> Point | None:
        """The best one."""
        return next((point for point in self.rows if point.is_best), None)

    @property
    def missing(self) -> int:
        """How many have no objective value."""
        return sum(point.kind == "none" for point in self.rows)


@dataclass(frozen=True, slots=True)
class Scale:
    """Values from low to high on the way from one position to another.

    All sums are of quarters, so that no two finite numbers are too far apart.
    """

    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> str:
        """Return a value's position."""
        share = (value / 4 - self.low / 4) / (self.high / 4 - self.low / 4)
        return f"{self.start + share * (self.end - self.start):.1f}"

    def ticks(self) -> Iterator[Tick]:
        """Yield marks at round numbers, a handful."""
        span = self.high / 4 - self.low / 4
        power = math.floor(math.log10(span / _TICKS))
        steps = (factor * 10.0**power for factor in (1, 2, 5, 10))
        step = next((step for step in steps if step > 0 and span / step <= _TICKS), span)
        first = math.ceil(self.low / 4 / step)
        largest = max(abs(self.low), abs(self.high)) / 4
        digits = max(6, math.ceil(math.log10(max(largest / step, 1))) + 1)
        for number in range(_TICKS + 2):
            tick = (first + number) * step
            if tick <= self.high / 4:
                yield Tick(self.at(tick * 4), f"{tick * 4:.{min(digits, 17)}g}")


def scale(values: Sequence[float], start: float, end: float) -> Scale:
    """Return the scale that holds all values, with room at both ends."""
    low, high = min(values), max(values)
    room = (high / 4 - low / 4) * 0.2 or abs(low) * 0.1 or 1.0
    most = sys.float_info.max
    return Scale(max(low - room, -most), min(high + room, most), start, end)


def objective_over_time(
    jobs: Iterable[TrainingJob], objective: dict[str, str], since: datetime, best_name: str
) -> Picture | None:
    """Return the picture, None while no training job has an objective value.

    Args:
        jobs: the tuning job's training jobs.
        objective: MetricName and Type.
        since: when the tuning job was created; time is counted from there.
        best_name: the training job that AWS calls the best one, "" where it is not known.
    """
    timed = sorted(((_moment(job), job) for job in jobs), key=lambda pair: (pair[0], pair[1].name))
    values = [job.objective_value for _at, job in timed if has_value(job)]
    if not values:
        return None
    seconds = [max((moment - since).total_seconds(), 0.0) for moment, _ in timed]
    longest = max(seconds)
    unit, size, _least = next(found for found in _UNITS if longest >= found[1] * found[2])
    x = Scale(0.0, (longest or 1.0) / size * 1.03, LEFT, RIGHT)
    y = scale([value for value in values if value is not None], BOTTOM, TOP)
    rows, line = _drawn(
        timed, [second / size for second in seconds], x, y, _Search(objective, best_name)
    )
    return Picture(
        metric=objective.get("MetricName", ""),
        direction=_direction(objective),
        unit=gettext(unit),
        x_ticks=list(x.ticks()),
        y_ticks=list(y.ticks()),
        line=line,
        rows=rows,
    )


def has_value(job: TrainingJob) -> bool:
    """Tell whether the job has an objective value that can be drawn."""
    return finite(job.objective_value) is not None


def is_better(value: float, other: float | None, objective: dict[str, str]) -> bool:
    """Tell whether a value beats another one, or none."""
    if other is None:
        return True
    return value > other if objective.get("Type") == MAXIMIZE else value < other


def _direction(objective: dict[str, str]) -> str:
    match objective.get("Type"):
        case "Maximize":
            return gettext("higher is better")
        case "Minimize":
            return gettext("lower is better")
        case _:
            return ""


@dataclass(frozen=True, slots=True)
class _Search:
    objective: dict[str, str]
    best_name: str


def _drawn(
    timed: list[tuple[datetime, TrainingJob]],
    times: list[float],
    x: Scale,
    y: Scale,
    search: _Search,
) -> tuple[list[Point], str]:
    """Return the points, and the path of the best value so far."""
    best, best_name, path, found = None, "", "", []
    for (_at, job), time in zip(timed, times, strict=True):
        value = job.objective_value if has_value(job) else None
        if value is not None and job.is_settled and is_better(value, best, search.objective):
            best, best_name = value, job.name
            path += f"H{x.at(time)}V{y.at(value)}" if path else f"M{x.at(time)},{y.at(value)}"
        found.append((job, time, value, best))
    path += f"H{RIGHT:.1f}" if path else ""
    marked = (
        search.best_name if any(job.name == search.best_name for _at, job in timed) else best_name
    )
    return [
        Point(
            number=number,
            job=job,
            kind=_kind(job, value),
            x=x.at(time),
            y=f"{BOTTOM - 6:.1f}" if value is None else y.at(value),
            after=f"{time:.4g}",
            value="" if value is None else wording.number(value),
            best="" if until is None else wording.number(until),
            is_best=value is not None and job.name == marked,
        )
        for number, (job, time, value, until) in enumerate(found, start=1)
    ], path


def _moment(job: TrainingJob) -> datetime:
    """Return the time of its value: its end, or as long as it runs the last look at it."""
    return job.ended_at or job.seen_at


def _kind(job: TrainingJob, value: float | None) -> str:
    if value is None:
        return "none"
    if not job.is_settled:
        return "running"
    return "done" if job.status == TrainingJobStatus.COMPLETED else "stopped"
