"""Who calls, by the token, and how often a token may call. Cookies count for nothing here."""

import logging
from datetime import datetime
from http import HTTPStatus

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone
from ninja.security import HttpBearer
from redis.exceptions import RedisError

from tuningconsole.api import tokens
from tuningconsole.api.models import Scope, Token
from tuningconsole.api.problems import Refused
from tuningconsole.teams.models import Membership

log = logging.getLogger(__name__)

WINDOW_S = 60


class Bearer(HttpBearer):
    """`Authorization: Bearer tc_…`."""

    def authenticate(self, request: HttpRequest, token: str) -> Membership | None:
        """Return whom the token stands for, None where it stands for nobody.

        Raises:
            Refused: the token has called too often.
        """
        now = timezone.now()
        member = tokens.find(token, now)
        if member is not None:
            limit(token_of(member), now)
        return member


def caller(request: HttpRequest) -> Membership:
    """Return the membership in whose name the request is made."""
    found: Membership = request.auth  # type: ignore[attr-defined]  # ninja's word for it
    return found


def token_of(member: Membership) -> Token:
    """Return the token that the caller has shown."""
    found: Token = member.api_token  # type: ignore[attr-defined]
    return found


def editor(request: HttpRequest) -> Membership:
    """Return the caller if both the token and the person's role may create and stop.

    Raises:
        Refused: one of them may only read.
    """
    member = caller(request)
    if token_of(member).scope != Scope.WRITE:
        text = "This token may only read. Make one that may read and write."
        raise Refused(HTTPStatus.FORBIDDEN, "read_only_token", text)
    if not member.may_edit:
        text = f"Your role in {member.team} is {member.get_role_display().lower()}: it may look."
        raise Refused(HTTPStatus.FORBIDDEN, "forbidden", text)
    return member


def limit(token: Token, now: datetime) -> None:
    """Count the call.

    Raises:
        Refused: the token has used up the minute. Without Redis nothing is counted.
    """
    minute, second = divmod(int(now.timestamp()), WINDOW_S)
    key = f"api-calls:{token.pk}:{minute}"
    try:
        cache.add(key, 0, 2 * WINDOW_S)
        count = cache.incr(key)
    except (RedisError, ValueError) as error:
        log.warning("Calls of token %s are not counted: %s", token.pk, error)
        return
    if count > settings.API_CALLS_A_MINUTE:
        wait_s = WINDOW_S - second
        raise Refused(
            HTTPStatus.TOO_MANY_REQUESTS,
            "too_many_requests",
            f"A token may call {settings.API_CALLS_A_MINUTE} times a minute. Wait {wait_s} s.",
            headers={"Retry-After": str(wait_s)},
        )
