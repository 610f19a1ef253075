"""What is seen of training jobs: values of objectives, at their end and at every epoch."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Objective:
    """A metric and whether more of it is better; of equal ones the values can be compared."""

    metric: str
    is_maximized: bool

    def loss(self, value: float) -> float:
        """Return the value so that smaller is better."""
        return -value if self.is_maximized else value


@dataclass(frozen=True, slots=True)
class Outcome:
    """A training job that ended with an objective value."""

    ended_at: datetime
    objective: Objective
    value: float

    @property
    def loss(self) -> float:
        """Smaller is better."""
        return self.objective.loss(self.value)


@dataclass(frozen=True, slots=True)
class Curve:
    """A training job's losses; smaller is better.

    Attributes:
        number: the training job's place among the tuning job's.
        has_ended: with a result, not as a failure.
        losses: one an epoch, the first epoch first.
    """

    number: int
    has_ended: bool
    losses: list[float] = field(default_factory=list)


def objectives(definitions: Sequence[Mapping[str, Any]]) -> list[Objective]:
    """Return the objective of each definition, in their order."""
    goals = [item["TuningObjective"] for item in definitions]
    return [Objective(goal["MetricName"], goal["Type"] == "Maximize") for goal in goals]
