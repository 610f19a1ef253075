"""CloudWatch Logs of training jobs: DescribeLogStreams, GetLogEvents, FilterLogEvents.

There is one group, /aws/sagemaker/TrainingJobs; a stream is
`<training job>/algo-<n>-<epoch>`, one an instance.
Times are milliseconds since 1970, the start included, the end not. Source: the CloudWatch Logs
API reference.
"""

import re
import shlex
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from django.core import signing
from django.db.models import Max, Min, Q, QuerySet

from tuningconsole.engine import resources
from tuningconsole.engine.errors import InvalidParameterError, ResourceNotFoundError
from tuningconsole.engine.models import LogEvent
from tuningconsole.engine.operations import paging
from tuningconsole.engine.operations.registry import RequestContext, operation

MAX_EVENTS = 10_000
MAX_STREAMS = 50
MAX_BYTES = 1_048_576
EVENT_OVERHEAD_BYTES = 26
_NOT_FOUND = "ResourceNotFoundException"
_POSITION = re.compile(r"([fb])/(\d{1,56})", re.ASCII)
_LAST_ID = 2**63 - 1


@operation("logs")
def get_log_events(request: dict[str, Any], _context: RequestContext) -> dict[str, Any]:
    """Return events of one stream in order, from the head, the tail or a token's position.

    At either end the token that was given comes back, which is how clients see the end.
    """
    _check_group(request)
    events = LogEvent.objects.filter(stream=request["logStreamName"])
    if not events.exists():
        raise ResourceNotFoundError("The specified log stream does not exist.", code=_NOT_FOUND)
    events = _between(events, request)
    is_forward, position = _position(request)
    limit = request.get("limit", MAX_EVENTS)
    if is_forward:
        found = _within_size(events.filter(id__gt=position).order_by("id")[:limit])
    else:
        found = _within_size(events.filter(id__lt=position).order_by("-id")[:limit])[::-1]
    first, last = (found[0].pk, found[-1].pk) if found else _ends(position, is_forward=is_forward)
    return {
        "events": [
            {"timestamp": _ms(event.at), "message": event.message, "ingestionTime": _ms(event.at)}
            for event in found
        ],
        "nextForwardToken": f"f/{last:056d}",
        "nextBackwardToken": f"b/{first:056d}",
    }


@operation("logs")
def filter_log_events(request: dict[str, Any], _context: RequestContext) -> dict[str, Any]:
    """Return events of several streams in the order they came, those with every word asked for."""
    _check_group(request)
    events = _between(LogEvent.objects.all(), request)
    if names := request.get("logStreamNames"):
        events = events.filter(stream__in=names)
    if prefix := request.get("logStreamNamePrefix"):
        events = events.filter(stream__startswith=prefix)
    for word in _words(request.get("filterPattern", "")):
        events = events.filter(message__contains=word)
    # The token is bound to every member but these two, spelt as paging spells them.
    asked = {name: value for name, value in request.items() if name not in ("limit", "nextToken")}
    asked["MaxResults"] = request.get("limit", MAX_EVENTS)
    if "nextToken" in request:
        asked["NextToken"] = request["nextToken"]
    found = paging.page(events, asked, key="id", question="FilterLogEvents")
    return {
        "events": [
            {
                "logStreamName": event.stream,
                "eventId": f"{event.pk:056d}",
                "timestamp": _ms(event.at),
                "ingestionTime": _ms(event.at),
                "message": event.message,
            }
            for event in found.rows
        ],
        "searchedLogStreams": [],
        "nextToken": found.token,
    }


