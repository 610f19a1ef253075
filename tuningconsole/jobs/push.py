"""Hear of changes at once, where a connection has a queue of events; lists become a safety net.

An event only says which job to look at: it may come twice, late, in another order or not at all,
and everything that is shown comes from Describe.
"""

import logging
from collections.abc import Iterable
from datetime import datetime
from uuid import uuid4

from django.core.cache import cache
from django.db import transaction
from redis.exceptions import RedisError

from tuningconsole.aws import events
from tuningconsole.aws.errors import AwsError
from tuningconsole.aws.models import Connection
from tuningconsole.jobs import hearing, polling
from tuningconsole.jobs.models import Sweep, TuningJob

log = logging.getLogger(__name__)

AGAIN_S = 30
"""A queue that could not be read is read again so much later."""
LISTENS_S = 60
"""As long as one worker may listen; longer than SQS waits and all jobs take to be written."""


def listen(connection_pk: int, now: datetime) -> int:
    """Wait for events, have the jobs that they name described; return how many events came.

    One worker listens at a time; another one returns at once.
    """
    connection = Connection.objects.filter(pk=connection_pk).exclude(queue="").first()
    mine = uuid4().hex
    if connection is None or not cache.add(_listening(connection_pk), mine, timeout=LISTENS_S):
        return 0
    wait_s = 0
    try:
        url, found = events.receive(connection)
        _take(connection, {event.tuning_job.lower() for event in found if event.tuning_job}, now)
        hearing.note(connection)
        # Only now: who is killed before has it come again.
        events.delete(connection, url, found)
    except AwsError as error:
        log.warning("Listening to %s: %s: %s", connection, type(error).__name__, error)
        wait_s = AGAIN_S
        return 0
    else:
        return len(found)
    finally:
        _leave(connection_pk, wait_s)


@transaction.atomic
def _take(connection: Connection, names: Iterable[str], now: datetime) -> None:
    wanted = set(names)
    rows = TuningJob.objects.may_exist().filter(connection=connection, name_key__in=wanted)
    known = dict(rows.values_list("pk", "name_key"))
    polling.have_described(known, now)
    if wanted - set(known.values()):
        # Somebody has made a job elsewhere.
        Sweep.objects.filter(connection=connection).update(discover_due_at=now)
        polling.look_soon(connection.pk, now)


def _listening(connection_pk: int) -> str:
    return f"listening:{connection_pk}"


def _leave(connection_pk: int, wait_s: int) -> None:
    try:
        if wait_s:
            cache.set(_listening(connection_pk), "", timeout=wait_s)
        else:
            cache.delete(_listening(connection_pk))
    except RedisError as error:
        log.warning("The cache does not answer: %s", error)
