"""Hyperparameter tuning jobs, submitted here or found at AWS."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from tuningconsole.aws.models import Connection
from tuningconsole.jobs.models.listed import SHOWN, SORTED
from tuningconsole.jobs.models.queries import TuningJobQuerySet as TuningJobQuerySet
from tuningconsole.jobs.models.states import FREES_NAME, Reason, State
from tuningconsole.spec import canonical, reading
from tuningconsole.spec.states import FINAL, TuningJobStatus, is_final
from tuningconsole.teams.models import Team

LEASE = timedelta(seconds=60)
"""How long a claim holds; longer than a request to AWS can take (`aws.client`'s time-outs)."""


class TuningJob(models.Model):
    """A hyperparameter tuning job: submitted here, or found at AWS.

    Attributes:
        key: idempotency key of the submission, one a creator; None for a job that was found.
        request: what CreateHyperParameterTuningJob is sent, tag included; None where found.
        account: the connection's account, or a word of its own where that is not known.
        reason, message, problems: why the submission is HELD; problems are [{"path", "message"}].
        lease_id, lease_until: the one worker that may write the submission's outcome.
        due_at: when the submission is to be looked at again.
        delays: how often in a row AWS could not be asked.
        losses: how often a worker was lost while it sent.
        status: AWS's; "" before it was seen.
        description: DescribeHyperParameterTuningJob's last answer, timestamps as ISO text.
        seen_at: when AWS last said something of the job.
        missing_since: when AWS first said that there is no such job.
        tags_wanted: tags that people have asked for and AWS has not been given yet, key -> value.
        tags_error: why AWS did not take the last of them.
        shown: the status that a list shows and finds by.
        facets: what else a list is narrowed by (`jobs.facets`).
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    team = models.ForeignKey(Team, models.CASCADE, related_name="tuning_jobs")
    connection = models.ForeignKey(Connection, models.CASCADE, related_name="tuning_jobs")
    creator = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="tuning_jobs"
    )
    key = models.UUIDField(null=True)
    name = models.CharField(max_length=32)
    name_key = models.CharField(max_length=32)
    account = models.CharField(max_length=40)
    region = models.CharField(max_length=32)
    request: Any = models.JSONField(null=True)

    state = models.CharField(max_length=10, choices=State.choices, default=State.READY)
    reason = models.CharField(max_length=10, choices=Reason.choices, blank=True)
    message = models.TextField(blank=True)
    problems: Any = models.JSONField(default=list)
    attempts = models.PositiveIntegerField(default=0)
    delays = models.PositiveIntegerField(default=0)
    losses = models.PositiveIntegerField(default=0)
    lease_id = models.UUIDField(null=True)
    lease_until = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    submitted_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)

    stop_requested_at = models.DateTimeField(null=True)
    stop_due_at = models.DateTimeField(null=True)
    stop_confirmed_at = models.DateTimeField(null=True)

    arn = models.CharField(max_length=256, blank=True)
    status = models.CharField(max_length=20, blank=True)
    created_at = models.DateTimeField()
    modified_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    strategy = models.CharField(max_length=20, blank=True)
    training_jobs_wanted = models.PositiveIntegerField(null=True)
    counters: Any = models.JSONField(default=dict)
    objective_counters: Any = models.JSONField(default=dict)
    best_name = models.CharField(max_length=63, blank=True)
    best_value = models.FloatField(null=True)
    failure_reason = models.TextField(blank=True)
    description: Any = models.JSONField(null=True)
    tags: Any = models.JSONField(null=True)
    seen_at = models.DateTimeField(null=True)
    missing_since = models.DateTimeField(null=True)
    refresh_due_at = models.DateTimeField(null=True)
    tags_wanted: Any = models.JSONField(default=dict)
    tags_due_at = models.DateTimeField(null=True)
    tags_error = models.TextField(blank=True, default="")

    shown = models.GeneratedField(
        expression=SHOWN, output_field=models.CharField(max_length=20), db_persist=True
    )
    facets: Any = ArrayField(models.TextField(), default=list)

    objects = TuningJobQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["creator", "key"], name="one_job_a_submission"),
            # Rule R11: a name is AWS's only idempotency key, so it belongs to one submission.
            models.UniqueConstraint(
                fields=["account", "region", "name_key"],
                condition=Q(key__isnull=False) & ~FREES_NAME,
                name="name_is_reserved",
            ),
            models.UniqueConstraint(
                fields=["connection", "name_key"],
                condition=Q(key__isnull=True) & ~Q(state="GONE"),
                name="a_job_is_found_once",
            ),
            # Rule R10: what is not at rest has a time at which somebody looks at it.
            models.CheckConstraint(
                condition=~Q(state__in=["READY", "UNSURE"]) | Q(due_at__isnull=False),
                name="waiting_has_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(state="SENDING") | Q(lease_until__isnull=False),
                name="sending_has_a_lease",
            ),
        ]
        indexes = [
            models.Index(fields=["connection", "-created_at", "-id"], name="jobs_newest"),
            models.Index(
                fields=["connection", "status", "-created_at", "-id"], name="jobs_by_status"
            ),
            models.Index(
                fields=["due_at"],
                condition=Q(state__in=["READY", "SENDING", "UNSURE"]),
                name="jobs_to_send",
            ),
            models.Index(
                fields=["stop_due_at"],
                condition=Q(stop_requested_at__isnull=False, stop_confirmed_at__isnull=True),
                name="jobs_to_stop",
            ),
            models.Index(
                fields=["refresh_due_at"],
                condition=Q(refresh_due_at__isnull=False),
                name="jobs_to_refresh",
            ),
            models.Index(
                fields=["tags_due_at"], condition=Q(tags_due_at__isnull=False), name="jobs_to_tag"
            ),
            models.Index(fields=["account", "region", "name_key"], name="jobs_by_name"),
            GinIndex(fields=["facets"], name="jobs_by_facet"),
            *SORTED,
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def shown_status(self) -> str:
        """The status that a person is shown: AWS's, or how far the submission is."""
        match self.state:
            case State.READY:
                return "Queued"
            case State.SENDING | State.UNSURE:
                return "Submitting"
            case State.CREATED if self.is_stopping:
                return str(TuningJobStatus.STOPPING)
            case State.CREATED:
                return self.status
            case State.GONE:
                return "Deleted"
            case _:
                return self.get_state_display().capitalize()

    @property
    def is_stopping(self) -> bool:
        """A stop is asked for, and AWS still works on it."""
        return bool(self.stop_requested_at) and self.status == TuningJobStatus.INPROGRESS

    @property
    def is_settled(self) -> bool:
        """Nothing will change by itself any more."""
        at_rest = self.state in {State.HELD, State.GONE, State.CANCELLED}
        return at_rest or (self.state == State.CREATED and is_final(self.status))

    @property
    def may_be_parent(self) -> bool:
        """A new job can start from this one: it has ended, and has one definition (T5)."""
        expanded = canonical.expand(dict(self.description or {}))
        return self.status in FINAL and len(reading.definitions(expanded)) == 1

    @property
    def may_stop(self) -> bool:
        """A stop would mean something: the job runs, or may still come to run."""
        return not self.stop_requested_at and (
            self.state in {State.READY, State.SENDING, State.UNSURE, State.HELD}
            or (self.state == State.CREATED and self.status == TuningJobStatus.INPROGRESS)
        )

    @property
    def may_tag(self) -> bool:
        """AWS has the job, so that it can be given tags."""
        return self.state == State.CREATED and bool(self.arn)

    @property
    def may_retry(self) -> bool:
        """A person may have it sent again."""
        return self.state == State.HELD and self.reason in {
            Reason.DENIED,
            Reason.QUOTA,
            Reason.STALE,
            Reason.POISON,
            Reason.UNPROVEN,
        }

    @property
    def may_discard(self) -> bool:
        """A person may let go of it."""
        return self.state == State.HELD

    @property
    def is_held_as_invalid(self) -> bool:
        """AWS refused what it asks for."""
        return self.state == State.HELD and self.reason in {Reason.INVALID, Reason.NAME_TAKEN}

    @property
    def done(self) -> int:
        """The training jobs that have ended, however they did."""
        return int(sum(self.counters.values()) - self.counters.get("InProgress", 0))

    @property
    def failed(self) -> int:
        """The training jobs that have failed."""
        counters = self.counters
        return int(counters.get("RetryableError", 0) + counters.get("NonRetryableError", 0))

    def duration(self, now: datetime) -> timedelta | None:
        """Return how long it ran, or has run until now; None before AWS had it."""
        if self.state != State.CREATED or not self.status:
            return None
        return (
            (self.ended_at or self.modified_at or now) - self.created_at
            if is_final(self.status)
            else now - self.created_at
        )


def account_of(connection: Connection) -> str:
    """Return what stands for the connection's account in the reservation of names."""
    return connection.account_id or f"connection-{connection.pk}"
