"""The outbox: what is still to be put on the bus, written by every change of a status."""

from datetime import datetime
from typing import Any

from django.db import models
from django.dispatch import receiver
from django.utils import timezone

from tuningconsole.engine.models import Tag, TrainingJob, status_changed
from tuningconsole.engine.operations import training_job_answers, tuning_jobs

TUNING = "SageMaker HyperParameter Tuning Job State Change"
TRAINING = "SageMaker Training Job State Change"


class StatusEvent(models.Model):
    """An event that was not put yet; `id` is the order, of a job's events at least.

    A change locks its job's row before it writes here, so ids of one job are in the order of its
    changes.
    """

    job_arn = models.CharField(max_length=256)
    detail_type = models.CharField(max_length=64)
    detail = models.JSONField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["job_arn", "id"], name="status_event_of_job")]

    def __str__(self) -> str:
        return f"{self.detail_type}: {self.job_arn}"


@receiver(status_changed)
def record(sender: type[models.Model], job: Any, **_: Any) -> None:
    """Write the event of a status that a job has now, within the transaction of the change."""
    if sender is TrainingJob:
        kind, described = TRAINING, _training_job(job)
    else:
        kind, described = TUNING, tuning_jobs.describe(job)
    tags = Tag.objects.filter(resource_arn=job.arn).order_by("id").values_list("key", "value")
    StatusEvent.objects.create(
        job_arn=job.arn,
        detail_type=kind,
        detail=shown(described) | {"Tags": dict(tags)},
        at=job.modified_at,
    )


def _training_job(job: TrainingJob) -> dict[str, Any]:
    [metrics] = training_job_answers.final_metrics([job]).values()
    return training_job_answers.describe(job, metrics)


def shown(value: Any) -> Any:
    """Return a description as events show it: times in milliseconds, nothing that is missing."""
    match value:
        case dict():
            return {name: shown(item) for name, item in value.items() if item is not None}
        case list():
            return [shown(item) for item in value]
        case datetime():
            return round(value.timestamp() * 1000)
        case _:
            return value
