"""Invite into a team by a link that works once, for some days; accept such a link."""

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
    """
    known = Membership.objects.filter(team=invitation.team_id, user=user).first()
    if known:
        return known
    now = timezone.now()
    with transaction.atomic():
        mine = Invitation.objects.open(now).filter(pk=invitation.pk)
        if mine.update(used_at=now) != 1:
            raise NotOpenError
        member = Membership.objects.create(team=invitation.team, user=user, role=invitation.role)
        by = invitation.created_by.get_username() if invitation.created_by else ""
        record(user, "joined", member, team=invitation.team, role=member.role, invited_by=by)
    return member


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
