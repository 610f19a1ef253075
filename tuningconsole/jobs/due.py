"""Wake a worker for every row that is due: what a lost message would have done, done again."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Window
from django.db.models.functions import RowNumber

from tuningconsole.aws.models import Connection
from tuningconsole.jobs import budget, wakeup
from tuningconsole.jobs.models import Sweep, TuningJob

MOST = 500
"""So many rows of a kind are woken at once; the rest at the next tick."""
MOST_OF_ONE = 10
"""So many jobs of a connection are described at once."""


def wake_all(now: datetime) -> None:
    """Wake workers for whatever is due; twice does no harm."""
    jobs = TuningJob.objects
    for task, rows in (
        (wakeup.STOP, jobs.to_stop(now).order_by("stop_due_at")),
        (wakeup.SEND, jobs.to_send(now).order_by("due_at")),
        (wakeup.TAG, jobs.to_tag(now).order_by("tags_due_at")),
    ):
        for pk in rows.values_list("pk", flat=True)[:MOST]:
            wakeup.wake(task, pk)
    for pk in _to_refresh(now):
        wakeup.wake(wakeup.REFRESH, pk)
    resting = Sweep.objects.filter(due_at__gt=now).values("connection")
    for pk in Connection.objects.exclude(pk__in=resting).values_list("pk", flat=True):
        wakeup.wake(wakeup.SWEEP, pk)
    for pk in Connection.objects.exclude(queue="").values_list("pk", flat=True):
        wakeup.wake(wakeup.LISTEN, pk)


def _to_refresh(now: datetime) -> Iterator[int]:
    """Yield jobs to describe, the longest due first: some of each connection that can be asked.

    A connection that fails is tried by its sweep, and one whose budget is used up waits: their jobs
    must not crowd out those of others.
    """
    place = Window(RowNumber(), partition_by="connection", order_by="refresh_due_at")
    due = TuningJob.objects.to_refresh(now).exclude(connection__sweep__failures__gt=0)
    first = due.annotate(place=place).filter(place__lte=MOST_OF_ONE)
    found: dict[int, list[int]] = {}
    for pk, connection_pk in first.order_by("place").values_list("pk", "connection")[:MOST]:
        found.setdefault(connection_pk, []).append(pk)
    for connection in Connection.objects.filter(pk__in=found):
        if budget.is_open(connection, now):
            yield from found[connection.pk]
