"""The jobs' Celery tasks: each takes a row one step further, and may run twice or not at all."""

from celery import shared_task
from django.db import close_old_connections
from django.utils import timezone

from tuningconsole.jobs import due, polling, push, sending, spending, stopping, tagging, wakeup


@shared_task(name="jobs.tick", ignore_result=True)
def tick() -> None:
    """Wake a worker for every row that is due."""
    close_old_connections()
    due.wake_all(timezone.now())


@shared_task(name=wakeup.SEND, ignore_result=True)
def send(pk: int) -> None:
    """Take a submission a step further."""
    _begin(wakeup.SEND, pk)
    sending.step(pk, timezone.now())


@shared_task(name=wakeup.STOP, ignore_result=True)
def stop(pk: int) -> None:
    """Take a stop a step further."""
    _begin(wakeup.STOP, pk)
    stopping.step(pk, timezone.now())


@shared_task(name=wakeup.TAG, ignore_result=True)
def tag(pk: int) -> None:
    """Give AWS the tags that are asked for."""
    _begin(wakeup.TAG, pk)
    tagging.step(pk, timezone.now())


@shared_task(name="jobs.count", ignore_result=True)
def count() -> None:
    """Add up what training jobs have taken since the last time."""
    close_old_connections()
    spending.count_all()


@shared_task(name=wakeup.SWEEP, ignore_result=True)
def sweep(connection_pk: int) -> None:
    """List what runs at a connection."""
    _begin(wakeup.SWEEP, connection_pk)
    polling.sweep(connection_pk, timezone.now())


@shared_task(name=wakeup.REFRESH, ignore_result=True)
def refresh(pk: int) -> None:
    """Describe a tuning job and list its training jobs."""
    _begin(wakeup.REFRESH, pk)
    polling.refresh(pk, timezone.now())


@shared_task(name=wakeup.DESCRIBE, ignore_result=True)
def describe_training_job(pk: int) -> None:
    """Describe a training job that somebody looks at."""
    _begin(wakeup.DESCRIBE, pk)
    polling.describe_training_job(pk, timezone.now())


@shared_task(name=wakeup.LISTEN, ignore_result=True)
def listen(connection_pk: int) -> None:
    """Wait for events of a connection."""
    close_old_connections()
    push.listen(connection_pk, timezone.now())
    wakeup.awake(wakeup.LISTEN, connection_pk)


def _begin(task: str, pk: int) -> None:
    # A child of the pool keeps a connection that a restart of the database has cut.
    close_old_connections()
    wakeup.awake(task, pk)
