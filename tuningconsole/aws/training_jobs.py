"""Training jobs: describe, and the log that CloudWatch Logs keeps of them."""

from dataclasses import dataclass
from typing import Any

from tuningconsole.aws.client import client_for
from tuningconsole.aws.errors import NotFound, translated
from tuningconsole.aws.models import Connection

LOG_GROUP = "/aws/sagemaker/TrainingJobs"
MAX_EVENTS = 1000


@dataclass(frozen=True, slots=True)
class LogPage:
    """A page of a training job's log.

    Attributes:
        lines: [{"timestamp": milliseconds, "message"}], in order.
        before: a token for the lines before these, "" where they begin the log.
        after: a token for the lines that come after these.
    """

    lines: list[dict[str, Any]]
    before: str = ""
    after: str = ""


def describe(connection: Connection, name: str) -> dict[str, Any]:
    """Return DescribeTrainingJob's answer.

    Raises:
        NotFound: there is none of this name.
        AwsError: AWS did not answer it.
    """
    with translated():
        answer: dict[str, Any] = client_for(connection, "sagemaker").describe_training_job(
            TrainingJobName=name
        )
    answer.pop("ResponseMetadata", None)
    return answer


def log_events(connection: Connection, name: str, token: str = "") -> LogPage:
    """Return the last lines of the training job's log, or the page that a token names.

    A job that has written nothing yet has an empty page.

    Raises:
        AwsError: the log could not be read.
    """
    try:
        with translated():
            return _log_page(client_for(connection, "logs"), name, token)
    except NotFound:
        return LogPage([])


def _log_page(logs: Any, name: str, token: str) -> LogPage:
    streams = logs.describe_log_streams(
        logGroupName=LOG_GROUP, logStreamNamePrefix=f"{name}/", limit=1
    )["logStreams"]
    if not streams:
        return LogPage([])
    answer = logs.get_log_events(
        logGroupName=LOG_GROUP,
        logStreamName=streams[0]["logStreamName"],
        limit=MAX_EVENTS,
        **({"nextToken": token} if token else {}),
    )
    return LogPage(answer["events"], answer["nextBackwardToken"], answer["nextForwardToken"])
