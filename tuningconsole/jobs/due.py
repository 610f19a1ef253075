"""Wake a worker for every row that is due: what a lost message would have done, done again."""

from datetime import datetime

from tuningconsole.aws.models import Connection
from tuningconsole.jobs import wakeup
from tuningconsole.jobs.models import Sweep, TuningJob

MOST = 500
"""So many rows of a kind are woken at once; the rest at the next tick."""


def wake_all(now: datetime) -> None:
    """Wake workers for whatever is due; twice does no harm."""
    jobs = TuningJob.objects
    # What fails is tried by its sweep: its jobs must not crowd out those of others.
    refreshed = jobs.to_refresh(now).exclude(connection__sweep__failures__gt=0)
    for task, rows in (
        (wakeup.STOP, jobs.to_stop(now).order_by("stop_due_at")),
        (wakeup.SEND, jobs.to_send(now).order_by("due_at")),
        (wakeup.TAG, jobs.to_tag(now).order_by("tags_due_at")),
        (wakeup.REFRESH, refreshed.order_by("refresh_due_at")),
    ):
        for pk in rows.values_list("pk", flat=True)[:MOST]:
            wakeup.wake(task, pk)
    resting = Sweep.objects.filter(due_at__gt=now).values("connection")
    for pk in Connection.objects.exclude(pk__in=resting).values_list("pk", flat=True):
        wakeup.wake(wakeup.SWEEP, pk)
