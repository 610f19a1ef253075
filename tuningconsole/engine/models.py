"""What the engine keeps: algorithms, tuning jobs, training jobs, metrics, logs, tags.

A row holds the request as the client sent it, whole; answers are built from it. Status changes
only through the methods here, each a conditional update: whoever loses the race gets False.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import models, transaction
from django.db.models import Q
from django.db.models.functions import Lower, Now
from django.dispatch import Signal
from django.utils import timezone

from tuningconsole.engine import copying
from tuningconsole.engine.records import Algorithm, LogEvent, Metric, Tag
from tuningconsole.engine.transitions import followed
from tuningconsole.spec.states import (
    ObjectiveStatus,
    SecondaryStatus,
    TrainingJobStatus,
    TuningJobStatus,
)

__all__ = [
    "LIVE",
    "Algorithm",
    "LeaseLostError",
    "LogEvent",
    "Metric",
    "Tag",
    "TrainingJob",
    "TuningJob",
]

LIVE = (TuningJobStatus.INPROGRESS, TuningJobStatus.STOPPING)

status_changed = Signal()
"""Sent with `job`, within the transaction that changes a status of a tuning or training job."""


class LeaseLostError(Exception):
    """A write by a trainer that no longer has the training job; nothing was written."""


class TuningJobQuerySet(models.QuerySet["TuningJob"]):
    """Named questions about tuning jobs."""

    def named(self, *names: str) -> TuningJobQuerySet:
        """The jobs of these names, in whatever case: names are not case-sensitive."""
        folded = [name.lower() for name in names]
        return self.alias(folded_name=Lower("name")).filter(folded_name__in=folded)


class TuningJob(models.Model):
    """A hyperparameter tuning job.

    Attributes:
        request: CreateHyperParameterTuningJob's, as it came.
        definitions: the request's training job definitions as they are run, each with objective
            and ranges inside and everything filled in (`engine.definitions.resolve`).
        config: the request's HyperParameterTuningJobConfig as it is run, everything filled in
            (`engine.definitions.configuration`); objectives and ranges are in `definitions`.
        images: each definition's training image, as its algorithm had it at creation.
        seed: the request's RandomSeed, or one drawn for it.
        completing_at: when a completion criterion was met; no training job is started any more.
        counters: those of its training jobs, and more, once it has ended (`operations.counters`).
    """

    name = models.CharField(max_length=32)
    arn = models.CharField(max_length=256, unique=True)
    request = models.JSONField()
    definitions = models.JSONField(default=list)
    config = models.JSONField(default=dict)
    images = models.JSONField(default=list)
    seed = models.BigIntegerField()
    completing_at = models.DateTimeField(null=True)
    counters = models.JSONField(null=True)
    status = models.CharField(max_length=20, default=TuningJobStatus.INPROGRESS)
    failure_reason = models.CharField(max_length=1024, blank=True)
    created_at = models.DateTimeField(default=timezone.now, db_index=True)
    modified_at = models.DateTimeField(default=timezone.now, db_index=True)
    ended_at = models.DateTimeField(null=True)

    objects = TuningJobQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(Lower("name"), name="tuning_job_name_is_unique")]
        indexes = [models.Index(fields=["status", "name"], name="tuning_job_status_name")]

    def __str__(self) -> str:
        return self.name

    def request_stop(self, now: datetime) -> bool:
        """InProgress -> Stopping; False when it was not in progress."""
        return self._move([TuningJobStatus.INPROGRESS], now, status=TuningJobStatus.STOPPING)

    def complete(self, now: datetime) -> bool:
        """Start no training job any more; False when that was so already."""
        rows = TuningJob.objects.filter(pk=self.pk, completing_at=None)
        changed = rows.update(completing_at=now, modified_at=now)
        self.refresh_from_db()
        return bool(changed)

    def end(self, status: str, now: datetime, failure_reason: str = "") -> bool:
        """Live -> a final status; False when it had ended before."""
        reason = failure_reason[:1024]
        return self._move(LIVE, now, status=status, failure_reason=reason, ended_at=now)

    def _move(self, expected: Any, now: datetime, **changes: Any) -> bool:
        rows = TuningJob.objects.filter(pk=self.pk, status__in=expected)
        with transaction.atomic():
            if not rows.update(modified_at=now, **changes):
                return False
            self.refresh_from_db()
            status_changed.send(TuningJob, job=self)
        return True


class TrainingJob(models.Model):
    """One training job, a tuning job's child unless CreateTrainingJob made it.

    Attributes:
        tuning_job: None when it never had one, or when that was deleted.
        tuning_job_arn: the ARN of a tuning job that was deleted.
        number: its place among the tuning job's.
        definition_number: the place, from 0, of its definition among the tuning job's.
        definition: what is to be run, resolved: AlgorithmSpecification, StaticHyperParameters,
            InputDataConfig, OutputDataConfig, ResourceConfig, StoppingCondition and the like,
            spelt as in the request's definition.
        image: the training image that runs.
        tuned: the suggested values, name -> text, as DescribeTrainingJob shows them.
        transitions: its history (engine.transitions).
        stop_requested_at: set by whoever wants it stopped; the trainer obeys.
        attempts: how many times its program was started; more than once after a lost host.
        machine: the machine that started it the last time (runner/machines.py).
        judged_epochs: so many values of its objective the search has judged, whether to stop it.
        log_offsets: how many bytes of each host's log are in LogEvent and Metric already.
        woken_at: when a trainer was last told of it.
        lease_until: a trainer looks after it until then; later anyone may take it over.
    """

    tuning_job = models.ForeignKey(
        TuningJob, models.SET_NULL, null=True, related_name="training_jobs"
    )
    tuning_job_arn = models.CharField(max_length=256, blank=True)
    number = models.PositiveIntegerField(default=0)
    definition_number = models.PositiveSmallIntegerField(default=0)
    name = models.CharField(max_length=63, unique=True)
    arn = models.CharField(max_length=256, unique=True)
    definition_name = models.CharField(max_length=64, blank=True)
    definition = models.JSONField()
    image = models.CharField(max_length=255)
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
    attempts = models.PositiveSmallIntegerField(default=0)
    machine = models.CharField(max_length=36, blank=True)
    judged_epochs = models.PositiveIntegerField(default=0)
    log_offsets = models.JSONField(default=dict)
    woken_at = models.DateTimeField(null=True)
    lease_id = models.UUIDField(null=True)
    lease_until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tuning_job", "number"], name="training_job_number_is_unique"
            )
        ]
        indexes = [
            # All that counters and completion criteria ask of a tuning job's, without its rows.
            models.Index(
                fields=["tuning_job", "status", "id"],
                include=[
                    *("is_retryable_failure", "objective_status", "objective_value"),
                    *("definition_number", "ended_at"),
                ],
                name="training_job_progress",
            ),
            models.Index(fields=["tuning_job", "name", "id"], name="training_job_by_name"),
            models.Index(fields=["tuning_job", "created_at", "id"], name="training_job_by_time"),
            models.Index(
                fields=["tuning_job", "objective_value", "id"], name="training_job_by_objective"
            ),
            models.Index(fields=["created_at", "id"], name="training_job_created"),
            models.Index(fields=["modified_at", "id"], name="training_job_modified"),
            models.Index(fields=["status", "id"], name="training_job_status_of_all"),
            models.Index(
                fields=["tuning_job_arn"],
                name="training_job_left",
                condition=~Q(tuning_job_arn=""),
            ),
            models.Index(
                fields=["lease_until"],
                name="training_job_live",
                condition=Q(status__in=["InProgress", "Stopping"]),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def request_stop(self, now: datetime) -> bool:
        """InProgress -> Stopping, for its trainer to see; False when it was not in progress."""
        rows = TrainingJob.objects.filter(pk=self.pk, status=TrainingJobStatus.INPROGRESS)
        with transaction.atomic():
            changed = rows.update(
                status=TrainingJobStatus.STOPPING,
                secondary_status=SecondaryStatus.STOPPING,
                stop_requested_at=now,
                modified_at=now,
            )
            if not changed:
                return False
            self.refresh_from_db()
            status_changed.send(TrainingJob, job=self)
        return True

    def claim(self, lease_id: UUID, length: timedelta, free: Q) -> bool:
        """Take the job, if it is free, for one trainer; False when it is not, or has ended."""
        rows = TrainingJob.objects.filter(free, pk=self.pk, status__in=LIVE)
        if not rows.update(lease_id=lease_id, lease_until=Now() + length):
            return False
        self.refresh_from_db()
        return True

    def release(self) -> None:
        """Give the job back as it is, for any trainer of its machine to go on with."""
        self._write(lease_until=Now(), woken_at=None)

    def start_attempt(self, machine: str) -> None:
        """Count a start of its program; metrics of an attempt that was lost are forgotten."""
        with transaction.atomic():
            self._write(attempts=self.attempts + 1, machine=machine, log_offsets={})
            self.metrics.all().delete()

    def enter(self, secondary_status: str, now: datetime, **changes: Any) -> None:
        """Go to a secondary status, with its line in the history.

        Raises:
            LeaseLostError: another trainer has the job now.
        """
        transitions = followed(self.transitions, secondary_status, now)
        # A request to stop has said Stopping before the trainer does.
        is_news = not self.transitions or secondary_status != self.secondary_status
        with transaction.atomic():
            self._write(
                secondary_status=secondary_status,
                transitions=transitions,
                modified_at=now,
                **changes,
            )
            if is_news:
                status_changed.send(TrainingJob, job=self)

    def end(self, status: str, secondary_status: str, now: datetime, **changes: Any) -> None:
        """Go to a final status; the lease ends with it.

        Raises:
            LeaseLostError: another trainer has the job now.
        """
        self.enter(secondary_status, now, status=status, ended_at=now, lease_until=None, **changes)

    def record_log(
        self, host: str, offset: int, events: list[LogEvent], metrics: list[Metric]
    ) -> None:
        """Keep what the host's log said up to `offset` bytes, all of it or nothing.

        Raises:
            LeaseLostError: another trainer has the job now.
        """
        with transaction.atomic():
            self._write(log_offsets=self.log_offsets | {host: offset})
            copying.insert_log_events((event.stream, event.at, event.message) for event in events)
            Metric.objects.bulk_create(metrics, batch_size=500)

    def _write(self, **changes: Any) -> None:
        rows = TrainingJob.objects.filter(pk=self.pk, lease_id=self.lease_id, status__in=LIVE)
        if not rows.update(**changes):
            raise LeaseLostError(self.name)
        for name, value in changes.items():
            setattr(self, name, value)
