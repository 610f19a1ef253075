"""How a status looks: its word, its tone and its icon, for every kind of thing that has one."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_noop as _

from tuningconsole.spec.states import AlgorithmStatus, TrainingJobStatus, TuningJobStatus


@dataclass(frozen=True, slots=True)
class Look:
    """The word in English, the tone (a class of status.css) and the icon's meaning."""

    word: str
    tone: str
    icon: str


_LOOKS: Mapping[str, Look] = {
    TuningJobStatus.INPROGRESS: Look(_("In progress"), "info", "running"),
    TuningJobStatus.COMPLETED: Look(_("Completed"), "success", "success"),
    TuningJobStatus.FAILED: Look(_("Failed"), "error", "error"),
    TuningJobStatus.STOPPED: Look(_("Stopped"), "stopped", "stopped"),
    TuningJobStatus.STOPPING: Look(_("Stopping"), "stopped", "running"),
    TuningJobStatus.DELETING: Look(_("Deleting"), "stopped", "running"),
    TuningJobStatus.DELETEFAILED: Look(_("Delete failed"), "error", "error"),
    TrainingJobStatus.INPROGRESS: Look(_("In progress"), "info", "running"),
    AlgorithmStatus.PENDING: Look(_("Pending"), "stopped", "clock"),
    # The console's own, before AWS has a job to speak of.
    "Queued": Look(_("Queued"), "stopped", "clock"),
    "Submitting": Look(_("Submitting"), "stopped", "clock"),
    "Held": Look(_("Held"), "warning", "warning"),
    "Invalid": Look(_("Needs you"), "warning", "warning"),
    "Deleted": Look(_("Deleted"), "stopped", "info"),
    "Cancelled": Look(_("Cancelled"), "stopped", "info"),
    # A token's.
    "Expired": Look(_("Expired"), "stopped", "info"),
}


def look(status: str) -> Look:
    """Return how the status looks; one that is not known is shown as it is written."""
    return _LOOKS.get(status) or _LOOKS.get(status.capitalize()) or Look(status, "stopped", "info")
