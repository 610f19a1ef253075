"""How a person wants the list of jobs, and the lists that they keep under a name."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q, QuerySet

from tuningconsole.teams.models import Membership, Team


class ListPreference(models.Model):
    """The columns and the page size that a person has chosen; none chosen, none here."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="+"
    )
    columns: Any = models.JSONField(default=list)
    page_size = models.PositiveSmallIntegerField()

    def __str__(self) -> str:
        return f"list of {self.user}"


class SavedView(models.Model):
    """A filter and a sort of the list under a name, a person's own or shared with the team.

    Attributes:
        query: what stands in the list's address, without a question mark.
    """

    team = models.ForeignKey(Team, models.CASCADE, related_name="saved_views")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    name = models.CharField(max_length=60)
    query = models.TextField()
    is_shared = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["team", "owner", "name"], name="one_view_a_name")
        ]

    def __str__(self) -> str:
        return self.name

    @staticmethod
    def seen_by(member: Membership) -> QuerySet[SavedView]:
        """Return the member's own views and those that the team shares, by name."""
        mine = Q(owner=member.user_id) | Q(is_shared=True)
        return SavedView.objects.filter(mine, team=member.team_id).order_by("name", "pk")

    def may_delete(self, member: Membership) -> bool:
        """The owner may, and of a shared one an administrator of the team."""
        return self.owner_id == member.user_id or (self.is_shared and member.may_administer)
