"""A submission becomes one job at AWS, whatever is answered and whoever is lost."""

import json
import socket
import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import connections
from pytest_django.fixtures import Settings

from tests.aws.conftest import serve
from tests.jobs.rows import ARN, NOW, submitted
from tuningconsole.jobs import sending
from tuningconsole.jobs.models import Reason, State, TuningJob

LATER = NOW + timedelta(hours=1)


@pytest.fixture
def listener(settings: Settings) -> Iterator[socket.socket]:
    """A port where SageMaker is taken to be."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        address = f"http://127.0.0.1:{listener.getsockname()[1]}"
        settings.EMBEDDED = {**settings.EMBEDDED, "endpoints": {"": address}}
        yield listener


def answer(conversation: socket.socket) -> None:
    body = json.dumps({"HyperParameterTuningJobArn": ARN}).encode()
    head = f"HTTP/1.1 200 OK\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    conversation.sendall(head.encode() + body)


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_send_one_request(listener: socket.socket) -> None:
    job = submitted()
    received: list[bytes] = []
    threading.Thread(target=serve, args=(listener, answer, received), daemon=True).start()
    workers = 8
    together = threading.Barrier(workers)

    def work() -> None:
        together.wait()
        sending.step(job.pk, NOW)
        connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    job.refresh_from_db()
    assert (job.state, job.attempts, len(received)) == (State.CREATED, 1, 1)


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_wakes_too_late_writes_nothing(listener: socket.socket) -> None:
    job = submitted()

    def be_slow(conversation: socket.socket) -> None:
        TuningJob.objects.filter(pk=job.pk).update(
            state=State.HELD, reason=Reason.NAME_TAKEN, lease_id=None, lease_until=None
        )
        connections.close_all()
        answer(conversation)

    threading.Thread(target=serve, args=(listener, be_slow, []), daemon=True).start()
    done = sending.step(job.pk, NOW)
    assert done is not None
    assert (done.state, done.reason, done.arn) == (State.HELD, Reason.NAME_TAKEN, "")


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_breaks_leaves_a_question(listener: socket.socket) -> None:
    job = submitted()
    received: list[bytes] = []
    closing = threading.Thread(
        target=serve, args=(listener, lambda conversation: None, received), daemon=True
    )
    closing.start()
    done = sending.step(job.pk, NOW)
    assert done is not None
    assert (done.state, len(received)) == (State.UNSURE, 1)
