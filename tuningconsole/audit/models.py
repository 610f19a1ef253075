"""Who did what: rows that outlive what they name."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class Entry(models.Model):
    """One thing done. The actor's and the target's names are kept beside their ids."""

    at = models.DateTimeField(default=timezone.now, db_index=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    actor_name = models.CharField(max_length=150)
    team_name = models.CharField(max_length=100, blank=True)
    verb = models.CharField(max_length=50)
    target_type = models.CharField(max_length=50)
    target_id = models.CharField(max_length=64)
    target_name = models.CharField(max_length=256)
    details = models.JSONField(default=dict)

    class Meta:
        verbose_name_plural = "entries"

    def __str__(self) -> str:
        return f"{self.actor_name} {self.verb} {self.target_name}"
