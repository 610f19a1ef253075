"""Sessions that end when nobody has done anything for so long (`settings.SESSION_COOKIE_AGE`).

A session is kept in the database. Django puts its end off only when something in it is written, and
then writes all of it, over what another request of the same person may have written meanwhile. Here
only the end is put off. What a page fetches by itself, again and again, is nothing that a person
does: its view says so (`polled`).
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

STEP = timedelta(minutes=1)
"""The end is put off no more often: most requests write nothing."""
_POLLED, _KEPT = "_is_polled", "_is_kept"


class SessionStore(db.SessionStore):
    """Django's, which also knows when the session ends. The name goes into signatures: keep it."""

    ends_at: datetime | None = None

    def _get_session_from_db(self) -> Any:
        found = super()._get_session_from_db()  # type: ignore[misc]  # not in the stubs
        self.ends_at = found.expire_date if found else None
        return found


class Sliding:
    """Puts off the end of a signed-in person's session with what they do."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self._get_response(request)
        if not getattr(request, _POLLED, False) or getattr(request, _KEPT, False):
            _put_off(request, answer, timezone.now())
        return answer


def polled(request: HttpRequest) -> None:
    """Note that a page of ours asks by itself: nobody is doing anything."""
    setattr(request, _POLLED, True)


def keep(request: HttpRequest) -> None:
    """Note that the session is to go on even though nobody is doing anything."""
    setattr(request, _KEPT, True)


def _put_off(request: HttpRequest, answer: HttpResponse, now: datetime) -> None:
    session: Any = request.session
    # What is written by Django ends later by that; a stranger's has an end of its own.
    if not session.accessed or session.modified or SESSION_KEY not in session:
        return
    age = timedelta(seconds=session.get_expiry_age())
    if session.ends_at is None or abs(now + age - session.ends_at) < STEP:
        return
    rows = Session.objects.filter(session_key=session.session_key, expire_date__gt=now)
    if rows.update(expire_date=now + age):
        answer.set_cookie(
            settings.SESSION_COOKIE_NAME,
            session.session_key,
            max_age=int(age.total_seconds()),
            domain=settings.SESSION_COOKIE_DOMAIN,
            path=settings.SESSION_COOKIE_PATH,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=settings.SESSION_COOKIE_HTTPONLY,
            samesite=settings.SESSION_COOKIE_SAMESITE,
        )
