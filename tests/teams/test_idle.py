"""Who does nothing for a while is signed out; what a page fetches by itself is nothing done."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection as database
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.jobs.conftest import Make, connection, make_job
from tests.teams.test_lost_session import IMPORT, PASSWORD, sign_in
from tuningconsole.teams.models import Browser
from tuningconsole.teams.tasks import clear_sessions

__all__ = ["connection", "make_job"]

pytestmark = pytest.mark.django_db
HOURS = 8
PAGE = "/team/"
Pass = Callable[..., None]


@pytest.fixture
def goes_by(monkeypatch: pytest.MonkeyPatch) -> Pass:
    """Return a function that lets time go by."""
    now = [timezone.now()]
    monkeypatch.setattr(timezone, "now", lambda: now[0])

    def forward(**length: float) -> None:
        now[0] += timedelta(**length)

    return forward


@pytest.fixture
def browser(client: Client, goes_by: Pass, alice: User, connection: Any) -> Client:
    """Alice's, in which she has just signed in."""
    cache.clear()
    alice.set_password(PASSWORD)
    alice.save()
    client.post("/sign-in/", {"username": "alice", "password": PASSWORD})
    assert is_in(client)
    return client


def is_in(client: Client) -> bool:
    """Tell whether the session is open; looking puts nothing off."""
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    return Session.objects.filter(session_key=key, expire_date__gt=timezone.now()).exists()


def test_eight_hours_without_doing_anything_are_the_end(browser: Client, goes_by: Pass) -> None:
    assert settings.SESSION_COOKIE_AGE == HOURS * 3600
    goes_by(hours=HOURS, minutes=1)
    answer = browser.get(PAGE)
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("teams:sign-in"))


def test_whatever_one_does_puts_the_end_off_also_that_of_the_cookie(
    browser: Client, goes_by: Pass
) -> None:
    for _ in range(5):
        goes_by(hours=HOURS - 1)
        answer = browser.get(PAGE)
        assert answer.status_code == 200
        assert answer.cookies[settings.SESSION_COOKIE_NAME]["max-age"] == HOURS * 3600
    goes_by(hours=HOURS - 1)
    browser.post("/notices/read/")
    goes_by(hours=HOURS - 1)
    assert is_in(browser)


def test_a_page_that_refreshes_itself_does_nothing(
    browser: Client, goes_by: Pass, make_job: Make
) -> None:
    job = make_job(status="Completed")
    polls = (
        *("/?live=1", "/wall/?live=1", "/jobs/?live=1", "/notices/count/"),
        f"/jobs/{job.uuid}/?live=1",
        f"/jobs/{job.uuid}/training-jobs/?live=1",
    )
    etags: dict[str, str] = {}
    for _ in range(HOURS * 4):
        goes_by(minutes=14)
        for poll in polls:
            answer = browser.get(poll, headers={"If-None-Match": etags.get(poll, "")})
            assert answer.status_code in {200, 304}
            etags[poll] = answer.get("ETag", "")
    goes_by(minutes=32)
    assert not is_in(browser)
    assert browser.get("/?live=1").status_code == 302


def test_the_wall_stays_for_a_viewer(browser: Client, goes_by: Pass, vera: User) -> None:
    screen = Client()
    screen.force_login(vera)
    for _ in range(3):
        goes_by(hours=HOURS - 1)
        assert screen.get("/wall/?live=1").status_code == 200
    assert is_in(screen)


def test_hardly_anything_is_written_for_it(browser: Client, goes_by: Pass) -> None:
    goes_by(seconds=30)
    for expected in (0, 1, 0):
        with CaptureQueriesContext(
            database,
        ) as asked:
            browser.get(PAGE)
        written = [one["sql"] for one in asked if one["sql"].startswith("UPDATE")]
        assert len(written) == expected
        goes_by(seconds=31 if expected == 0 else 10)


def test_putting_off_keeps_what_another_request_has_written(browser: Client, goes_by: Pass) -> None:
    key = browser.cookies[settings.SESSION_COOKIE_NAME].value
    before = Session.objects.get(session_key=key)
    goes_by(hours=1)
    browser.get(PAGE)
    after = Session.objects.get(session_key=key)
    assert after.session_data == before.session_data
    assert after.expire_date - before.expire_date == timedelta(hours=1)


def test_a_session_that_was_ended_elsewhere_does_not_come_back(
    browser: Client, goes_by: Pass
) -> None:
    Session.objects.all().delete()
    goes_by(hours=1)
    assert browser.get(PAGE).status_code == 302
    assert not is_in(browser)


def test_what_was_typed_is_there_after_signing_in_again(browser: Client, goes_by: Pass) -> None:
    goes_by(hours=HOURS + 1)
    text = '{"HyperParameterTuningJobName": "typed-yesterday"'
    arrived = sign_in(browser, browser.post(IMPORT, {"text": text}))
    assert "typed-yesterday" in arrived.content.decode()


def test_what_is_over_is_cleared(browser: Client, goes_by: Pass) -> None:
    goes_by(hours=HOURS - 1)
    clear_sessions()
    assert (Session.objects.count(), Browser.objects.count()) == (1, 1)
    goes_by(hours=2)
    clear_sessions()
    assert (Session.objects.count(), Browser.objects.count()) == (0, 0)
