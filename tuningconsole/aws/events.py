"""Events of SageMaker's jobs, which a rule of EventBridge has put into a queue of SQS."""

import json
import logging
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from tuningconsole.aws.client import client_for
from tuningconsole.aws.errors import translated
from tuningconsole.aws.models import Connection

log = logging.getLogger(__name__)

WAIT_S = 20
"""As long as SQS lets anybody wait; shorter than `client.READ_TIMEOUT_S`."""
AT_ONCE = 10
SOURCE = "aws.sagemaker"


@dataclass(frozen=True, slots=True)
class Event:
    """A message of the queue.

    Attributes:
        receipt: what it is deleted by.
        tuning_job: the name of the tuning job that has changed, or of which a training job has; ""
            where the message tells of none in the connection's Region.
    """

    receipt: str
    tuning_job: str


def receive(connection: Connection) -> tuple[str, list[Event]]:
    """Wait for messages of the connection's queue; return its address and what came, if any did.

    Raises:
        AwsError: the queue could not be read.
    """
    with translated():
        url = client_for(connection, "sqs").get_queue_url(QueueName=connection.queue)["QueueUrl"]
        # Without botocore's own retries, which would go with a shorter time-out.
        answer = client_for(connection, "sqs", retries=False).receive_message(
            QueueUrl=url, WaitTimeSeconds=WAIT_S, MaxNumberOfMessages=AT_ONCE
        )
    found = answer.get("Messages", [])
    region = connection.region
    return url, [Event(one["ReceiptHandle"], tuning_job(one["Body"], region)) for one in found]


def delete(connection: Connection, url: str, events: Iterable[Event]) -> None:
    """Delete messages, so that nobody gets them again; what cannot be deleted comes again.

    Raises:
        AwsError: SQS did not answer.
    """
    entries = [
        {"Id": str(number), "ReceiptHandle": event.receipt} for number, event in enumerate(events)
    ]
    if entries:
        with translated():
            client_for(connection, "sqs").delete_message_batch(QueueUrl=url, Entries=entries)


def tuning_job(body: str, region: str) -> str:
    """Return the name of the tuning job that an event is about, "" for none.

    A tuning job's event has its name; a training job's has the ARN of its tuning job.
    """
    try:
        event: Any = json.loads(body)
        if event["source"] != SOURCE or event["region"] != region:
            return ""
        detail = event["detail"]
        named = detail.get("HyperParameterTuningJobName")
        return str(named or detail.get("TuningJobArn", "").rpartition("/")[2])
    except (ValueError, TypeError, KeyError, AttributeError):
        log.warning("A message of the queue is no event of EventBridge.")
        return ""
