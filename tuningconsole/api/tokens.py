"""Make, find and revoke tokens."""

import secrets
from datetime import datetime, timedelta
from hashlib import sha256

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from tuningconsole.api.models import Scope, Token
from tuningconsole.audit.log import record
from tuningconsole.teams.models import Membership

PREFIX = "tc_"
"""How every token begins: scanners for leaked secrets know it by that."""
BYTES = 32
"""So much randomness that a plain hash cannot be searched."""
SHOWN = len(PREFIX) + 6
MOST = 50
"""Tokens a person."""
_USED_AGAIN = timedelta(minutes=1)


class NameInUse(Exception):  # noqa: N818  An outcome.
    """The person has another token of this name."""


class TooMany(Exception):  # noqa: N818
    """The person has as many tokens as anybody may."""


@transaction.atomic
def create(member: Membership, name: str, scope: Scope, days: int) -> tuple[Token, str]:
    """Make a token for the person in the team; return its row and the token, which is not kept.

    Raises:
        NameInUse: the person has one of this name.
        TooMany: the person has MOST already.
    """
    # The person's row is locked, so that two requests count one after the other.
    user = User.objects.select_for_update().get(pk=member.user_id)
    if Token.objects.filter(user=user).count() >= MOST:
        raise TooMany
    secret = PREFIX + secrets.token_urlsafe(BYTES)
    now = timezone.now()
    try:
        with transaction.atomic():
            token = Token.objects.create(
                user=user,
                team=member.team,
                name=name,
                scope=scope,
                digest=digest(secret),
                hint=secret[:SHOWN],
                created_at=now,
                expires_at=now + timedelta(days=days),
            )
    except IntegrityError:
        raise NameInUse from None
    record(
        member.user,
        "created API token",
        token,
        team_name=member.team.name,
        scope=scope,
        expires=token.expires_at.isoformat(),
    )
    return token, secret


@transaction.atomic
def revoke(token: Token, by: User) -> None:
    """Delete the token: from now on it opens nothing."""
    record(by, "revoked API token", token, team_name=token.team.name, owner=token.user.username)
    token.delete()


def find(secret: str, now: datetime) -> Membership | None:
    """Return the membership in whose name the token acts, with the token as `api_token`.

    None: there is no such token, it has expired, or the person is switched off or has left the
    team. The role is that of this moment, not the one at the time the token was made.
    """
    if not secret.startswith(PREFIX):
        return None
    tokens = Token.objects.select_related("user", "team")
    token = tokens.filter(digest=digest(secret), expires_at__gt=now, user__is_active=True).first()
    if token is None:
        return None
    member = Membership.objects.filter(user=token.user_id, team=token.team_id).first()
    if member is None:
        return None
    member.user, member.team = token.user, token.team
    member.api_token = token  # type: ignore[attr-defined]  # It goes with the caller.
    unmarked = Q(used_at__isnull=True) | Q(used_at__lt=now - _USED_AGAIN)
    if token.used_at is None or token.used_at < now - _USED_AGAIN:
        Token.objects.filter(unmarked, pk=token.pk).update(used_at=now)
    return member


def digest(secret: str) -> str:
    """Return what is kept of a token."""
    return sha256(secret.encode(errors="surrogatepass")).hexdigest()
