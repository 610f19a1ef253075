"""Signs of life of the beat and of the workers, a queue each, and of the tick that wakes rows."""

import time
from typing import Any

from celery import bootsteps
from celery.signals import after_task_publish, task_postrun

from tuningconsole.celery import app
from tuningconsole.operations import store

KEY = "heartbeats"
TICK = "jobs.tick"
BEAT, TICKED = "beat", "tick"
EVERY_S = 10.0
LATE_S = 60.0


def install() -> None:
    """Have this process give its signs of life, whatever it is."""
    app.steps["worker"].add(Pulse)
    after_task_publish.connect(_published, sender=TICK, dispatch_uid="operations.beat")
    task_postrun.connect(_ticked, dispatch_uid="operations.tick")


class Pulse(bootsteps.StartStopStep):
    """A worker's: written by its main process, which also starts the children anew."""

    requires = ("celery.worker.components:Timer",)

    def start(self, parent: Any) -> None:
        """Begin."""
        names = [f"queue:{name}" for name in parent.app.amqp.queues.consume_from]
        give(*names)
        self.timer = parent.timer.call_repeatedly(EVERY_S, give, tuple(names))

    def stop(self, parent: Any) -> None:
        """End."""
        self.timer.cancel()


def give(*names: str) -> None:
    """Write signs of life."""
    now = str(time.time())
    store.tell(lambda pipeline: pipeline.hset(KEY, mapping=dict.fromkeys(names, now)))


def ages(now: float) -> dict[str, float]:
    """Return how many seconds ago each sign was given.

    Raises:
        RedisError: Redis does not answer.
    """
    return {name: now - float(at) for name, at in store.read(KEY).items()}


def _published(**_more: Any) -> None:
    give(BEAT)


def _ticked(task: Any, **_more: Any) -> None:
    if task.name == TICK:
        give(TICKED)
