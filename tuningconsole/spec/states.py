"""Statuses of tuning jobs and training jobs: which there are, which are final, what follows what.

The enumerations are written out, so that a misspelt one is found by mypy; a test compares them with
botocore's. Sources: those; `HyperParameterTuningJobStatus`, `TrainingJobStatus` and
`SecondaryStatus` documentation; the EventBridge and troubleshooting pages for the transitions.
"""

from collections.abc import Mapping
from enum import StrEnum


class TuningJobStatus(StrEnum):
    """botocore's `HyperParameterTuningJobStatus`."""

    COMPLETED = "Completed"
    INPROGRESS = "InProgress"
    FAILED = "Failed"
    STOPPED = "Stopped"
    STOPPING = "Stopping"
    DELETING = "Deleting"
    DELETEFAILED = "DeleteFailed"


class TrainingJobStatus(StrEnum):
    """botocore's `TrainingJobStatus`."""

    INPROGRESS = "InProgress"
    COMPLETED = "Completed"
    FAILED = "Failed"
    STOPPING = "Stopping"
    STOPPED = "Stopped"
    DELETING = "Deleting"


class SecondaryStatus(StrEnum):
    """botocore's `SecondaryStatus`."""

    STARTING = "Starting"
    LAUNCHINGMLINSTANCES = "LaunchingMLInstances"
    PREPARINGTRAININGSTACK = "PreparingTrainingStack"
    DOWNLOADING = "Downloading"
    DOWNLOADINGTRAININGIMAGE = "DownloadingTrainingImage"
    TRAINING = "Training"
    UPLOADING = "Uploading"
    STOPPING = "Stopping"
    STOPPED = "Stopped"
    MAXRUNTIMEEXCEEDED = "MaxRuntimeExceeded"
    COMPLETED = "Completed"
    FAILED = "Failed"
    INTERRUPTED = "Interrupted"
    MAXWAITTIMEEXCEEDED = "MaxWaitTimeExceeded"
    UPDATING = "Updating"
    RESTARTING = "Restarting"
    PENDING = "Pending"


class ObjectiveStatus(StrEnum):
    """botocore's `ObjectiveStatus`."""

    SUCCEEDED = "Succeeded"
    PENDING = "Pending"
    FAILED = "Failed"


class AlgorithmStatus(StrEnum):
    """botocore's `AlgorithmStatus`."""

    PENDING = "Pending"
    INPROGRESS = "InProgress"
    COMPLETED = "Completed"
    FAILED = "Failed"
    DELETING = "Deleting"


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