@operation("logs")
def describe_log_streams(request: dict[str, Any], _context: RequestContext) -> dict[str, Any]:
    """Return streams, by name or by their last event, with the times of their events."""
    _check_group(request)
    is_by_time = request.get("orderBy") == "LastEventTime"
    prefix = request.get("logStreamNamePrefix", "")
    if is_by_time and prefix:
        raise InvalidParameterError("Cannot order by LastEventTime with a logStreamNamePrefix.")
    events = LogEvent.objects.filter(stream__startswith=prefix) if prefix else LogEvent.objects
    streams = events.values("stream").annotate(first=Min("at"), last=Max("at"))
    is_descending = request.get("descending", False)
    limit = request.get("limit", MAX_STREAMS)
    salt = f"DescribeLogStreams:{is_by_time}:{is_descending}:{prefix}"
    if token := request.get("nextToken"):
        streams = streams.filter(_after(token, salt, is_descending=is_descending))
    order = ("last", "stream") if is_by_time else ("stream",)
    rows = list(
        streams.order_by(*(f"-{key}" if is_descending else key for key in order))[: limit + 1]
    )
    answer: dict[str, Any] = {
        "logStreams": [
            {
                "logStreamName": row["stream"],
                "creationTime": _ms(row["first"]),
                "firstEventTimestamp": _ms(row["first"]),
                "lastEventTimestamp": _ms(row["last"]),
                "lastIngestionTime": _ms(row["last"]),
                "arn": resources.log_stream_arn(row["stream"]),
                "storedBytes": 0,
            }
            for row in rows[:limit]
        ]
    }
    if len(rows) > limit:
        last = rows[limit - 1]
        time = last["last"].isoformat() if is_by_time else ""
        answer["nextToken"] = signing.dumps([time, last["stream"]], salt=salt)
    return answer


def _after(token: str, salt: str, *, is_descending: bool) -> Q:
    try:
        time, stream = signing.loads(token, salt=salt)
    except signing.BadSignature as error:
        raise InvalidParameterError("The specified nextToken is invalid.") from error
    way = "lt" if is_descending else "gt"
    if not time:
        return Q(**{f"stream__{way}": stream})
    at = datetime.fromisoformat(time)
    return Q(**{f"last__{way}": at}) | Q(last=at, **{f"stream__{way}": stream})


def _check_group(request: Mapping[str, Any]) -> None:
    """Return if the request is for the one group that there is, by name or by ARN."""
    given = request.get("logGroupName") or request.get("logGroupIdentifier", "")
    if given not in (resources.LOG_GROUP, resources.log_group_arn()):
        raise ResourceNotFoundError("The specified log group does not exist.", code=_NOT_FOUND)


def _between(events: QuerySet[LogEvent], request: Mapping[str, Any]) -> QuerySet[LogEvent]:
    if "startTime" in request:
        events = events.filter(at__gte=_time(request["startTime"]))
    if "endTime" in request:
        events = events.filter(at__lt=_time(request["endTime"]))
    return events


def _position(request: Mapping[str, Any]) -> tuple[bool, int]:
    """Return the way to read and the id to start beyond, neither it nor what is behind it."""
    token = request.get("nextToken")
    if token is None:
        return (True, 0) if request.get("startFromHead") else (False, _LAST_ID)
    if not (match := _POSITION.fullmatch(token)):
        raise InvalidParameterError("The specified nextToken is invalid.")
    return match[1] == "f", min(int(match[2]), _LAST_ID)


def _ends(position: int, *, is_forward: bool) -> tuple[int, int]:
    """Return the first and last id for an empty answer: both tokens lead on from here."""
    return (position + 1, position) if is_forward else (position, max(position - 1, 0))


def _within_size(events: Iterable[LogEvent]) -> list[LogEvent]:
    """Return the events from the first on that fit into one answer; at least one, if there is."""
    found: list[LogEvent] = []
    size = 0
    for event in events:
        size += len(event.message.encode()) + EVENT_OVERHEAD_BYTES
        if found and size > MAX_BYTES:
            break
        found.append(event)
    return found


def _words(pattern: str) -> list[str]:
    """Return the terms of a filter pattern; a quoted one may hold spaces.

    Raises:
        InvalidParameterError: it is a JSON, space-delimited or regex pattern, or badly quoted.
    """
    if pattern.strip()[:1] in ("{", "[", "%"):
        raise InvalidParameterError("This engine's filter patterns are words only.")
    try:
        return shlex.split(pattern)
    except ValueError as error:
        raise InvalidParameterError("Invalid filter pattern") from error


def _ms(at: datetime) -> int:
    return int(at.timestamp() * 1000)


def _time(milliseconds: int) -> datetime:
    # A moment beyond what a date can be is as good as the last one.
    return datetime.fromtimestamp(min(milliseconds / 1000, 253_402_300_799), tz=UTC)
