"""Training jobs: describe, and the log that CloudWatch Logs keeps of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tuningconsole.aws.client import client_for
from tuningconsole.aws.errors import NotFound, translated
from tuningconsole.aws.models import Connection

LOG_GROUP = "/aws/sagemaker/TrainingJobs"
MAX_EVENTS = 1000
MOST_EMPTY = 10
"""Pages of a search that are asked for at once while they find little."""
_FORWARD = "f/"
"""How a token begins that leads to later lines: before those there are others."""


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


def search_log(connection: Connection, name: str, words: str, token: str = "") -> LogPage:
    """Return the lines of the log, of all instances, that hold the words as they are written.

    At most `MAX_EVENTS` or so: `after` leads to more of them. A job that has written nothing has
    none.

    Raises:
        AwsError: the log could not be read.
    """
    quoted = words.replace("\\", "\\\\").replace('"', '\\"')
    lines: list[dict[str, Any]] = []
    try:
        with translated():
            logs = client_for(connection, "logs")
            # A page may be empty though others follow.
            for _ in range(MOST_EMPTY):
                answer = logs.filter_log_events(
                    logGroupName=LOG_GROUP,
                    logStreamNamePrefix=f"{name}/",
                    filterPattern=f'"{quoted}"',
                    limit=MAX_EVENTS,
                    **({"nextToken": token} if token else {}),
                )
                lines += answer["events"]
                token = answer.get("nextToken", "")
                if not token or len(lines) >= MAX_EVENTS:
                    break
    except NotFound:
        return LogPage([])
    return LogPage(lines, after=token)


def whole_log(
    connection: Connection, name: str, *, instances: int | None = None
) -> Iterator[list[dict[str, Any]]]:
    """Yield the log from its beginning, a page of events at a time, instance after instance.

    Args:
        connection: where the training job is.
        name: the training job.
        instances: only so many of them.

    Raises:
        AwsError: the log could not be read.
    """
    try:
        with translated():
            logs = client_for(connection, "logs")
            streams = logs.describe_log_streams(
                logGroupName=LOG_GROUP, logStreamNamePrefix=f"{name}/"
            )["logStreams"]
            for stream in streams[:instances]:
                yield from _from_head(logs, stream["logStreamName"])
    except NotFound:
        return


def _from_head(logs: Any, stream: str) -> Iterator[list[dict[str, Any]]]:
    token = ""
    while True:
        answer = logs.get_log_events(
            logGroupName=LOG_GROUP,
            logStreamName=stream,
            startFromHead=True,
            **({"nextToken": token} if token else {}),
        )
        if answer["events"]:
            yield answer["events"]
        # At the end the token that was sent comes back.
        if answer["nextForwardToken"] == token:
            return
        token = answer["nextForwardToken"]


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
    has_older = token.startswith(_FORWARD) or _has_older(logs, streams[0], answer)
    before = answer["nextBackwardToken"] if has_older else ""
    return LogPage(answer["events"], before, answer["nextForwardToken"])


def _has_older(logs: Any, stream: dict[str, Any], page: dict[str, Any]) -> bool:
    """Tell whether there are lines before a page; a token before it there is always."""
    events, first = page["events"], stream.get("firstEventTimestamp")
    if events and first is not None and events[0]["timestamp"] > first:
        return True
    before = page["nextBackwardToken"]
    probe = logs.get_log_events(
        logGroupName=LOG_GROUP, logStreamName=stream["logStreamName"], nextToken=before, limit=1
    )
    return bool(probe["events"]) or probe["nextBackwardToken"] != before
