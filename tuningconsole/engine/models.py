"""What the engine keeps: algorithms, tuning jobs, training jobs, metrics, logs, tags.

A row holds the request as the client sent it, whole; answers are built from it. Status changes
only through the methods here, each a conditional update: whoever loses the race gets False.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from tuningconsole.spec.states import (
    AlgorithmStatus,
    ObjectiveStatus,
    SecondaryStatus,
    TrainingJobStatus,
    TuningJobStatus,
)

LIVE = (TuningJobStatus.INPROGRESS, TuningJobStatus.STOPPING)


class Algorithm(models.Model):
    """An algorithm resource. `request` is CreateAlgorithm's; `account` tells whose it is."""

    name = models.CharField(max_length=63)
    arn = models.CharField(max_length=2048, unique=True)
    account = models.CharField(max_length=12)
    request = models.JSONField()
    status = models.CharField(max_length=20, default=AlgorithmStatus.COMPLETED)
    product_id = models.CharField(max_length=256, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint("account", Lower("name"), name="algorithm_name_is_unique")
        ]

    def __str__(self) -> str:
        return self.arn


class TuningJob(models.Model):
    """A hyperparameter tuning job. `request` is CreateHyperParameterTuningJob's, as it came."""

    name = models.CharField(max_length=32)
    arn = models.CharField(max_length=256, unique=True)
    request = models.JSONField()
    seed = models.BigIntegerField()
    status = models.CharField(max_length=20, default=TuningJobStatus.INPROGRESS)
    failure_reason = models.CharField(max_length=1024, blank=True)
    created_at = models.DateTimeField(default=timezone.now, db_index=True)
    modified_at = models.DateTimeField(default=timezone.now, db_index=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(Lower("name"), name="tuning_job_name_is_unique")]
        indexes = [models.Index(fields=["status", "name"], name="tuning_job_status_name")]

    def __str__(self) -> str:
        return self.name

    def request_stop(self, now: datetime) -> bool:
        """InProgress -> Stopping; False when it was not in progress."""
        return self._move([TuningJobStatus.INPROGRESS], now, status=TuningJobStatus.STOPPING)

    def end(self, status: str, now: datetime, failure_reason: str = "") -> bool:
        """Live -> a final status; False when it had ended before."""
        reason = failure_reason[:1024]
        return self._move(LIVE, now, status=status, failure_reason=reason, ended_at=now)

    def _move(self, expected: Any, now: datetime, **changes: Any) -> bool:
        rows = TuningJob.objects.filter(pk=self.pk, status__in=expected)
        if not rows.update(modified_at=now, **changes):
            return False
        self.refresh_from_db()
        return True


class TrainingJob(models.Model):
    """One training job, a tuning job's child.

    Attributes:
        definition: what is to be run, resolved: AlgorithmSpecification, StaticHyperParameters,
            InputDataConfig, OutputDataConfig, ResourceConfig, StoppingCondition and the like,
            spelt as in the request's definition.
        tuned: the suggested values, name -> text, as DescribeTrainingJob shows them.
        transitions: [{Status, StartTime, EndTime?, StatusMessage}], times as ISO text.
        stop_requested_at: set by whoever wants it stopped; the trainer obeys.
        stop_cause: "" a person or the tuning job; else the final secondary status to show.
        lease_until: a trainer looks after it until then; later anyone may take it over.
    """

    tuning_job = models.ForeignKey(TuningJob, models.CASCADE, related_name="training_jobs")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=63, unique=True)
    arn = models.CharField(max_length=256, unique=True)
    definition_name = models.CharField(max_length=64, blank=True)
    definition = models.JSONField()
    tuned = models.JSONField()
    status = models.CharField(max_length=20, default=TrainingJobStatus.INPROGRESS)
    secondary_status = models.CharField(max_length=30, default=SecondaryStatus.STARTING)
    transitions = models.JSONField(default=list)
    failure_reason = models.CharField(max_length=1024, blank=True)
    is_retryable_failure = models.BooleanField(default=False)
    objective_value = models.FloatField(null=True)
    objective_status = models.CharField(max_length=10, default=ObjectiveStatus.PENDING)
    artifact = models.CharField(max_length=1024, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    modified_at = models.DateTimeField(default=timezone.now)
    stop_requested_at = models.DateTimeField(null=True)
    stop_cause = models.CharField(max_length=30, blank=True)
    lease_id = models.UUIDField(null=True)
    lease_until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tuning_job", "number"], name="training_job_number_is_unique"
            )
        ]
        indexes = [
            models.Index(fields=["tuning_job", "status"], name="training_job_status"),
            models.Index(fields=["created_at", "id"], name="training_job_created"),
            models.Index(
                fields=["lease_until"],
                name="training_job_live",
                condition=models.Q(status__in=["InProgress", "Stopping"]),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Metric(models.Model):
    """One value that a training job's log gave for a metric; `id` is the order."""

    training_job = models.ForeignKey(TrainingJob, models.CASCADE, related_name="metrics")
    name = models.CharField(max_length=255)
    value = models.FloatField()
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["training_job", "name", "id"], name="metric_of_job")]

    def __str__(self) -> str:
        return f"{self.name}={self.value}"


class LogEvent(models.Model):
    """One line of a log stream; the group is always /aws/sagemaker/TrainingJobs."""

    stream = models.CharField(max_length=512)
    at = models.DateTimeField()
    message = models.TextField()

    class Meta:
        indexes = [models.Index(fields=["stream", "id"], name="log_event_of_stream")]

    def __str__(self) -> str:
        return self.message


class Tag(models.Model):
    """A tag of any resource, by the resource's ARN."""

    resource_arn = models.CharField(max_length=2048)
    key = models.CharField(max_length=128)
    value = models.CharField(max_length=256, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["resource_arn", "key"], name="tag_key_is_unique")
        ]

    def __str__(self) -> str:
        return f"{self.key}={self.value}"
