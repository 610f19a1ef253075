"""Push mode on a whole stack: a rule leads events to a queue, and the console looks at once."""

import re
import time
from collections.abc import Iterator

import pytest

from tests.conformance.console import Console
from tests.conformance.requests import SUBSCRIBED, tuning_job
from tests.stack import EmbeddedStack

pytestmark = [pytest.mark.stack, pytest.mark.slow]
QUEUE = "tuning-console"


@pytest.fixture
def queue(stack: EmbeddedStack) -> Iterator[str]:
    """A queue that a rule fills, as docs/howto/push-mode.md says; returns its address."""
    sqs, events = stack.client("sqs"), stack.client("events")
    url = str(sqs.create_queue(QueueName=QUEUE)["QueueUrl"])
    wanted = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]
    events.put_rule(Name="jobs", EventPattern='{"source": ["aws.sagemaker"]}')
    events.put_targets(Rule="jobs", Targets=[{"Id": "queue", "Arn": wanted["QueueArn"]}])
    yield url
    events.remove_targets(Rule="jobs", Ids=["queue"])
    events.delete_rule(Name="jobs")
    sqs.delete_queue(QueueUrl=url)


@pytest.fixture
def console(stack: EmbeddedStack, queue: str) -> Iterator[Console]:
    """A console whose connection has the queue, and has begun to listen."""
    made = Console(stack.url, "admin", stack.password)
    [path] = set(re.findall(r'href="(/connections/\d+/)"', made.page("/connections/")))
    page = made.page(f"{path}edit/")
    [name] = re.findall(r'<input[^>]*name="name"[^>]*value="([^"]*)"', page)
    made.send(f"{path}edit/", name=name, source="embedded", queue=QUEUE)
    assert QUEUE in made.page(path)
    yield made
    made.send(f"{path}edit/", name=name, source="embedded", queue="")


def test_a_job_made_elsewhere_is_seen_by_its_events(
    stack: EmbeddedStack, queue: str, console: Console
) -> None:
    # From the first answer of the queue on the lists are read every five minutes only.
    time.sleep(25)
    [bucket] = stack.client("s3").list_buckets()["Buckets"][:1]
    made = stack.client("iam").create_role(RoleName="Pushed", AssumeRolePolicyDocument="{}")
    role = made["Role"]["Arn"]
    request = tuning_job("by-events", SUBSCRIBED, role=role, bucket=bucket["Name"])
    stack.client("sagemaker").create_hyper_parameter_tuning_job(**request)
    # Found and seen to its end in far less than those five minutes.
    assert "Completed" in console.row("by-events")
    left = stack.client("sqs").get_queue_attributes(
        QueueUrl=queue, AttributeNames=["ApproximateNumberOfMessages"]
    )["Attributes"]
    assert int(left["ApproximateNumberOfMessages"]) < 10
