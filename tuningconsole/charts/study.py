"""What a chart is drawn of: the training jobs of a tuning job as plain values, no rows, no AWS."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import isfinite, log10

from tuningconsole.charts.words import said as _

COMPLETED, EARLY, STOPPED, RUNNING, FAILED = ("completed", "early", "stopped", "running", "failed")
"""What became of a training job; EARLY: stopped because others did better."""


@dataclass(frozen=True, slots=True)
class Point:
    """A training job.

    Attributes:
        number: its place in the order of creation, from 1.
        outcome: COMPLETED, EARLY, STOPPED, RUNNING or FAILED.
        value: the objective, None where there is no finite one.
        at_s: seconds from the tuning job's creation to the value, or to the last look at it.
        start_s: seconds from the tuning job's creation to the training's start, None before it.
        duration_s: seconds of training until its end or the last look, None before the start.
        hyperparameters: the tuned ones, as the API writes them.
    """

    number: int
    name: str
    outcome: str
    value: float | None
    at_s: float = 0.0
    start_s: float | None = None
    duration_s: float | None = None
    hyperparameters: Mapping[str, str] = field(default_factory=dict)

    @property
    def counts(self) -> bool:
        """Its value is final, so that it can be the best one."""
        return self.value is not None and self.outcome != RUNNING


@dataclass(frozen=True)
class Dimension:
    """A hyperparameter and its range: numbers from low to high, or the categories in order.

    Attributes:
        categories: empty for a number.
        is_log: drawn on a logarithmic scale; low is above 0 then.
    """

    name: str
    low: float = 0.0
    high: float = 1.0
    categories: tuple[str, ...] = ()
    is_log: bool = False

    @cached_property
    def _places(self) -> Mapping[str, float]:
        return {name: float(place) for place, name in enumerate(self.categories)}

    def read(self, point: Point) -> float | None:
        """Return the point's value: the number, the category's place; None where it has none."""
        text = point.hyperparameters.get(self.name)
        if text is None:
            return None
        return self._places.get(text) if self.categories else number(text)

    def share(self, value: float) -> float:
        """Return where in the range a value lies, 0 at its low end and 1 at its high end.

        What lies outside is no further away than the range is wide.
        """
        low, high = self.bounds
        if self.is_log:
            low, high, value = log10(low), log10(high), log10(value)
        width = high / 4 - low / 4
        share = (value / 4 - low / 4) / width if width else 0.5
        return max(-1.0, min(share, 2.0))

    def at(self, share: float) -> float:
        """Return the value at a share of the range: what `share` makes a share of."""
        low, high = self.bounds
        if self.is_log:
            return float(10 ** (log10(low) + share * (log10(high) - log10(low))))
        return low + (high / 4 - low / 4) * share * 4

    @property
    def bounds(self) -> tuple[float, float]:
        """The range; of categories their first and last place."""
        return (0.0, float(len(self.categories) - 1)) if self.categories else (self.low, self.high)


@dataclass(frozen=True)
class Study:
    """A tuning job: its training jobs in the order of creation, what it looks for, and where.

    Attributes:
        type: Maximize, Minimize, or "" where it is not known.
        best_name: the training job that AWS calls the best one, "" before there is one.
    """

    points: Sequence[Point]
    dimensions: Sequence[Dimension] = ()
    metric: str = ""
    type: str = ""
    best_name: str = ""

    @cached_property
    def valued(self) -> list[Point]:
        """Those with a value, also while they run."""
        return [point for point in self.points if point.value is not None]

    @cached_property
    def counted(self) -> list[tuple[Point, float]]:
        """Those that can be the best one, each with its value."""
        return [
            (point, point.value)
            for point in self.points
            if point.counts and point.value is not None
        ]

    @cached_property
    def best(self) -> Point | None:
        """The best one: AWS's, else the first with the best value."""
        named = (point for point in self.valued if point.name == self.best_name)
        if found := next(named, None):
            return found
        best: tuple[Point, float] | None = None
        for point, value in self.counted:
            if best is None or self.is_better(value, best[1]):
                best = point, value
        return best[0] if best else None

    @property
    def axis(self) -> str:
        """The objective's name for an axis."""
        return self.metric or _("Objective value")

    @property
    def direction(self) -> str:
        """Which values are good, in words; "" where it is not known."""
        match self.type:
            case "Maximize":
                return _("higher is better")
            case "Minimize":
                return _("lower is better")
            case _:
                return ""

    def is_better(self, value: float, other: float) -> bool:
        """Tell whether a value beats another one."""
        return value > other if self.type == "Maximize" else value < other

    def dimension(self, name: str) -> Dimension | None:
        """Return the hyperparameter of a name."""
        return next((found for found in self.dimensions if found.name == name), None)


def number(text: str) -> float | None:
    """Return a hyperparameter's text as a finite number, None where it is none."""
    try:
        value = float(text)
    except ValueError:
        return None
    return value if isfinite(value) else None
