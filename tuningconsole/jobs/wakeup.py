"""Wake a worker for a row. The row holds the work: a wake-up that is lost costs seconds only."""

import logging
from functools import partial

from django.core.cache import cache
from django.db import transaction
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from tuningconsole.celery import app

log = logging.getLogger(__name__)

SEND, STOP, TAG, SWEEP, REFRESH, DESCRIBE, LISTEN = (
    "jobs.send",
    "jobs.stop",
    "jobs.tag",
    "jobs.sweep",
    "jobs.refresh",
    "jobs.describe_training_job",
    "jobs.listen",
)
NOTIFY = "notices.deliver"
"""Of a package above this one."""
QUEUES = {
    SEND: "submit",
    STOP: "stop",
    TAG: "poll",
    SWEEP: "sweep",
    REFRESH: "poll",
    DESCRIBE: "poll",
    LISTEN: "push",
    NOTIFY: "notify",
}
QUIET_S = 15
"""A row that was woken is not woken again for so long, unless a worker has come meanwhile."""


def on_commit(task: str, pk: int) -> None:
    """Wake a worker once the transaction is there for it to see."""
    transaction.on_commit(partial(wake, task, pk))


def wake(task: str, pk: int) -> None:
    """Send the message now, if none is under way; a broker that is down is no error."""
    try:
        if cache.add(_mark(task, pk), 1, timeout=QUIET_S):
            app.send_task(task, args=[pk], queue=QUEUES[task], retry=False, ignore_result=True)
    except (OperationalError, RedisError) as error:
        log.warning("%s %s was not woken, the next sweep will do it: %s", task, pk, error)


def awake(task: str, pk: int) -> None:
    """Note that a worker has come: from now on the row may be woken again."""
    try:
        cache.delete(_mark(task, pk))
    except RedisError as error:
        log.warning("The cache does not answer: %s", error)


def _mark(task: str, pk: int) -> str:
    return f"woken:{task}:{pk}"
