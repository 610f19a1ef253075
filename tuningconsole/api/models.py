"""The tokens by which programs act for a person. Only a hash of each is kept."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import User
from django.db import models
from django.utils.translation import gettext_lazy as _

from tuningconsole.teams.models import Team


class Scope(models.TextChoices):
    """What a token may do at most; the person's role in the team may allow less."""

    READ = "read", _("Read")
    WRITE = "write", _("Read and write")


class Token(models.Model):
    """A person's key to one team, until it expires or is revoked; revoked ones are deleted.

    Attributes:
        digest: SHA-256 of the token, in hexadecimal.
        hint: how the token begins, so that its owner knows it again.
        used_at: when it was last used, to the minute.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="api_tokens")
    team = models.ForeignKey(Team, models.CASCADE, related_name="api_tokens")
    name = models.CharField(max_length=64)
    scope = models.CharField(max_length=5, choices=Scope.choices, default=Scope.READ)
    digest = models.CharField(max_length=64, unique=True)
    hint = models.CharField(max_length=12)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "name"], name="token_name_is_own")]

    def __str__(self) -> str:
        return self.name

    def is_expired(self, now: datetime) -> bool:
        """It opens nothing any more."""
        return self.expires_at <= now
