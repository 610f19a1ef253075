"""Every tick wakes a worker for every due row; tasks may run twice."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.core.cache import cache
from django.utils import timezone

from tests.jobs.rows import NOW, aws, created, submitted
from tuningconsole.celery import app
from tuningconsole.jobs import due, tasks, wakeup
from tuningconsole.jobs.models import State, Sweep, TuningJob

# Tasks close connections that are of no use any more: there must be no transaction around them.
pytestmark = pytest.mark.django_db(transaction=True)


class Messages:
    """What waits in the real broker."""

    def __init__(self, channel: Any) -> None:
        self._channel = channel

    def take(self) -> list[tuple[str, list[int]]]:
        """Return (task, arguments) of every message, and leave none; rows may be woken again."""
        found = sorted(
            (message.headers["task"], message.decode()[0])
            for name in set(wakeup.QUEUES.values())
            for message in iter(partial(self._channel.basic_get, name, no_ack=True), None)
        )
        cache.clear()
        return found


@pytest.fixture(autouse=True)
def messages() -> Iterator[Messages]:
    with app.connection_for_write() as connection:
        found = Messages(connection.default_channel)
        found.take()
        yield found
        found.take()


def test_what_is_due_is_woken_and_nothing_else(messages: Messages) -> None:
    sent = submitted(name="sent")
    submitted(name="later", due_at=NOW + timedelta(seconds=1))
    stopped = created(name="stopped", stop_requested_at=NOW, stop_due_at=NOW)
    changed = created(name="changed", refresh_due_at=NOW)
    lost = submitted(
        name="lost", state=State.SENDING, due_at=None, lease_until=NOW - timedelta(seconds=1)
    )
    for job in TuningJob.objects.all():
        Sweep.objects.create(
            connection=job.connection, due_at=NOW + timedelta(days=1), discover_due_at=NOW
        )
    Sweep.objects.filter(connection=sent.connection).update(due_at=NOW)
    Sweep.objects.filter(connection=stopped.connection).delete()
    messages.take()
    due.wake_all(NOW)
    assert messages.take() == sorted(
        [
            ("jobs.send", [sent.pk]),
            ("jobs.send", [lost.pk]),
            ("jobs.stop", [stopped.pk]),
            ("jobs.refresh", [changed.pk]),
            ("jobs.sweep", [sent.connection_id]),
            ("jobs.sweep", [stopped.connection_id]),
        ]
    )


def test_a_row_is_not_woken_again_while_its_message_is_under_way(messages: Messages) -> None:
    job = submitted()
    Sweep.objects.create(
        connection=job.connection, due_at=NOW + timedelta(days=1), discover_due_at=NOW
    )
    messages.take()
    due.wake_all(NOW)
    due.wake_all(NOW)
    assert messages.take() == [("jobs.send", [job.pk])]


def test_a_row_may_be_woken_again_once_a_worker_has_come(messages: Messages) -> None:
    wakeup.wake(wakeup.SEND, 1)
    wakeup.awake(wakeup.SEND, 1)
    wakeup.wake(wakeup.SEND, 1)
    assert messages.take() == [("jobs.send", [1])] * 2


def test_a_submission_wakes_a_worker_at_once(messages: Messages) -> None:
    job = submitted()
    assert messages.take() == [("jobs.send", [job.pk])]


def test_every_task_may_run_twice() -> None:
    job = submitted(submitted_at=timezone.now())
    with aws(job.connection) as script:
        script.creates()
        tasks.send(job.pk)
        tasks.send(job.pk)
    job.refresh_from_db()
    assert (job.state, job.attempts) == (State.CREATED, 1)


@pytest.mark.parametrize("task", [tasks.send, tasks.stop, tasks.sweep, tasks.refresh])
def test_a_message_about_a_row_that_is_gone_does_nothing(task: Any) -> None:
    task(0)
    tasks.describe_training_job(0)
    assert not TuningJob.objects.exists()
