"""Teams and who is in them. Every object of the console belongs to a team."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import User
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop


class Team(models.Model):
    """People who see and do things together."""

    name = models.CharField(max_length=100, unique=True)
    members = models.ManyToManyField(User, through="Membership", related_name="teams")

    def __str__(self) -> str:
        return self.name


class Role(models.TextChoices):
    """What a member may do: look; create, stop and edit; also manage roles and connections."""

    VIEWER = "viewer", _("Viewer")
    EDITOR = "editor", _("Editor")
    ADMIN = "admin", _("Admin")


WITHIN_SENTENCES = (gettext_noop("viewer"), gettext_noop("editor"), gettext_noop("admin"))
"""The roles' values, which pages translate where a role stands within a sentence."""


class Membership(models.Model):
    """One person in one team."""

    team = models.ForeignKey(Team, models.CASCADE, related_name="memberships")
    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=10, choices=Role.choices, default=Role.VIEWER)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["team", "user"], name="one_role_a_team")]

    def __str__(self) -> str:
        return f"{self.user} in {self.team}"

    @property
    def may_edit(self) -> bool:
        """May create, stop and edit."""
        return self.role in {Role.EDITOR, Role.ADMIN}

    @property
    def may_administer(self) -> bool:
        """May manage members, IAM roles and connections too."""
        return self.role == Role.ADMIN


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Questions about invitations."""

    def open(self, now: datetime) -> InvitationQuerySet:
        """Return those that can still be accepted."""
        return self.filter(used_at=None, expires_at__gt=now)


class Invitation(models.Model):
    """A link that lets one person into a team, once. Only the hash of its token is kept."""

    team = models.ForeignKey(Team, models.CASCADE, related_name="invitations")
    role = models.CharField(max_length=10, choices=Role.choices, default=Role.VIEWER)
    email = models.EmailField(blank=True)
    token_hash = models.CharField(max_length=64, unique=True)
    created_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["team", "-created_at"])]

    def __str__(self) -> str:
        return f"{self.email or 'a link'}, as {self.role} of {self.team}"


class Browser(models.Model):
    """Where a person is signed in: a session, and what was seen of its browser."""

    user = models.ForeignKey(User, models.CASCADE, related_name="browsers")
    session_key = models.CharField(max_length=40, unique=True)
    signed_in_at = models.DateTimeField()
    address = models.GenericIPAddressField(null=True)
    agent = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return f"{self.user} at {self.address}"
