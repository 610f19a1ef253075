"""Tokens: made on a page, shown once, counted, expired, revoked."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from tests.api.conftest import API, Program, program_of, token_for
from tuningconsole.api import tokens
from tuningconsole.api.models import Token
from tuningconsole.audit.models import Entry
from tuningconsole.aws.models import Connection
from tuningconsole.teams.models import Membership

ADDRESS = "/account/tokens/"
SECRET = re.compile(r"tc_[\w-]{43}")
CHOSEN = {"name": "nightly", "scope": "read", "days": "30"}


def test_a_token_is_shown_once_and_kept_as_a_hash(client: Client, alice: User) -> None:
    client.force_login(alice)
    page = client.post(f"{ADDRESS}create/", CHOSEN)
    [secret, *_] = SECRET.findall(page.content.decode())
    assert page["Cache-Control"].startswith("max-age=0")
    assert Program(secret).get("me").json()["user"] == "alice"
    kept = Token.objects.values().get()
    assert secret not in str(kept)
    assert not SECRET.search(client.get(ADDRESS).content.decode())
    entry = Entry.objects.get(verb="created API token")
    assert (entry.actor, entry.target_name) == (alice, "nightly")
    assert secret not in str(entry.details)


def test_a_revoked_token_opens_nothing(client: Client, alice: User) -> None:
    program = program_of(alice)
    token = Token.objects.get()
    client.force_login(alice)
    assert client.get(f"{ADDRESS}{token.pk}/revoke/").status_code == 200
    assert program.get("me").status_code == 200
    client.post(f"{ADDRESS}{token.pk}/revoke/")
    assert program.get("me").status_code == 401
    assert Entry.objects.filter(verb="revoked API token", actor=alice).count() == 1


def test_an_expired_token_opens_nothing(alice: User) -> None:
    program = program_of(alice)
    Token.objects.update(expires_at=timezone.now())
    assert program.get("me").status_code == 401


def test_a_token_is_worth_what_its_owner_is_now(alice: User) -> None:
    program = program_of(alice)
    Membership.objects.update(role="viewer")
    assert program.get("me").json()["role"] == "viewer"
    Membership.objects.all().delete()
    assert program.get("me").status_code == 401


def test_the_token_of_somebody_switched_off_opens_nothing(alice: User) -> None:
    program = program_of(alice)
    User.objects.update(is_active=False)
    assert program.get("me").status_code == 401


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer tc_", "Basic YTpi", "Bearer \xe9", "tc_x", "Bearer  x y"]
)
def test_what_is_no_token_is_refused(alice: User, header: str) -> None:
    answer = Client().get(f"{API}me", headers={"Authorization": header})
    assert (answer.status_code, answer.json()["code"]) == (401, "unauthorized")
    assert answer["WWW-Authenticate"] == "Bearer"


def test_a_session_is_no_token(client: Client, alice: User) -> None:
    client.force_login(alice)
    assert client.get(f"{API}me").status_code == 401
    assert client.post(f"{API}tuning-jobs", b"{}", "application/json").status_code == 401


def test_a_token_calls_so_often_a_minute(program: Program, settings: Any) -> None:
    settings.API_CALLS_A_MINUTE = 3
    # Within one minute or at the turn of two.
    answers = [program.get("me") for _ in range(8)]
    refused = [answer for answer in answers if answer.status_code == 429]
    assert refused
    assert 0 < int(refused[0]["Retry-After"]) <= 60
    assert refused[0].json()["code"] == "too_many_requests"
    assert answers[0].status_code == 200


def test_others_tokens_are_neither_shown_nor_revoked(
    client: Client, alice: User, bob: User
) -> None:
    token_for(alice, name="of Alice")
    client.force_login(bob)
    assert "of Alice" not in client.get(ADDRESS).content.decode()
    assert client.post(f"{ADDRESS}{Token.objects.get().pk}/revoke/").status_code == 404
    assert Token.objects.exists()


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"name": ""}, "Enter a name."),
        ({"name": "x" * 65}, "Shorten the name"),
        ({"scope": "all"}, "Choose one of the list."),
        ({"days": "100000"}, "Choose one of the list."),
        ({"name": "a\0b"}, "Null characters"),
    ],
)
def test_a_wrong_form_says_what_to_do(
    client: Client, alice: User, typed: dict[str, str], told: str
) -> None:
    client.force_login(alice)
    page = client.post(f"{ADDRESS}create/", CHOSEN | typed)
    assert page.status_code == 422
    assert told in page.content.decode()
    assert not Token.objects.exists()


def test_a_name_is_used_once(client: Client, alice: User) -> None:
    token_for(alice, name="nightly")
    client.force_login(alice)
    page = client.post(f"{ADDRESS}create/", CHOSEN)
    assert "Enter another name" in page.content.decode()


def test_there_are_so_many_tokens_a_person(
    client: Client, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tokens, "MOST", 1)
    token_for(alice)
    client.force_login(alice)
    assert "Revoke a token first" in client.post(f"{ADDRESS}create/", CHOSEN).content.decode()


def test_the_last_use_is_noted_to_the_minute(alice: User) -> None:
    program = program_of(alice)
    program.get("me")
    first = Token.objects.get().used_at
    program.get("me")
    assert Token.objects.get().used_at == first
    Token.objects.update(used_at=timezone.now() - timedelta(minutes=2))
    program.get("me")
    used_at = Token.objects.get().used_at
    assert used_at
    assert timezone.now() - used_at < timedelta(minutes=1)


def test_the_reference_tells_every_operation(
    client: Client, alice: User, connection: Connection
) -> None:
    document = client.get(f"{API}openapi.json").json()
    client.force_login(alice)
    page = client.get("/account/api/").content.decode()
    for path, operations in document["paths"].items():
        for method in operations:
            assert f"{method.upper()} {path}" in page
    assert "//cdn" not in page
