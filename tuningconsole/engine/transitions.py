"""SecondaryStatusTransitions: the history of a training job, as plain data.

[{Status, StartTime, EndTime?, StatusMessage}], times as ISO text; each entry ends when the next
begins. Sources: domain-rules.md 3.1; the service model's documentation of SecondaryStatus.
"""

from collections.abc import Sequence
from datetime import datetime

Transition = dict[str, str]

_MESSAGES = {
    "Starting": "Starting the training job",
    "Downloading": "Downloading input data",
    "Training": "Training image download completed. Training in progress.",
    "Uploading": "Uploading generated training model",
    "Interrupted": "The host of the training job went away. The training job starts again.",
    "Completed": "Training job completed",
    "Failed": "Training job failed",
    "Stopping": "Stopping the training job",
    "Stopped": "Training job stopped",
    "MaxRuntimeExceeded": "Training job runtime exceeded MaxRuntimeInSeconds provided",
    "MaxWaitTimeExceeded": "Training job wait time exceeded MaxWaitTimeInSeconds provided",
}
_AT_AN_END = ("Completed", "Failed", "Stopped", "MaxRuntimeExceeded", "MaxWaitTimeExceeded")


def followed(history: Sequence[Transition], status: str, now: datetime) -> list[Transition]:
    """Return the history with the status entered now.

    A status that is the present one already is not entered twice: whoever takes a training job
    over does again what may have been done.
    """
    before = [dict(item) for item in history]
    if before and before[-1]["Status"] == status:
        return before
    if before:
        before[-1].setdefault("EndTime", now.isoformat())
    entry = {
        "Status": status,
        "StartTime": now.isoformat(),
        "StatusMessage": _MESSAGES.get(status, ""),
    }
    if status in _AT_AN_END:
        entry["EndTime"] = now.isoformat()
    return [*before, entry]
