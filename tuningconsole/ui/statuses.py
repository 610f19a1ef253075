"""How a status looks: its word, its tone and its icon, for every kind of thing that has one."""

from collections.abc import Mapping
from dataclasses import dataclass

from tuningconsole.spec.states import AlgorithmStatus, TrainingJobStatus, TuningJobStatus


@dataclass(frozen=True, slots=True)
class Look:
    """The word, the tone (a class of status.css) and the icon's meaning."""

    word: str
    tone: str
    icon: str


_LOOKS: Mapping[str, Look] = {
    TuningJobStatus.INPROGRESS: Look("In progress", "info", "running"),
    TuningJobStatus.COMPLETED: Look("Completed", "success", "success"),
    TuningJobStatus.FAILED: Look("Failed", "error", "error"),
    TuningJobStatus.STOPPED: Look("Stopped", "stopped", "stopped"),
    TuningJobStatus.STOPPING: Look("Stopping", "stopped", "running"),
    TuningJobStatus.DELETING: Look("Deleting", "stopped", "running"),
    TuningJobStatus.DELETEFAILED: Look("Delete failed", "error", "error"),
    TrainingJobStatus.INPROGRESS: Look("In progress", "info", "running"),
    AlgorithmStatus.PENDING: Look("Pending", "stopped", "clock"),
    # The console's own, before AWS has a job to speak of.
    "Queued": Look("Queued", "stopped", "clock"),
    "Submitting": Look("Submitting", "stopped", "clock"),
    "Held": Look("Held", "warning", "warning"),
    "Invalid": Look("Needs you", "warning", "warning"),
}


def look(status: str) -> Look:
    """Return how the status looks; one that is not known is shown as it is written."""
    return _LOOKS.get(status) or _LOOKS.get(status.capitalize()) or Look(status, "stopped", "info")
