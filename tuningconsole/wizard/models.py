"""Drafts: what a person has entered so far, kept as typed."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import models

from tuningconsole.aws.models import Connection
from tuningconsole.teams.models import Membership, Role, Team


class DraftQuerySet(models.QuerySet["Draft"]):
    """Questions about drafts."""

    def of(self, user: Any) -> DraftQuerySet:
        """Return the person's own drafts in the teams where they may still edit."""
        teams = Membership.objects.filter(user=user, role__in=[Role.EDITOR, Role.ADMIN])
        return self.filter(owner=user, team__in=teams.values("team"))

    def open(self) -> DraftQuerySet:
        """Return those that no job was created from."""
        return self.filter(job__isnull=True)


class Draft(models.Model):
    """A tuning job in the making.

    Attributes:
        answers: input name -> text as typed, or a list of texts. Input names are paths of the
            request's expanded form; what has no member of its own follows a colon
            (``….MaxRuntimeInSeconds:unit``).
        current: id of the step last shown.
        visited: ids of the steps left at least once; only those show what is wrong with them.
        key: idempotency key of the submission; a draft that is opened again gets a new one.
        job: uuid of the job submitted with this key, `None` before.
        refused_job: uuid of the job that AWS refused, for which the draft was opened again.
        refusals: AWS's last refusal: [{"key", "message", "answer"}], shown while the answer stays.
    """

    uuid = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    team = models.ForeignKey(Team, models.CASCADE, related_name="drafts")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="drafts")
    connection = models.ForeignKey(Connection, models.CASCADE, related_name="drafts")
    answers: Any = models.JSONField(default=dict)
    current = models.CharField(max_length=30)
    visited: Any = models.JSONField(default=list)
    key = models.UUIDField(default=uuid4, unique=True)
    job = models.UUIDField(null=True, blank=True, db_index=True)
    refused_job = models.UUIDField(null=True, blank=True, db_index=True)
    refusals: Any = models.JSONField(default=list)
    created_at = models.DateTimeField(auto_now_add=True)
    saved_at = models.DateTimeField(auto_now=True)

    objects = DraftQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["owner", "-saved_at"])]

    def __str__(self) -> str:
        return self.name or str(self.uuid)

    @property
    def name(self) -> str:
        """The tuning job's name as typed so far."""
        return str(self.answers.get("HyperParameterTuningJobName", ""))

    def leave(self, step_id: str) -> None:
        """Note that the step was left: from now on it shows what is wrong with it."""
        if step_id not in self.visited:
            self.visited = [*self.visited, step_id]

    def return_to(self, step_id: str) -> None:
        """Note that the step is being worked on: it shows no errors until it is left again."""
        self.visited = [seen for seen in self.visited if seen != step_id]

    def mark_submitted(self, job: UUID) -> None:
        """Tie the draft to the job created from it; saves."""
        self.job = job
        self.refusals = []
        self.save(update_fields=["job", "refusals", "saved_at"])

    def reopen(self, refusals: list[dict[str, Any]]) -> None:
        """Open the draft again after AWS refused its job; saves."""
        self.job, self.refused_job = None, self.job
        self.key = uuid4()
        self.refusals = refusals
        self.save(update_fields=["job", "refused_job", "key", "refusals", "saved_at"])
