"""What happened, who reads it in the console, and what is to be sent elsewhere."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tuningconsole.jobs.models import TuningJob
from tuningconsole.teams.models import Team


class Kind(models.TextChoices):
    """What people are told of."""

    COMPLETED = "completed", _("Completed")
    FAILED = "failed", _("Failed")
    STOPPED = "stopped", _("Stopped")
    BEST = "best", _("New best training job")
    REJECTED = "rejected", _("Submission rejected by AWS")
    HELD = "held", _("Submission held until somebody decides")
    DELAYED = "delayed", _("Submission waiting because AWS cannot be reached")
    BUDGET = "budget", _("80 % and 100 % of the team's budget passed (estimate)")


USUAL = tuple(kind for kind in Kind if kind != Kind.BEST)


def usual() -> list[str]:
    """Return the kinds that people are told of who have not chosen."""
    return [str(kind) for kind in USUAL]


class Event(models.Model):
    """Something that happened to a job or, where there is none, to a team, once.

    Attributes:
        team: of an event without a job.
        subject: of BEST, the training job; of BUDGET, the month and the percents: "2026-12 80"; of
            what is said of a submission, when it was submitted, which each retry is anew.
        value: of BEST, its objective value.
        detail: what there was to say of it when it happened, where that is not to be had later.
    """

    job = models.ForeignKey(TuningJob, models.CASCADE, null=True, related_name="events")
    team = models.ForeignKey(Team, models.CASCADE, null=True, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    subject = models.CharField(max_length=63, blank=True)
    value = models.FloatField(null=True)
    detail = models.TextField(blank=True, default="", db_default="")
    at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["job", "kind", "subject"], name="an_event_is_once"),
            models.UniqueConstraint(
                fields=["team", "kind", "subject"], name="an_event_of_a_team_is_once"
            ),
            models.CheckConstraint(
                condition=Q(job__isnull=False, team__isnull=True)
                | Q(job__isnull=True, team__isnull=False),
                name="an_event_is_of_a_job_or_a_team",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.job_id or self.team}"


class Notice(models.Model):
    """An event as one person has it in the console. `created_at` is the event's time."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="notices")
    user = models.ForeignKey(User, models.CASCADE, related_name="notices")
    team = models.ForeignKey(Team, models.CASCADE, related_name="notices")
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "user"], name="a_notice_a_person")]
        indexes = [
            models.Index(fields=["user", "team", "-created_at", "-id"], name="notices_newest"),
            models.Index(
                fields=["user", "team"], condition=Q(read_at__isnull=True), name="notices_unread"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event} for {self.user_id}"


class Preference(models.Model):
    """What a person wants to see in the console, a team.

    Attributes:
        is_own_only: of jobs, only those that the person has created.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    team = models.ForeignKey(Team, models.CASCADE, related_name="+")
    kinds: Any = models.JSONField(default=usual)
    is_own_only = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "team"], name="one_preference_a_team")
        ]

    def __str__(self) -> str:
        return f"what {self.user_id} sees of {self.team_id}"

    def wants(self, kind: str, creator: int | None) -> bool:
        """It lets the event through; an event of no job is everybody's."""
        is_own = kind == Kind.BUDGET or creator == self.user_id
        return kind in self.kinds and (is_own or not self.is_own_only)


class Receiver(models.Model):
    """Where notices go besides the console: a mail address or a service, of a person or the team.

    Attributes:
        owner: the person; None: the team's, whatever its administrators want.
        sealed: the address, encrypted (`sealing`); a service's holds its secrets.
        shown: what of it can be shown.
        is_own_only: only jobs that the owner has created.
        failures: how often in a row nothing got through.
        error: why, the last time.
    """

    team = models.ForeignKey(Team, models.CASCADE, related_name="receivers")
    owner = models.ForeignKey(User, models.CASCADE, null=True, related_name="receivers")
    name = models.CharField(max_length=64)
    is_mail = models.BooleanField()
    sealed = models.TextField()
    shown = models.CharField(max_length=254)
    kinds: Any = models.JSONField(default=usual)
    is_own_only = models.BooleanField(default=False)
    failures = models.PositiveIntegerField(default=0)
    error = models.CharField(max_length=500, blank=True)
    delivered_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name

    def wants(self, kind: str, creator: int | None) -> bool:
        """It lets the event through; an event of no job is everybody's."""
        is_own = kind == Kind.BUDGET or creator == self.owner_id
        return kind in self.kinds and (is_own or not self.is_own_only)


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    """Questions about deliveries."""

    def due(self, now: datetime) -> DeliveryQuerySet:
        """Return those to try now; receivers that work come first."""
        rows = self.filter(state=Delivery.State.WAITING, due_at__lte=now)
        return rows.order_by("receiver__failures", "due_at")


class Delivery(models.Model):
    """A notice on its way to a receiver: the row is the queue. No event: a test."""

    class State(models.TextChoices):
        WAITING = "WAITING"
        SENT = "SENT"
        GIVEN_UP = "GIVEN_UP"

    receiver = models.ForeignKey(Receiver, models.CASCADE, related_name="deliveries")
    event = models.ForeignKey(Event, models.CASCADE, null=True, related_name="deliveries")
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    due_at = models.DateTimeField()
    attempts = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["receiver", "event"], name="a_delivery_a_receiver")
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state="WAITING"), name="deliveries_due")
        ]

    def __str__(self) -> str:
        return f"{self.event_id or 'test'} to {self.receiver_id}"
