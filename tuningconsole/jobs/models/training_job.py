"""The training jobs of a tuning job."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import models

from tuningconsole.jobs.models.tuning_job import TuningJob
from tuningconsole.spec.states import FINAL, is_final


class TrainingJobQuerySet(models.QuerySet["TrainingJob"]):
    """Questions about training jobs."""

    def settled(self) -> TrainingJobQuerySet:
        """Return those in which nothing will change any more."""
        return self.filter(status__in=FINAL)

    def unsettled(self) -> TrainingJobQuerySet:
        """Return those that have not ended."""
        return self.exclude(status__in=FINAL)


class TrainingJob(models.Model):
    """A training job of a tuning job, as AWS last described it.

    Attributes:
        hyperparameters: the tuned ones, name -> text.
        description: DescribeTrainingJob's last answer, None before it was asked for.
        definition_name: of which of the tuning job's definitions it is, "" of the only one.
        instances: what it runs on, type -> count; None before that was looked up.
        counted_s: seconds of it that `InstanceTime` has, None before it is counted.
    """

    tuning_job = models.ForeignKey(TuningJob, models.CASCADE, related_name="training_jobs")
    name = models.CharField(max_length=63)
    arn = models.CharField(max_length=256)
    status = models.CharField(max_length=20)
    objective_value = models.FloatField(null=True)
    objective_status = models.CharField(max_length=10, blank=True)
    hyperparameters: Any = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    failure_reason = models.TextField(blank=True)
    description: Any = models.JSONField(null=True)
    seen_at = models.DateTimeField()
    described_at = models.DateTimeField(null=True)
    definition_name = models.CharField(max_length=64, blank=True, default="")
    instances: Any = models.JSONField(null=True)
    counted_s = models.PositiveIntegerField(null=True)

    objects = TrainingJobQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tuning_job", "name"], name="one_training_job_a_name")
        ]
        indexes = [
            # Of the few that run, and of those that have ended since they were last counted.
            models.Index(
                fields=["tuning_job"],
                condition=models.Q(counted_s__isnull=True),
                name="training_jobs_to_count",
            ),
            # What a sparkline reads, and nothing else.
            models.Index(
                fields=["tuning_job", "ended_at"],
                include=["objective_value"],
                condition=models.Q(objective_value__isnull=False, ended_at__isnull=False),
                name="training_jobs_by_value",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_settled(self) -> bool:
        """Nothing will change any more."""
        return is_final(self.status)

    def duration(self, now: datetime) -> timedelta | None:
        """Return how long it trained, or has trained until now; None before it began."""
        if self.started_at is None:
            return None
        return (self.ended_at or now) - self.started_at
