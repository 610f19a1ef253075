"""Invite into a team by a link that works once, for some days; accept such a link.

A link that was made for a mail address is good for the account with that address, or makes it. One
that was made for no address is good for whoever has it.
"""

import hashlib
import secrets
from datetime import timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from tuningconsole.audit.log import record
from tuningconsole.teams.models import Invitation, Membership, Team

DAYS = (1, 3, 7, 30)
"""How long a link may work; three days unless another is chosen."""
USUAL_DAYS = 3
_TOKEN_BYTES = 32


class NotOpenError(Exception):
    """The link was used, withdrawn, is too old, or never was one."""


class WrongPersonError(Exception):
    """The invitation is for another mail address than the account has."""

    def __init__(self, invitation: Invitation) -> None:
        super().__init__(f"The invitation is for {invitation.email}.")
        self.invitation = invitation


def invite(user: User, team: Team, role: str, email: str = "", days: int = USUAL_DAYS) -> str:
    """Make an invitation and return its token, which is not to be had again."""
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    now = timezone.now()
    with transaction.atomic():
        invitation = Invitation.objects.create(
            team=team,
            role=role,
            email=email,
            token_hash=_hash(token),
            created_by=user,
            created_at=now,
            expires_at=now + timedelta(days=days),
        )
        record(user, "invited", invitation, team=team, role=role, email=email, days=days)
    return token


def withdraw(user: User, invitation: Invitation) -> None:
    """Make an invitation's link worthless."""
    with transaction.atomic():
        record(user, "withdrew", invitation, team=invitation.team)
        invitation.delete()


def find(token: str) -> Invitation:
    """Return the invitation of a token, with its team and who made it.

    Raises:
        NotOpenError: it cannot be accepted.
    """
    known = Invitation.objects.select_related("team", "created_by").open(timezone.now())
    found = known.filter(token_hash=_hash(token)).first()
    if found is None:
        raise NotOpenError
    return found


def accept(user: User, invitation: Invitation) -> Membership:
    """Let the person in and use the invitation up; who is in already keeps role and link.

    Raises:
        NotOpenError: somebody else was quicker.
        WrongPersonError: it is for somebody else.
    """
    known = Membership.objects.filter(team=invitation.team_id, user=user).first()
    if known:
        return known
    if not is_for(invitation, user):
        raise WrongPersonError(invitation)
    now = timezone.now()
    with transaction.atomic():
        mine = Invitation.objects.open(now).filter(pk=invitation.pk)
        if mine.update(used_at=now) != 1:
            raise NotOpenError
        member = Membership.objects.create(team=invitation.team, user=user, role=invitation.role)
        by = invitation.created_by.get_username() if invitation.created_by else ""
        record(user, "joined", member, team=invitation.team, role=member.role, invited_by=by)
    return member


def is_for(invitation: Invitation, user: User) -> bool:
    """Tell whether the person is the one who is invited; capitals make no difference."""
    return not invitation.email or user.email.lower() == invitation.email.lower()


def has_account(invitation: Invitation) -> bool:
    """Tell whether an account has the invited address: then no second one is made for it."""
    return bool(invitation.email) and User.objects.filter(email__iexact=invitation.email).exists()


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
