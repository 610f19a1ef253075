"""Who did what: rows that outlive what they name."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone


class Entry(models.Model):
    """One thing done. The actor's, the target's and the team's names are kept beside their ids.

    `team_key` is the team's id, no foreign key: an id is never given again, so that a team's
    entries stay apart from those of a later team of the same name. None: of no team.
    """

    at = models.DateTimeField(default=timezone.now, db_index=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    actor_name = models.CharField(max_length=150)
    team_key = models.BigIntegerField(null=True)
    team_name = models.CharField(max_length=100, blank=True)
    verb = models.CharField(max_length=50)
    target_type = models.CharField(max_length=50)
    target_id = models.CharField(max_length=64)
    target_name = models.CharField(max_length=256)
    details = models.JSONField(default=dict)

    class Meta:
        verbose_name_plural = "entries"
        indexes = [
            models.Index(fields=["team_key", "-at", "-id"], name="entries_of_a_team"),
            models.Index(fields=["team_key", "actor_name", "-at", "-id"], name="entries_of_one"),
            models.Index(fields=["team_key", "verb", "-at", "-id"], name="entries_by_verb"),
        ]

    def __str__(self) -> str:
        return f"{self.actor_name} {self.verb} {self.target_name}"
