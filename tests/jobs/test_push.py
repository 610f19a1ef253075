"""Events have jobs looked at once; lists are a safety net while they come."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from botocore.stub import Stubber
from django.core.cache import cache
from django.utils import timezone

from tests.jobs.rows import LATER, NOW, aws, created, summary, swept, written
from tuningconsole.aws import events
from tuningconsole.aws.client import client_for
from tuningconsole.aws.models import Connection
from tuningconsole.jobs import hearing, polling, push
from tuningconsole.jobs.models import Sweep, TuningJob

pytestmark = pytest.mark.django_db
URL = "http://sqs.example/111122223333/jobs"


@pytest.fixture(autouse=True)
def nobody_listens() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def event(detail: Any, **members: Any) -> str:
    return json.dumps(
        {"source": "aws.sagemaker", "region": "us-east-2", "detail": detail, **members}
    )


def listened(connection: Connection, *bodies: str) -> int:
    """Let the queue hold these messages and listen once."""
    Connection.objects.update(queue="jobs")
    connection.refresh_from_db()
    asks = Stubber(client_for(connection, "sqs"))
    waits = Stubber(client_for(connection, "sqs", retries=False))
    asks.add_response("get_queue_url", {"QueueUrl": URL}, {"QueueName": "jobs"})
    messages = [{"Body": body, "ReceiptHandle": str(n)} for n, body in enumerate(bodies)]
    waits.add_response("receive_message", {"Messages": messages})
    if bodies:
        asks.add_response("delete_message_batch", {"Successful": [], "Failed": []})
    with asks, waits:
        heard = push.listen(connection.pk, NOW)
        asks.assert_no_pending_responses()
    return heard


def test_a_job_of_an_event_is_described() -> None:
    job = created()
    swept(job)
    assert listened(job.connection, event({"HyperParameterTuningJobName": job.name.upper()})) == 1
    job.refresh_from_db()
    assert job.refresh_due_at == NOW
    assert Sweep.objects.get().discover_due_at == LATER


def test_a_training_jobs_event_has_its_tuning_job_described() -> None:
    job = created()
    listened(job.connection, event({"TrainingJobName": "x", "TuningJobArn": job.arn}))
    job.refresh_from_db()
    assert job.refresh_due_at == NOW


def test_a_job_that_nobody_knows_is_discovered() -> None:
    job = created()
    swept(job, due_at=LATER)
    listened(job.connection, event({"HyperParameterTuningJobName": "new"}))
    assert list(Sweep.objects.values_list("due_at", "discover_due_at")) == [(NOW, NOW)]


@pytest.mark.parametrize(
    "body",
    [
        "",
        "no JSON",
        "[]",
        "{}",
        '{"source": "aws.sagemaker", "region": "us-east-2", "detail": null}',
        event({"HyperParameterTuningJobName": "trees-1"}, region="eu-west-1"),
        event({"HyperParameterTuningJobName": "trees-1"}, source="somebody"),
        event({"EndpointName": "trees-1"}),
    ],
)
def test_other_messages_mean_nothing(body: str) -> None:
    job = created()
    swept(job)
    assert listened(job.connection, body) == 1
    job.refresh_from_db()
    assert job.refresh_due_at is None
    assert Sweep.objects.get().discover_due_at == LATER


def test_doubled_and_disordered_events_change_nothing_by_themselves() -> None:
    job = created("Completed")
    old = {"HyperParameterTuningJobName": job.name, "HyperParameterTuningJobStatus": "InProgress"}
    listened(job.connection, event(old), event(old))
    job.refresh_from_db()
    assert (job.status, job.refresh_due_at) == ("Completed", NOW)


def test_lists_are_read_seldom_while_events_come_and_often_when_they_do_not() -> None:
    job = written(created(description={}), modified_at=NOW)
    swept(job)
    listened(job.connection)
    with aws(job.connection) as script:
        script.lists(summary())
        polling.sweep(job.connection_id, NOW)
    assert Sweep.objects.get().due_at == NOW + polling.SAFETY
    cache.delete(hearing._mark(job.connection))
    job.connection.refresh_from_db()
    assert polling.interval(job.connection, is_busy=True) < timedelta(seconds=15)


def test_a_connection_that_loses_its_queue_is_read_at_once() -> None:
    job = created()
    put_off = timezone.now() + polling.SAFETY
    swept(job, due_at=put_off, discover_due_at=put_off)
    job.connection.save()
    sweep = Sweep.objects.get()
    assert sweep.due_at <= timezone.now()
    assert sweep.discover_due_at <= timezone.now()


def test_one_worker_listens_at_a_time() -> None:
    job = created()
    cache.set(push._listening(job.connection_id), "somebody")
    Connection.objects.update(queue="jobs")
    assert push.listen(job.connection_id, NOW) == 0


def test_a_queue_that_cannot_be_read_leaves_the_work_to_the_lists() -> None:
    job = created()
    Connection.objects.update(queue="jobs")
    job.connection.refresh_from_db()
    with Stubber(client_for(job.connection, "sqs")) as queue:
        queue.add_client_error("get_queue_url", "AWS.SimpleQueueService.NonExistentQueue")
        assert push.listen(job.connection_id, NOW) == 0
    assert not hearing.is_heard(job.connection)
    assert TuningJob.objects.get().refresh_due_at is None
    # Not at once again.
    assert push.listen(job.connection_id, NOW) == 0


def test_a_connection_without_a_queue_is_not_listened_to() -> None:
    assert push.listen(created().connection_id, NOW) == 0
    assert events.tuning_job(event({"HyperParameterTuningJobName": "a"}), "us-east-2") == "a"
