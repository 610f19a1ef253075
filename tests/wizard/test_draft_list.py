"""The list of drafts: what a line says, whose stand there, and its pages."""

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from tests.wizard.pages import browser
from tuningconsole.aws.models import Connection
from tuningconsole.catalog.models import Algorithm
from tuningconsole.teams.models import Team
from tuningconsole.wizard.models import Draft
from tuningconsole.wizard.progress import address
from tuningconsole.wizard.steps import NAME

LIST = "/create/drafts/"
DELETE = "/create/drafts/delete/"
TEAM = f"{LIST}?of=team"
LISTED = re.compile(r'class="table__name">(?:<a href="[^"]*">)?([^<]*)<')
LINK = r'rel="{}"\s+href="([^"]*)"'
HOSTILE = '"><script>alert(1)</script>{{ 7|add:7 }}'


def page(user: User, where: str = LIST) -> str:
    answer = browser(user).get(where.replace("&amp;", "&"), follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def names(html: str) -> list[str]:
    return LISTED.findall(html)


def make(draft: Draft, **values: Any) -> Draft:
    """Make another draft beside this one, `minutes` old."""
    age = timedelta(minutes=values.pop("minutes", 0))
    given = {"team": draft.team, "owner": draft.owner, "connection": draft.connection}
    made = Draft.objects.create(**given | {"answers": draft.answers, "current": "job"} | values)
    Draft.objects.filter(pk=made.pk).update(saved_at=timezone.now() - age)
    return made


def test_a_line_says_how_far_the_draft_is_and_who_changed_it(alice: User, draft: Draft) -> None:
    draft.visited = ["job", "data"]
    draft.save()
    html = page(alice)
    assert names(html) == [draft.name]
    assert "2 of 5 steps" in html
    assert "<td>decision-trees</td>" in html
    assert f'href="{address(draft, draft.current)}"' in html


def test_the_last_change_is_of_whoever_made_it(alice: User, bob: User, draft: Draft) -> None:
    was, draft.answers = draft.answers, {**draft.answers, NAME: "by-bob"}
    draft.save_work(bob, was)
    html = page(alice, TEAM)
    assert names(html) == ["by-bob"]
    assert re.search(r'</time>\s*<br>\s*<span class="field__constraint">bob</span>', html)
    assert "<td>alice</td>" in html


def test_the_draft_changed_last_stands_first(alice: User, draft: Draft) -> None:
    make(draft, title="older", minutes=9)
    make(draft, title="oldest", minutes=99)
    assert names(page(alice)) == [draft.name, "older", "oldest"]


def test_a_draft_without_any_name_can_be_told_and_opened(alice: User, draft: Draft) -> None:
    draft.answers = {}
    draft.save()
    html = page(alice)
    assert names(html) == ["Unnamed draft"]
    assert "<td>\N{EN DASH}</td>" in html


def test_mine_are_mine_and_the_teams_are_all(alice: User, bob: User, draft: Draft) -> None:
    make(draft, owner=bob, title="of Bob")
    assert names(page(alice)) == [draft.name]
    assert set(names(page(alice, TEAM))) == {draft.name, "of Bob"}
    assert names(page(bob)) == ["of Bob"]


def test_a_draft_that_became_a_job_is_not_listed(alice: User, draft: Draft) -> None:
    draft.mark_submitted(uuid4())
    assert "No drafts" in page(alice)


def test_drafts_of_another_connection_wait_there(alice: User, team: Team, draft: Draft) -> None:
    other = Connection.objects.create(team=team, name="far", kind="embedded", region="us-west-2")
    make(draft, connection=other, title="far away")
    client = browser(alice)
    assert names(client.get(LIST).content.decode()) == [draft.name]
    client.post(reverse("catalog:connection", args=[other.pk]))
    assert names(client.get(LIST).content.decode()) == ["far away"]


def test_an_empty_list_says_what_would_be_there(alice: User, connection: Connection) -> None:
    html = page(alice)
    assert "No drafts" in html
    assert html.count('href="/create/"') == 3


def test_a_page_has_25_drafts_and_leads_on_and_back(alice: User, draft: Draft) -> None:
    for number in range(59):
        make(draft, title=f"draft {number:02}", minutes=number + 1)
    first = page(alice, TEAM)
    second = page(alice, LIST + re.findall(LINK.format("next"), first)[0])
    third = page(alice, LIST + re.findall(LINK.format("next"), second)[0])
    assert [len(names(html)) for html in (first, second, third)] == [25, 25, 10]
    assert len({*names(first), *names(second), *names(third)}) == 60
    assert not re.findall(LINK.format("next"), third)
    assert names(page(alice, LIST + re.findall(LINK.format("prev"), third)[0])) == names(second)
    assert "(60)" in third


def test_drafts_changed_at_one_moment_are_all_on_some_page(alice: User, draft: Draft) -> None:
    for number in range(29):
        make(draft, title=f"draft {number:02}")
    Draft.objects.update(saved_at=timezone.now())
    first = page(alice)
    second = page(alice, LIST + re.findall(LINK.format("next"), first)[0])
    assert len({*names(first), *names(second)}) == 30


@pytest.mark.parametrize("key", ["older", "older.7.2026-01-01T00:00:00+00:00", "\x00", "a" * 999])
def test_a_page_that_is_none_is_the_first(alice: User, draft: Draft, key: str) -> None:
    answer = browser(alice).get(LIST, {"page": key})
    assert names(answer.content.decode()) == [draft.name]


@pytest.mark.parametrize("count", [1, 60])
def test_the_number_of_queries_does_not_grow_with_the_drafts(
    alice: User,
    bob: User,
    draft: Draft,
    count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(count - 1):
        make(draft, owner=bob, saved_by=alice, version=2, title=f"draft {number}")
    client = browser(alice)
    with django_assert_num_queries(7):
        client.get(TEAM)


def test_the_list_does_not_read_the_answers(alice: User, draft: Draft, settings: Any) -> None:
    draft.answers = {**draft.answers, "Tags.0.Value": "a value that no list needs"}
    draft.save()
    client = browser(alice)
    rows = client.get(LIST).context["page"].rows
    assert {"answers", "changes", "refusals"} <= rows[0].get_deferred_fields()


def test_a_hostile_name_is_only_a_name(alice: User, draft: Draft) -> None:
    draft.answers = {**draft.answers, NAME: HOSTILE}
    draft.save()
    make(draft, title=HOSTILE)
    for where in (
        LIST,
        f"{DELETE}?draft={draft.uuid}",
        reverse("wizard:rename", args=[draft.uuid]),
    ):
        html = page(alice, where).partition("<main")[2]
        assert "&lt;script&gt;" in html
        assert "<script>" not in html
        assert "add:7" in html


def test_the_start_page_has_the_latest_drafts_and_leads_to_all(
    alice: User, bob: User, draft: Draft, algorithm: Algorithm
) -> None:
    make(draft, owner=bob, title="of Bob")
    for number in range(6):
        make(draft, title=f"draft {number}", minutes=number)
    html = page(alice, "/create/")
    assert len(names(html)) == 5
    assert "of Bob" not in html
    assert html.count(f'href="{LIST}"') == 2


@pytest.mark.parametrize(
    ("where", "current"),
    [
        (LIST, "Drafts"),
        ("/create/", "Create hyperparameter tuning job"),
        ("/jobs/", "Hyperparameter tuning jobs"),
    ],
)
def test_the_navigation_marks_one_page(alice: User, draft: Draft, where: str, current: str) -> None:
    navigation = page(alice, where).partition('id="side-navigation"')[2].partition("</nav>")[0]
    assert re.findall(r'aria-current="page">([^<]*)<', navigation) == [current]
