"""Teams and who is in them. Every object of the console belongs to a team."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import models


class Team(models.Model):
    """People who see and do things together."""

    name = models.CharField(max_length=100, unique=True)
    members = models.ManyToManyField(User, through="Membership", related_name="teams")

    def __str__(self) -> str:
        return self.name


class Role(models.TextChoices):
    """What a member may do: look; create, stop and edit; also manage roles and connections."""

    VIEWER = "viewer"
    EDITOR = "editor"
    ADMIN = "admin"


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
        """May manage IAM roles and connections too."""
        return self.role == Role.ADMIN
