"""What the list of jobs is narrowed to and sorted by, as its address says it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.test import Client

from tests.jobs.conftest import CONFIG, DEFINITION, Make
from tests.jobs.test_list_page import NEXT, PREVIOUS, names, text
from tests.jobs.test_list_refresh import STATES
from tests.people import connected
from tuningconsole.aws.models import Connection
from tuningconsole.jobs import facets, listing
from tuningconsole.jobs.listing import Filter
from tuningconsole.jobs.models import TuningJob
from tuningconsole.teams.models import Team

DAY = datetime(2026, 3, 4, 12, tzinfo=UTC)


def found(tags: dict[str, str], *, is_ours: bool = False, **definition: Any) -> list[str]:
    asked = {
        "HyperParameterTuningJobConfig": CONFIG,
        "TrainingJobDefinition": {**DEFINITION, **definition},
    }
    return facets.of(asked, tags, is_ours=is_ours)


def test_facets_say_algorithm_metric_tags_and_where_it_was_made() -> None:
    assert found({"project": "forest", "tuningconsole:submission": "x"}, is_ours=True) == [
        "algorithm:decision-trees",
        "made:here",
        "metric:validation:accuracy",
        "tag:project",
        "tag:project=forest",
    ]
    several = {
        "TrainingJobDefinitions": [
            {
                "AlgorithmSpecification": {"TrainingImage": "1.dkr.ecr/x/mine:1"},
                "TuningObjective": {"MetricName": "loss"},
            },
            {"AlgorithmSpecification": "hostile", "TuningObjective": None},
        ]
    }
    assert facets.of(several, {}, is_ours=False) == [
        "algorithm:mine:1",
        "made:elsewhere",
        "metric:loss",
    ]


@pytest.fixture
def several(make_job: Make, alice: User, bob: User) -> None:
    """Three jobs that differ in everything."""
    make_job("trees", creator=alice, key=uuid4(), created_at=DAY, facets=found({"a": "1"}))
    make_job("forest", creator=bob, created_at=DAY - timedelta(days=1), facets=found({"a": "2"}))
    mine = {"AlgorithmSpecification": {"TrainingImage": "x/mine:1"}}
    shown = facets.of({"TrainingJobDefinition": mine}, {}, is_ours=False)
    make_job("image", created_at=DAY - timedelta(days=2), facets=shown)


@pytest.mark.usefixtures("several")
@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("creator=alice", ["trees"]),
        ("creator=nobody", []),
        ("algorithm=decision-trees", ["trees", "forest"]),
        ("algorithm=mine:1", ["image"]),
        ("metric=validation:accuracy", ["trees", "forest"]),
        ("tag=a", ["trees", "forest"]),
        ("tag=a%3D2", ["forest"]),
        ("tag=a&algorithm=mine:1", []),
        ("made=elsewhere", ["trees", "forest", "image"]),
        ("made=here", []),
        ("since=2026-03-03", ["trees", "forest"]),
        ("until=2026-03-03", ["forest", "image"]),
        ("since=2026-03-03&until=2026-03-03", ["forest"]),
        ("since=no-day&until=9999-12-31&made=x&connection=x", ["trees", "forest", "image"]),
        ("since=2026-02-30&sort=-nothing", ["trees", "forest", "image"]),
        ("q=%00REE", ["trees"]),
    ],
)
def test_each_filter_narrows(signed_in: Client, query: str, expected: list[str]) -> None:
    assert names(text(signed_in, f"?{query}")) == expected


@pytest.mark.usefixtures("several")
def test_a_filter_is_a_token_that_can_be_taken_away(signed_in: Client) -> None:
    html = text(signed_in, "?creator=alice&tag=a%3D1&sort=name&made=elsewhere")
    assert "Creator: <strong>alice</strong>" in html
    assert "Tag: <strong>a=1</strong>" in html
    assert "Made: <strong>outside the console</strong>" in html
    assert 'href="?creator=alice&amp;made=elsewhere&amp;sort=name"' in html
    assert 'href="?sort=name">Clear filter' in html


def test_an_address_and_a_filter_are_the_same() -> None:
    given = {"q": "x", "status": "Held", "tag": "a=b&c", "since": "2026-01-01", "sort": "best"}
    wanted = Filter.read(given)
    assert wanted.query == urlencode(given)
    assert Filter.read({"connection": str(2**63)}) == Filter.read({"q": " \x00"}) == Filter()


def test_the_list_is_of_the_chosen_connection_unless_it_says_another_one(
    signed_in: Client, make_job: Make, team: Team, stranger: User
) -> None:
    make_job("here")
    other = Connection.objects.create(team=team, name="other", kind="aws", region="eu-west-1")
    TuningJob.objects.filter(pk=make_job("there").pk).update(connection=other)
    foreign = Connection.objects.exclude(team=team).get()
    assert names(text(signed_in)) == ["here"]
    assert names(text(signed_in, f"?connection={other.pk}")) == ["there"]
    assert set(names(text(signed_in, "?connection=every"))) == {"here", "there"}
    assert names(text(signed_in, f"?connection={foreign.pk}")) == ["here"]


def walked(client: Client, query: str) -> Iterator[list[str]]:
    """Yield the pages from the first to the last, each seen from its neighbour too."""
    html = text(client, f"?{query}")
    before: list[str] = []
    while True:
        yield names(html)
        if before:
            assert names(text(client, PREVIOUS.findall(html)[0])) == before
        before = names(html)
        following = NEXT.findall(html)
        if not following:
            return
        html = text(client, following[0])


@pytest.mark.parametrize("sort", [f"{sign}{key}" for key in listing.SORTS for sign in ("", "-")])
def test_pages_of_every_sort_have_each_job_once_and_in_order(
    signed_in: Client, make_job: Make, sort: str
) -> None:
    for number in range(30):
        # Some alike, some without an end or a value.
        ended = None if number % 4 == 0 else DAY + timedelta(minutes=number % 7)
        make_job(
            f"job-{number * 7 % 30:02}",
            status="InProgress" if ended is None else ("Completed", "Failed")[number % 2],
            created_at=DAY - timedelta(minutes=number % 5),
            ended_at=ended,
            best_value=None if number % 6 == 0 else number % 3 - 1.5,
        )
    signed_in.post("/jobs/preferences/", {"size": "10", "column": ["status"]})
    pages = list(walked(signed_in, f"sort={sort}"))
    assert [len(page) for page in pages] == [10, 10, 10]
    found = [name for page in pages for name in page]
    jobs = {job.name: job for job in TuningJob.objects.all()}
    assert set(found) == set(jobs)
    values = [value(jobs[name], sort) for name in found]
    assert values == sorted(values, reverse=sort.startswith("-"))
    if sort.endswith("best"):
        made = [job.pk for job in TuningJob.objects.order_by("pk")]
        worth = {job.pk: value(job, sort) * (-1 if sort == "-best" else 1) for job in jobs.values()}
        expected = sorted(made, key=worth.__getitem__)
        assert [jobs[name].pk for name in found] == expected


@pytest.mark.parametrize("sort", ["best", "-best"])
def test_a_page_begins_where_the_last_one_ended_though_others_came_meanwhile(
    signed_in: Client, make_job: Make, sort: str
) -> None:
    for number in range(12):
        make_job(f"job-{number:02}", best_value=0.5 if number < 6 else None)
    signed_in.post("/jobs/preferences/", {"size": "10", "column": ["status"]})
    first = text(signed_in, f"?sort={sort}")
    make_job("better", best_value=0.25 if sort == "best" else 0.75)
    make_job("alike", best_value=0.5)
    make_job("none", best_value=None)
    second = names(text(signed_in, NEXT.findall(first)[0]))
    assert names(first) == [f"job-{number:02}" for number in range(10)]
    assert second == ["job-10", "job-11", "none"]


def value(job: TuningJob, sort: str) -> Any:
    """Return what the list is sorted by; what is not there yet comes last, or counts as longest."""
    worst = float("-inf" if sort.startswith("-") else "inf")
    never = datetime(9999, 1, 1, tzinfo=UTC)
    return {
        "created": job.created_at,
        "name": job.name,
        "status": job.shown,
        "ended": job.ended_at or never,
        "duration": (job.ended_at or never) - (job.created_at if job.ended_at else DAY),
        "best": worst if job.best_value is None else job.best_value,
    }[sort.removeprefix("-")]


@pytest.mark.parametrize("state", STATES, ids=str)
def test_the_shown_word_is_the_same_in_the_database_and_in_python(
    make_job: Make, state: dict[str, Any]
) -> None:
    job = make_job(**state)
    job.refresh_from_db()
    assert job.shown == job.shown_status


def test_a_team_without_a_connection_is_told_so(client: Client, team: Team, alice: User) -> None:
    client.force_login(alice)
    assert client.get("/jobs/").status_code == 404
    connected(team)
    assert client.get("/jobs/").status_code == 200
