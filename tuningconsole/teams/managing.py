"""Make a team, and change who is in it. A team never loses its last administrator."""

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from tuningconsole.audit.log import record
from tuningconsole.teams.models import Membership, Role, Team


class LastAdministratorError(Exception):
    """Nobody would be left to manage the team; the message says what to do first."""

    def __init__(self, team: Team) -> None:
        text = _(
            "{team} has no other administrator. Make another member one first. Nothing was changed."
        )
        super().__init__(text.format(team=team))


def may_create_team(user: User) -> bool:
    """Tell whether the person may make a team: a new team's connections use AWS credentials.

    Who administers a team may, since that allows nothing new, and a superuser.
    """
    return user.is_superuser or user.memberships.filter(role=Role.ADMIN).exists()


def create(user: User, name: str) -> Team:
    """Make a team with the person as its administrator."""
    with transaction.atomic():
        team = Team.objects.create(name=name)
        Membership.objects.create(team=team, user=user, role=Role.ADMIN)
        record(user, "created", team, team=team)
    return team


def rename(user: User, team: Team, name: str) -> None:
    """Give the team another name."""
    with transaction.atomic():
        before, team.name = team.name, name
        team.save(update_fields=["name"])
        record(user, "renamed", team, team=team, before=before)


def change_role(user: User, member: Membership, role: str) -> None:
    """Give a member another role; the one that they have is no change.

    Raises:
        LastAdministratorError: the team would have none.
    """
    with transaction.atomic():
        _keep_an_administrator(member, to=role)
        before = member.role
        if before != role:
            member.role = role
            member.save(update_fields=["role"])
            record(user, "changed role", member, team=member.team, before=before, role=role)


def remove(user: User, member: Membership) -> None:
    """Take a member out of the team; one takes oneself out too. What they made stays.

    Raises:
        LastAdministratorError: the team would have none.
    """
    with transaction.atomic():
        _keep_an_administrator(member, to="")
        verb = "left" if member.user_id == user.pk else "removed"
        record(user, verb, member, team=member.team, role=member.role)
        member.delete()


def _keep_an_administrator(member: Membership, to: str) -> None:
    """Lock the team, so that two administrators do not let each other go at once; then look.

    Raises:
        LastAdministratorError: the member is the last one, and would not be one any more.
        Membership.DoesNotExist: the member has gone meanwhile.
    """
    Team.objects.select_for_update().get(pk=member.team_id)
    member.refresh_from_db(fields=["role"])
    others = Membership.objects.filter(team=member.team_id, role=Role.ADMIN).exclude(pk=member.pk)
    if member.role == Role.ADMIN and to != Role.ADMIN and not others.exists():
        raise LastAdministratorError(member.team)
