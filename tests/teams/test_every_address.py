"""Every address of the console, called by everybody: who is let in, and looking changes nothing.

The addresses are read out of the URLconf; tests/teams/addresses.py says of each who may what.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, reverse

from tests.teams.addresses import (
    ANYBODY,
    BY_TOKEN,
    LINES,
    OWNER,
    WITH_PROVIDER,
    Line,
    World,
    names,
    world,
)
from tuningconsole.aws import client as boto

pytestmark = pytest.mark.django_db
ADDRESSES = list(names())
WITH_SESSION = [
    (name, one) for name, one in ADDRESSES if not name.startswith(BY_TOKEN + WITH_PROVIDER)
]
RANKS = {"anonymous": ANYBODY, "sid": 3, "vera": 1, "alice": 2, "ada": 3}
SECRETS = ("Secretive", "secret-")
"""What only the team may read."""
WELL = frozenset({200, 204, 302, 304, 400, 409, 422, 502})
"""Who may do it was let in: what they sent may be wrong, and AWS out of reach."""
REFUSED = frozenset({403, 404})


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> World:
    # Nothing answers for AWS here: once is enough to see that.
    monkeypatch.setattr(boto, "ATTEMPTS", 1)
    return world("eu-north-1")


def test_every_address_says_who_may_use_it() -> None:
    known = {name for name, _ in WITH_SESSION}
    unlisted = sorted(known - LINES.keys())
    assert unlisted == [], "Say who may use them: add a line each in tests/teams/addresses.py."
    assert sorted(LINES.keys() - known) == [], "Take out the lines of addresses that have gone."


@contextmanager
def undone() -> Iterator[list[str]]:
    """Undo what is written inside; give what was written, but for sessions."""
    written: list[str] = []

    def watch(run: Callable[..., Any], sql: str, *rest: Any) -> Any:
        verb = sql.lstrip("( ")[:6].upper()
        if verb in {"INSERT", "UPDATE", "DELETE"} and "django_session" not in sql:
            written.append(sql[:120])
        return run(sql, *rest)

    with transaction.atomic(), connection.execute_wrapper(watch):
        yield written
        transaction.set_rollback(True)


def signed_in(made: World, who: str) -> Client:
    client = Client()
    if user := made.people[who]:
        client.force_login(user)
    return client


def call(
    made: World, client: Client, name: str, one: URLPattern, method: str
) -> tuple[HttpResponse, str]:
    """Call the address; return the answer and all of its text."""
    address = reverse(name, kwargs=made.arguments(name, one))
    answer: HttpResponse = getattr(client, method)(address)
    parts = answer.streaming_content if answer.streaming else [answer.content]  # type: ignore[attr-defined]
    return answer, b"".join(parts).decode(errors="replace")


def fault(made: World, who: str, name: str, one: URLPattern, method: str) -> str:
    """Return what is wrong with the answer that a person gets, "" for nothing."""
    is_of_a_row = bool(one.pattern.converters) and name not in NO_ROW
    expected = wanted(who, LINES[name], method, is_of_a_row=is_of_a_row)
    client = signed_in(made, who)
    with undone() as written:
        answer, text = call(made, client, name, one, method)
    status = answer.status_code
    problems = []
    if expected == WELL and name in ASK_FOR_MORE:
        expected |= {404}
    if name in LEADS_BACK:
        expected |= {302}
    if status not in expected:
        problems.append(f"{status} instead of {sorted(expected)}")
    if who == "anonymous" and expected == SIGN_IN and "/sign-in/" not in answer.get("Location", ""):
        problems.append("does not lead to the sign-in")
    if written and (method == "get" or status in REFUSED or expected == SIGN_IN):
        problems.append(f"writes {written[0]}")
    if who in {"anonymous", "sid"} and name not in FOR_INVITED:
        problems += [f"tells {word}" for word in SECRETS if word in text]
    return ", ".join(problems)


SIGN_IN = frozenset({302})
ASK_FOR_MORE = {
    *("jobs:curves", "jobs:curves-figure", "jobs:curves-numbers"),
    *("jobs:compare", "jobs:compare-jobs"),
    *("jobs:create-model", "teams:change-role", "wizard:reopen", "wizard:start"),
    *("mfa_download_recovery_codes", "mfa_view_recovery_codes", "wizard:warm-start"),
    *("mfa_deactivate_totp", "mfa_generate_recovery_codes"),
}
"""With nothing chosen there is nothing there."""
LEADS_BACK = {"wizard:create", "wizard:delete-drafts"}
"""Without what their page sends they lead back to it, whoever asks; nothing is looked up."""
NO_ROW = {"history:export", "jobs:export-list", "teams:join"}
"""Their argument is no row of a team."""
FOR_INVITED = {"teams:join"}
"""Who has the link is told the team."""


def wanted(who: str, line: Line, method: str, *, is_of_a_row: bool) -> frozenset[int]:
    """Return the statuses that the person may get."""
    allowed = line.looks if method == "get" else line.acts
    if who == "anonymous" and ANYBODY not in {line.looks, line.acts}:
        # The sign-in comes before the method: a stranger learns nothing of either.
        return SIGN_IN
    if allowed is None:
        return frozenset({405})
    if who == "sid" and is_of_a_row:
        return frozenset({404})
    rank = RANKS[who]
    is_let_in = who == "alice" if allowed == OWNER else rank >= allowed
    return WELL if is_let_in else REFUSED


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("who", RANKS)
def test_everybody_is_let_in_where_they_may_and_nowhere_else(
    made: World, who: str, method: str
) -> None:
    listed = [(name, one) for name, one in WITH_SESSION if name in LINES]
    found = {name: fault(made, who, name, one, method) for name, one in listed}
    assert "\n".join(f"{name}: {problem}" for name, problem in found.items() if problem) == ""


@pytest.mark.parametrize("who", ["anonymous", "ada"])
def test_a_session_opens_nothing_that_takes_a_token(made: World, who: str) -> None:
    found = {}
    for name, one in ADDRESSES:
        if not name.startswith(BY_TOKEN) or not one.name:
            continue
        client = signed_in(made, who)
        with undone() as written:
            status = call(made, client, name, one, "get")[0].status_code
        if status not in {401, 405} or written:
            found[name] = (status, written)
    assert found == {}


def test_a_write_is_noticed(made: World) -> None:
    client = signed_in(made, "ada")
    with undone() as written:
        call(made, client, "teams:create", dict(WITH_SESSION)["teams:create"], "get")
    assert not written
    with undone() as written:
        made.people["ada"].teams.update(name="x")  # type: ignore[union-attr]
    assert len(written) == 1


def test_an_unknown_argument_is_asked_for(made: World) -> None:
    pattern = dict(WITH_SESSION)["jobs:detail"]
    with pytest.raises(KeyError, match="Say in tests"):
        made.arguments("new:page", pattern)


def test_a_line_can_say_that_nobody_looks() -> None:
    assert wanted("ada", Line(None), "get", is_of_a_row=False) == {405}
