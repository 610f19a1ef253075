"""Events of status changes, as a queue behind a rule on the account's default bus receives them."""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import groupby
from typing import Any

import psycopg
import pytest

from tests.engine.calls import HOLD, Calls
from tests.engine.stack import EngineStack, until

pytestmark = pytest.mark.slow
TUNING = "SageMaker HyperParameter Tuning Job State Change"
TRAINING = "SageMaker Training Job State Change"
WHOLE_WAY = ["Starting", "Downloading", "Training", "Uploading", "Completed"]


class Queue:
    """A queue of all of SageMaker's events, and what came out of it so far."""

    def __init__(self, stack: EngineStack) -> None:
        self._stack = stack
        self.events: list[dict[str, Any]] = []
        self.listen()

    def listen(self) -> None:
        """Make queue and rule, also on a bus that has just come back without them."""
        events, self._sqs = (self._client(name) for name in ("events", "sqs"))
        self.url = self._sqs.create_queue(QueueName="of-events")["QueueUrl"]
        arn = self._sqs.get_queue_attributes(QueueUrl=self.url, AttributeNames=["QueueArn"])
        events.put_rule(Name="of-jobs", EventPattern='{"source": ["aws.sagemaker"]}')
        target = {"Id": "queue", "Arn": arn["Attributes"]["QueueArn"]}
        events.put_targets(Rule="of-jobs", Targets=[target])

    def forget(self) -> None:
        events = self._client("events")
        events.remove_targets(Rule="of-jobs", Ids=["queue"])
        events.delete_rule(Name="of-jobs")
        self._sqs.delete_queue(QueueUrl=self.url)

    def of(self, name: str) -> list[dict[str, Any]]:
        """Return the events of a job so far, in the order in which they came."""
        while messages := self._sqs.receive_message(
            QueueUrl=self.url, MaxNumberOfMessages=10, WaitTimeSeconds=0
        ).get("Messages"):
            for message in messages:
                self.events.append(json.loads(message["Body"]))
                self._sqs.delete_message(QueueUrl=self.url, ReceiptHandle=message["ReceiptHandle"])
        return [event for event in self.events if event["resources"][0].endswith(f"/{name}")]

    def until_final(self, name: str) -> list[dict[str, Any]]:
        """Return all events of a job, once the one of its end has come."""
        final = {"Completed", "Failed", "Stopped"}
        until(lambda: any(_status(event) in final for event in self.of(name)), 90)
        return self.of(name)

    def _client(self, service: str) -> Any:
        url = self._stack.environment["EMBEDDED_AWS_URL"]
        return self._stack.client(service, endpoint_url=url)


@pytest.fixture
def queue(engine: EngineStack) -> Iterator[Queue]:
    queue = Queue(engine)
    yield queue
    queue.forget()


def _status(event: dict[str, Any]) -> str:
    detail = event["detail"]
    return str(detail.get("HyperParameterTuningJobStatus") or detail.get("TrainingJobStatus"))


def waiting(engine: EngineStack) -> int:
    """Return how many events were not put yet."""
    with psycopg.connect(engine.environment["ENGINE_DATABASE_URL"]) as database:
        [count] = database.execute("SELECT count(*) FROM engine_statusevent").fetchone() or [0]
    return int(count)


def test_the_events_of_a_tuning_job_and_its_training_jobs_come_in_order(
    calls: Calls, queue: Queue
) -> None:
    tags = {"Tags": [{"Key": "team", "Value": "red"}]}
    name = calls.tune(calls.algorithm(), tags, jobs=3, parallel=2)
    calls.ended(name)
    events = queue.until_final(name)
    assert [_status(event) for event in events] == ["InProgress", "Completed"]
    assert {(event["source"], event["detail-type"]) for event in events} == {
        ("aws.sagemaker", TUNING)
    }
    assert [event["detail"]["Tags"] for event in events] == [{"team": "red"}] * 2
    children = calls.children(name)
    assert len(children) == 3
    for child in children:
        events = queue.until_final(child["TrainingJobName"])
        assert [event["detail"]["SecondaryStatus"] for event in events] == WHOLE_WAY
        assert {event["detail-type"] for event in events} == {TRAINING}
        assert {event["region"] for event in events} == {"us-east-2"}


