"""The trainer's Celery task, and what happens when its worker starts and goes."""

from typing import Any

from celery import signals
from django.db import close_old_connections

from tuningconsole.engine.celery import TRAIN, app
from tuningconsole.engine.runner import trainer


@app.task(name=TRAIN)
def train(training_job_id: int) -> None:
    """Look after a training job until it has ended, unless another trainer does."""
    close_old_connections()
    try:
        trainer.train(training_job_id)
    finally:
        close_old_connections()


@signals.worker_ready.connect
def clear(**_: Any) -> None:
    """Remove the folders of training jobs that ended as their trainer was killed."""
    trainer.clear()


@signals.worker_shutting_down.connect
def leave(**_: Any) -> None:
    """Let go of the training jobs, so that the worker can end at once."""
    trainer.leaving.set()
