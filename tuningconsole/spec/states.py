"""Statuses of tuning jobs and training jobs: which there are, which are final, what follows what.

Sources: botocore's enumerations; `HyperParameterTuningJobStatus`, `TrainingJobStatus` and
`SecondaryStatus` documentation; the EventBridge and troubleshooting pages for the transitions.
"""

from collections.abc import Mapping
from enum import StrEnum

from tuningconsole.spec import shapes

TuningJobStatus = StrEnum(  # type: ignore[misc]
    "TuningJobStatus", {s.upper(): s for s in shapes.enum("HyperParameterTuningJobStatus")}
)
TrainingJobStatus = StrEnum(  # type: ignore[misc]
    "TrainingJobStatus", {s.upper(): s for s in shapes.enum("TrainingJobStatus")}
)
SecondaryStatus = StrEnum(  # type: ignore[misc]
    "SecondaryStatus", {s.upper(): s for s in shapes.enum("SecondaryStatus")}
)
ObjectiveStatus = StrEnum(  # type: ignore[misc]
    "ObjectiveStatus", {s.upper(): s for s in shapes.enum("ObjectiveStatus")}
)
AlgorithmStatus = StrEnum(  # type: ignore[misc]
    "AlgorithmStatus", {s.upper(): s for s in shapes.enum("AlgorithmStatus")}
)

FINAL = frozenset({"Completed", "Failed", "Stopped"})
"""The statuses, of tuning jobs and of training jobs, that nothing but deletion follows."""

_FOLLOWS: Mapping[str, frozenset[str]] = {
    "InProgress": frozenset({"Completed", "Failed", "Stopping", "Stopped"}),
    "Stopping": frozenset({"Stopped", "Completed", "Failed"}),
    "Completed": frozenset({"Deleting"}),
    "Failed": frozenset({"Deleting"}),
    "Stopped": frozenset({"Deleting"}),
    "Deleting": frozenset({"DeleteFailed"}),
    "DeleteFailed": frozenset({"Deleting"}),
}


def is_final(status: str) -> bool:
    """Tell whether a job of this status will do nothing more."""
    return status in FINAL


def may_follow(before: str, after: str) -> bool:
    """Tell whether a job seen as `before` can be `after` later; a status may be seen again."""
    return before == after or after in _reachable(before)


def _reachable(status: str) -> frozenset[str]:
    found: set[str] = set()
    edge = {status}
    while edge := {after for before in edge for after in _FOLLOWS.get(before, ())} - found:
        found |= edge
    return frozenset(found)