def shown(value: Any) -> Any:
    """Return what boto3 gave as an event shows it."""
    if isinstance(value, dict):
        return {key: shown(item) for key, item in value.items() if key != "ResponseMetadata"}
    if isinstance(value, list):
        return [shown(item) for item in value]
    if isinstance(value, datetime):
        return round(value.timestamp() * 1000)
    return pytest.approx(value) if isinstance(value, float) else value


def test_an_event_holds_what_describe_says(calls: Calls, queue: Queue) -> None:
    name = calls.tune(calls.algorithm())
    described = calls.ended(name)
    assert queue.until_final(name)[-1]["detail"] == shown(described) | {"Tags": {}}
    [child] = calls.children(name)
    job = calls.training_job(child["TrainingJobName"])
    assert queue.until_final(job["TrainingJobName"])[-1]["detail"] == shown(job) | {"Tags": {}}


def test_a_job_that_is_stopped_says_so_once(calls: Calls, queue: Queue) -> None:
    name = calls.tune(calls.algorithm(HOLD))
    child = calls.reaches(name, "Training")
    calls.sagemaker.stop_hyper_parameter_tuning_job(HyperParameterTuningJobName=name)
    assert [_status(event) for event in queue.until_final(name)] == [
        *("InProgress", "Stopping", "Stopped"),
    ]
    states = [event["detail"]["SecondaryStatus"] for event in queue.until_final(child)]
    assert states == ["Starting", "Downloading", "Training", "Stopping", "Uploading", "Stopped"]


def once(states: Iterable[str]) -> list[str]:
    return [state for state, _ in groupby(states)]


@pytest.mark.parametrize("part", ["aws", "search"])
def test_while_the_bus_or_the_sender_is_away_jobs_go_on_and_no_event_is_lost(
    calls: Calls, queue: Queue, part: str
) -> None:
    stack = calls.stack
    name = calls.tune(calls.algorithm(HOLD))
    child = calls.reaches(name, "Training")
    until(lambda: len(queue.of(child)) == 3)
    stack.kill(part)
    calls.sagemaker.stop_training_job(TrainingJobName=child)
    until(lambda: calls.training_job(child)["TrainingJobStatus"] == "Stopped")
    assert waiting(stack) >= 3
    stack.start_part(part)
    if part == "aws":
        stack.client("iam").create_role(RoleName="SageMakerRole", AssumeRolePolicyDocument="{}")
        queue.listen()
    # A sender that was killed may have put an event and not known it: it comes once more.
    states = once(event["detail"]["SecondaryStatus"] for event in queue.until_final(child))
    assert states == ["Starting", "Downloading", "Training", "Stopping", "Uploading", "Stopped"]
    assert _status(queue.until_final(name)[-1]) in {"Stopped", "Completed"}
    until(lambda: waiting(stack) == 0)


def put_into_the_outbox(engine: EngineStack, kind: str, detail: str, age: str = "0 s") -> None:
    with psycopg.connect(engine.environment["ENGINE_DATABASE_URL"]) as database:
        database.execute(
            "INSERT INTO engine_statusevent (job_arn, detail_type, detail, at)"
            " VALUES ('arn:x/outbox', %s, %s, now() - %s::interval)",
            [kind, detail, age],
        )


def test_an_event_that_can_never_be_put_lets_the_next_one_pass(
    engine: EngineStack, queue: Queue
) -> None:
    put_into_the_outbox(engine, "", '{"TrainingJobStatus": "InProgress"}')
    put_into_the_outbox(engine, TRAINING, '{"TrainingJobStatus": "Completed"}')
    [event] = queue.until_final("outbox")
    assert _status(event) == "Completed"


def test_events_that_nobody_listens_to_are_let_go_after_a_minute(engine: EngineStack) -> None:
    put_into_the_outbox(engine, TRAINING, '{"TrainingJobStatus": "Failed"}', age="61 s")
    put_into_the_outbox(engine, TRAINING, '{"TrainingJobStatus": "Completed"}', age="5 s")
    until(lambda: old(engine) == 0)
    assert waiting(engine) >= 1
    queue = Queue(engine)
    try:
        assert [_status(event) for event in queue.until_final("outbox")] == ["Completed"]
    finally:
        queue.forget()


def old(engine: EngineStack) -> int:
    with psycopg.connect(engine.environment["ENGINE_DATABASE_URL"]) as database:
        query = "SELECT count(*) FROM engine_statusevent WHERE at < now() - interval '1 minute'"
        [count] = database.execute(query).fetchone() or [0]
    return int(count)
