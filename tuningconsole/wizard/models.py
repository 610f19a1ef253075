"""Drafts: what a person has entered so far, kept as typed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from tuningconsole.aws.models import Connection
from tuningconsole.teams.models import Membership, Role, Team
from tuningconsole.wizard.flow import pages
from tuningconsole.wizard.kept import Decoder, Encoder

LONGEST_TITLE = 100
UNNAMED = gettext_noop("Unnamed draft")


class DraftQuerySet(models.QuerySet["Draft"]):
    """Questions about drafts."""

    def of(self, user: Any) -> DraftQuerySet:
        """Return the drafts of the teams where the person may edit: their own and their mates'."""
        teams = Membership.objects.filter(user=user, role__in=[Role.EDITOR, Role.ADMIN])
        return self.filter(team__in=teams.values("team"))

    def open(self) -> DraftQuerySet:
        """Return those that no job was created from."""
        return self.filter(job__isnull=True)


class Draft(models.Model):
    """A tuning job in the making.

    A draft belongs to a team: whoever may edit there may resume, rename and copy it, its owner and
    the team's administrators may delete it, and viewers see it listed.

    Attributes:
        owner: who began it; creating the job is done in the name of whoever does it.
        title: the name that a person gave it; where it is blank, `name` stands for it.
        answers: input name -> text as typed, or a list of texts. Input names are paths of the
            request's expanded form; what has no member of its own follows a colon
            (``….MaxRuntimeInSeconds:unit``).
        current: id of the step last shown.
        visited: ids of the steps left at least once; only those show what is wrong with them.
        wrong: ids of the pages with problems, by the last check.
        number_of_pages: how many there are, by the definitions; the review is none.
        key: idempotency key of the submission; a draft that is opened again gets a new one.
        job: uuid of the job submitted with this key, `None` before.
        refused_job: uuid of the job that AWS refused, for which the draft was opened again.
        refusals: AWS's last refusal: [{"key", "message", "answer"}], shown while the answer stays.
        version: grows by one with each change of the answers.
        changes: input name -> the version that changed it last; what stands as the draft was begun
            is left out. By it a page tells whether its inputs are still those that it showed.
        saved_at, saved_by: the last change of the answers; None before the first.
    """

    uuid = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    team = models.ForeignKey(Team, models.CASCADE, related_name="drafts")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="drafts")
    connection = models.ForeignKey(Connection, models.CASCADE, related_name="drafts")
    title = models.CharField(max_length=LONGEST_TITLE, blank=True)
    answers: Any = models.JSONField(default=dict, encoder=Encoder, decoder=Decoder)
    current = models.CharField(max_length=30)
    visited: Any = models.JSONField(default=list)
    wrong: Any = models.JSONField(default=list)
    number_of_pages = models.PositiveSmallIntegerField(default=5)
    key = models.UUIDField(default=uuid4, unique=True)
    job = models.UUIDField(null=True, blank=True, db_index=True)
    refused_job = models.UUIDField(null=True, blank=True, db_index=True)
    refusals: Any = models.JSONField(default=list)
    created_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1)
    changes: Any = models.JSONField(default=dict)
    saved_at = models.DateTimeField(auto_now=True)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, related_name="+", null=True, blank=True
    )

    objects = DraftQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["owner", "-saved_at"]),
            models.Index(
                fields=["team", "connection", "-saved_at", "-uuid"],
                condition=models.Q(job__isnull=True),
                name="open_drafts_of_a_team",
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.name or _(UNNAMED)

    @property
    def name(self) -> str:
        """The tuning job's name as typed so far."""
        return str(self.answers.get("HyperParameterTuningJobName", ""))

    @property
    def changed_by(self) -> Any:
        """Who made the last change, its beginning included; None where they are no longer known."""
        return self.owner if self.version == 1 else self.saved_by

    def may_delete(self, member: Membership | None) -> bool:
        """It is the member's own, or they administer its team; deletes what others may resume."""
        if member is None or member.team_id != self.team_id:
            return False
        return member.may_administer or (member.may_edit and member.user_id == self.owner_id)

    def save_work(self, user: Any, was: Mapping[str, Any]) -> None:
        """Save where the person is, and what they changed, as a new version; saves.

        Args:
            user: who is at work.
            was: the answers as they were read, in the same transaction, with the row locked.
        """
        fields = ["current", "visited", "wrong"]
        keys = () if was is self.answers else was.keys() | self.answers.keys()
        changed = [key for key in keys if was.get(key) != self.answers.get(key)]
        if changed:
            self.version += 1
            self.number_of_pages = len(pages(self.answers))
            self.changes = {**self.changes, **dict.fromkeys(changed, self.version)}
            self.saved_by = user
            fields += ["answers", "number_of_pages", "version", "changes", "saved_by", "saved_at"]
        self.save(update_fields=fields)

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
