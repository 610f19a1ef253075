"""Mirrors of what a connection offers: algorithms, and the lists that pickers show; and drafts.

Pages read the mirrors; tasks and page fragments fill them (`catalog.refresh`), so that no page
waits on AWS to render.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from tuningconsole.aws.models import Connection
from tuningconsole.teams.models import Membership, Role, Team


class Algorithm(models.Model):
    """An algorithm of the connection's account, or a Marketplace subscription added by its ARN.

    `description` is DescribeAlgorithm's answer, timestamps as ISO text.
    """

    class Source(models.TextChoices):
        OWN = "own"
        SUBSCRIPTION = "subscription"

    connection = models.ForeignKey(Connection, models.CASCADE, related_name="algorithms")
    source = models.CharField(max_length=12, choices=Source.choices)
    name = models.CharField(max_length=63)
    arn = models.CharField(max_length=2048)
    status = models.CharField(max_length=20)
    created_at = models.DateTimeField()
    description: Any = models.JSONField()
    seen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["connection", "arn"], name="algorithm_arn_is_unique")
        ]
        indexes = [models.Index(fields=["connection", "source", "-created_at", "-id"])]

    def __str__(self) -> str:
        return self.name


class Lookup(models.Model):
    """A picker's list as last read: `items` is [{"value", "label", "detail"?, "vpc"?}].

    Of QUOTAS `value` is the quota's name and `detail` its number; see `catalog.quotas`.
    """

    class Kind(models.TextChoices):
        ROLES = "roles"
        VPCS = "vpcs"
        SUBNETS = "subnets"
        SECURITY_GROUPS = "security_groups"
        KEYS = "keys"
        BUCKETS = "buckets"
        QUOTAS = "quotas"

    connection = models.ForeignKey(Connection, models.CASCADE, related_name="lookups")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    items: Any = models.JSONField(default=list)
    error = models.TextField(blank=True)
    seen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["connection", "kind"], name="one_lookup_a_kind")
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.connection}"


class AlgorithmDraftQuerySet(models.QuerySet["AlgorithmDraft"]):
    """Questions about drafts."""

    def of(self, user: Any) -> AlgorithmDraftQuerySet:
        """Return the person's own drafts in the teams where they may still edit."""
        teams = Membership.objects.filter(user=user, role__in=[Role.EDITOR, Role.ADMIN])
        return self.filter(owner=user, team__in=teams.values("team"))

    def open(self) -> AlgorithmDraftQuerySet:
        """Return those that no algorithm was created from."""
        return self.filter(algorithm__isnull=True)


class AlgorithmDraft(models.Model):
    """An algorithm in the making.

    Attributes:
        answers: input name -> text as typed, or a list of texts (`catalog.authoring`).
        visited: ids of the pages left at least once; only those show what is wrong with them.
        key: idempotency key of the creation; goes along as a tag, by which a lost answer is told
            from a name that somebody else has taken.
        claimed_until: while it is in the future, somebody is sending the request.
        refusals: AWS's last refusal: [{"key", "message", "answer"}], shown while the answer stays.
        algorithm: what was created; the draft goes with it.
        version: grows by one with each change of the answers.
        changes: input name -> the version that changed it last; what stands as the draft was begun
            is left out.
    """

    uuid = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    team = models.ForeignKey(Team, models.CASCADE, related_name="algorithm_drafts")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="algorithm_drafts"
    )
    connection = models.ForeignKey(Connection, models.CASCADE, related_name="algorithm_drafts")
    answers: Any = models.JSONField(default=dict)
    visited: Any = models.JSONField(default=list)
    key = models.UUIDField(default=uuid4, unique=True)
    claimed_until = models.DateTimeField(null=True, blank=True)
    refusals: Any = models.JSONField(default=list)
    algorithm = models.ForeignKey(
        Algorithm, models.CASCADE, null=True, blank=True, related_name="drafts"
    )
    version = models.PositiveIntegerField(default=1)
    changes: Any = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)
    saved_at = models.DateTimeField(auto_now=True)

    objects = AlgorithmDraftQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["owner", "-saved_at"])]

    def __str__(self) -> str:
        return self.name or _("Algorithm without a name")

    @property
    def name(self) -> str:
        """The algorithm's name as typed so far."""
        return str(self.answers.get("AlgorithmName", ""))

    @property
    def changed_by(self) -> Any:
        """Who made the last change: nobody else has the draft."""
        return self.owner

    def save_work(self, was: Mapping[str, Any]) -> None:
        """Save which pages were left, and what changed, as a new version; saves.

        Args:
            was: the answers as they were read, in the same transaction, with the row locked.
        """
        keys = was.keys() | self.answers.keys()
        changed = [key for key in keys if was.get(key) != self.answers.get(key)]
        if changed:
            self.version += 1
            self.changes = {**self.changes, **dict.fromkeys(changed, self.version)}
        self.save(update_fields=["answers", "visited", "version", "changes", "saved_at"])

    def leave(self, step_id: str) -> None:
        """Note that the page was left: from now on it shows what is wrong with it."""
        if step_id not in self.visited:
            self.visited = [*self.visited, step_id]

    def return_to(self, step_id: str) -> None:
        """Note that the page is being worked on: it shows no errors until it is left again."""
        self.visited = [seen for seen in self.visited if seen != step_id]

    def claim(self, now: datetime, until: datetime) -> bool:
        """Take the sending for oneself; return False when it is another's, or done; saves."""
        free = models.Q(claimed_until=None) | models.Q(claimed_until__lte=now)
        mine = AlgorithmDraft.objects.filter(free, pk=self.pk, algorithm=None)
        return mine.update(claimed_until=until) == 1

    def mark_created(self, algorithm: Algorithm) -> None:
        """Tie the draft to what was created from it; saves."""
        self.algorithm, self.claimed_until, self.refusals = algorithm, None, []
        self.save(update_fields=["algorithm", "claimed_until", "refusals", "saved_at"])

    def release(self, refusals: list[dict[str, Any]]) -> None:
        """Open the draft again after AWS refused its request, or nothing was sent; saves."""
        self.claimed_until, self.refusals = None, refusals
        self.save(update_fields=["claimed_until", "refusals", "saved_at"])
