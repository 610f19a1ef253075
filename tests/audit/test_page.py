"""The audit log's page and files: a team's own, narrowed by the address, paged by key."""

import csv
import json
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from tuningconsole.audit.log import record
from tuningconsole.audit.models import Entry
from tuningconsole.teams.models import Team
from tuningconsole.ui.paging import SIZE

pytestmark = pytest.mark.django_db
LOG = "/audit/"
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def as_vera(client: Client, vera: User) -> Client:
    client.force_login(vera)
    return client


def entry(team: Team, verb: str = "saw", *, at: datetime = NOON, **values: Any) -> Entry:
    made = record(None, verb, team, team=team, **values.pop("details", {}))
    Entry.objects.filter(pk=made.pk).update(at=at, **values)
    made.refresh_from_db()
    return made


def shown(client: Client, **query: str) -> list[Entry]:
    return list(client.get(LOG, query).context["page"].rows)


def text_of(client: Client, form: str, **query: str) -> str:
    answer = client.get(reverse("history:export", args=[form]), query)
    return b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]


def test_every_member_sees_who_did_what(as_vera: Client, team: Team) -> None:
    entry(team, "renamed", actor_name="ada", details={"before": "<i>Rangers"})
    html = as_vera.get(LOG).content.decode()
    for words in ("ada", "renamed", "Foresters", "before: <code>&lt;i&gt;Rangers</code>"):
        assert words in html


def test_a_team_sees_only_its_own(as_vera: Client, team: Team, stranger: User) -> None:
    own = entry(team)
    entry(stranger.teams.get())
    entry(team, team_key=None)
    # Of a team of the same name that is gone.
    entry(team, team_key=team.pk + 1000, team_name=team.name)
    assert shown(as_vera) == [own]
    assert len(json.loads(text_of(as_vera, "json"))) == 1
    assert len(text_of(as_vera, "csv").splitlines()) == 2


def test_the_address_narrows_page_and_file_alike(as_vera: Client, team: Team) -> None:
    wanted = entry(team, "removed", actor_name="ada", target_name="Trees-1 in Foresters")
    for other in (
        {"actor_name": "bob"},
        {"verb": "saw", "actor_name": "ada"},
        {"actor_name": "ada", "target_name": "x"},
        {"actor_name": "ada", "at": NOON - timedelta(days=1)},
        {"actor_name": "ada", "at": NOON + timedelta(days=1)},
    ):
        made = {"verb": "removed", "target_name": "Trees-1", **other}
        entry(team, made.pop("verb"), **made)
    query = {"person": "ada", "verb": "removed", "object": "trees-1"}
    query |= {"since": "2026-03-01", "until": "2026-03-01"}
    assert shown(as_vera, **query) == [wanted]
    [row] = json.loads(text_of(as_vera, "json", **query))
    assert row == {
        "at": "2026-03-01T12:00:00+00:00",
        "person": "ada",
        "verb": "removed",
        "object_type": "Team",
        "object_id": str(team.pk),
        "object": "Trees-1 in Foresters",
        "details": {},
    }
    assert "No matches" in as_vera.get(LOG, query | {"person": "nobody"}).content.decode()


def test_a_day_has_24_hours_of_utc(as_vera: Client, team: Team) -> None:
    first = entry(team, at=datetime(2026, 3, 1, tzinfo=UTC))
    last = entry(team, at=datetime(2026, 3, 1, 23, 59, 59, 999999, tzinfo=UTC))
    entry(team, at=datetime(2026, 3, 2, tzinfo=UTC))
    assert shown(as_vera, since="2026-03-01", until="2026-03-01") == [last, first]
    assert len(shown(as_vera, until="9999-12-31")) == 3


@pytest.mark.parametrize(
    "query",
    [
        {"since": "yesterday"},
        {"until": "2026-13-01"},
        {"since": "2026-03-02", "until": "2026-03-01"},
        {"person": "x" * 151},
        {"object": "\x00"},
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_kept(
    as_vera: Client, team: Team, query: dict[str, str]
) -> None:
    entry(team)
    answer = as_vera.get(LOG, query)
    assert answer.status_code == 422
    assert "field__error" in answer.content.decode()
    assert as_vera.get(reverse("history:export", args=["csv"]), query).status_code == 200


def test_pages_cost_the_same_and_keep_the_filter(
    as_vera: Client, team: Team, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(SIZE * 2 + 1):
        entry(team, at=NOON + timedelta(seconds=number // 2), actor_name="ada")
    entry(team, actor_name="bob")
    seen: list[Entry] = []
    page = ""
    while True:
        with django_assert_num_queries(6):
            answer = as_vera.get(LOG, {"person": "ada", "page": page})
        seen += answer.context["page"].rows
        if not (page := answer.context["page"].older):
            break
        assert "&amp;person=ada" in answer.content.decode()
    assert len(seen) == len(set(seen)) == SIZE * 2 + 1


@pytest.mark.parametrize("key", ["older.1", "x", "older.9.2026", "newer.-1.\x00", "older.1.nan"])
def test_a_page_that_there_is_not_is_the_first(as_vera: Client, team: Team, key: str) -> None:
    entry(team)
    assert len(shown(as_vera, page=key)) == 1


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", "\uff1d1", "\uff20x"])
def test_a_formula_does_not_calculate_in_a_spreadsheet(
    as_vera: Client, team: Team, name: str
) -> None:
    entry(team, target_name=name, actor_name=name)
    _, row = csv.reader(StringIO(text_of(as_vera, "csv"), newline=""))
    assert (row[1], row[5]) == (f"'{name}", f"'{name}")
    [same] = json.loads(text_of(as_vera, "json"))
    assert same["object"] == name


def test_a_file_without_entries_is_one_all_the_same(as_vera: Client) -> None:
    assert json.loads(text_of(as_vera, "json")) == []
    assert text_of(as_vera, "csv").startswith("at,person,verb,object_type")
    assert as_vera.get("/audit/export/xml/").status_code == 404


def test_a_file_is_saved_and_not_kept_by_anybody_else(as_vera: Client) -> None:
    answer = as_vera.get(reverse("history:export", args=["csv"]))
    assert answer["Content-Disposition"] == 'attachment; filename="audit-log.csv"'
    assert answer["Cache-Control"] == "no-store"
