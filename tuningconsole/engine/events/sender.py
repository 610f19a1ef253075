"""From the outbox to the bus: the oldest event of each job, at most ten at once.

Only one process sends at a time, by a lock of the database that ends with its connection. While
the bus has no rule nobody listens, and events are let go after a minute without being put: moto
would record every one of them for nothing. The minute is for a bus that comes back, which has its
rules a little later.
"""

import json
import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError
from django.db import connection
from django.db.models import Min
from django.utils import timezone

from tuningconsole.engine import clients
from tuningconsole.engine.events.outbox import StatusEvent

log = logging.getLogger(__name__)

SOURCE = "aws.sagemaker"
MOST_AT_ONCE = 10
MOST_BYTES = 200_000
"""PutEvents takes ten entries of 256 KB together; names and times of them want some of that."""
KEPT_FOR = timedelta(days=1)
"""While the bus is away; EventBridge itself gives up a delivery after a day."""
UNHEARD_FOR = timedelta(minutes=1)
_PASSING = frozenset({"ThrottlingException", "InternalFailure", "InternalException"})
_LOCK = 0x53_45_4E_44


def send() -> None:
    """Put everything that is due, until nothing is or the bus does not answer."""
    with _only_one() as is_ours:
        while is_ours and (batch := _due()):
            try:
                if not _is_heard():
                    _let_go(UNHEARD_FOR)
                    return
                put = _put(batch)
            except (BotoCoreError, ClientError) as error:
                log.warning("EventBridge does not answer; events wait: %s", error)
                _let_go(KEPT_FOR)
                return
            StatusEvent.objects.filter(pk__in=[event.pk for event in put]).delete()
            if len(put) < len(batch):
                return


def _let_go(age: timedelta) -> None:
    StatusEvent.objects.filter(at__lt=timezone.now() - age).delete()


@contextmanager
def _only_one() -> Iterator[bool]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [_LOCK])
        is_ours = bool(cursor.fetchone()[0])
        try:
            yield is_ours
        finally:
            if is_ours:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])


def _due() -> list[StatusEvent]:
    """Return the oldest events of different jobs: a refused one never lets a later one pass."""
    first = StatusEvent.objects.order_by().values("job_arn").annotate(first=Min("id"))
    events = StatusEvent.objects.filter(id__in=first.values("first")).order_by("id")
    batch: list[StatusEvent] = []
    size = 0
    for event in events[:MOST_AT_ONCE]:
        size += len(json.dumps(event.detail))
        if batch and size > MOST_BYTES:
            break
        batch.append(event)
    return batch


def _is_heard() -> bool:
    """Tell whether the default bus has a rule.

    Raises:
        BotoCoreError, ClientError: the bus does not answer.
    """
    return bool(clients.client("events").list_rules(Limit=1)["Rules"])


def _put(batch: Sequence[StatusEvent]) -> list[StatusEvent]:
    """Put a batch; return the events that are done with, those included that never can be put.

    Raises:
        BotoCoreError, ClientError: the bus does not answer, or refuses the batch.
    """
    try:
        answer = clients.client("events").put_events(Entries=[_entry(event) for event in batch])
    except ClientError as error:
        if error.response["ResponseMetadata"]["HTTPStatusCode"] not in (400, 413):
            raise
        if len(batch) > 1:
            return [done for event in batch for done in _put([event])]
        log.exception("%s cannot be put", batch[0])
        return list(batch)
    done = []
    for event, result in zip(batch, answer["Entries"], strict=True):
        code = result.get("ErrorCode")
        if code in _PASSING:
            continue
        if code:
            log.error("%s cannot be put: %s", event, result.get("ErrorMessage", code))
        done.append(event)
    return done


def _entry(event: StatusEvent) -> dict[str, Any]:
    return {
        "Time": event.at,
        "Source": SOURCE,
        "Resources": [event.job_arn],
        "DetailType": event.detail_type,
        "Detail": json.dumps(event.detail),
    }
