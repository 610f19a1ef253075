"""The list of hyperparameter tuning jobs, as a browser gets it."""

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from tests.jobs.conftest import Make
from tuningconsole.aws.models import Connection
from tuningconsole.jobs.models import Reason, State, Sweep, TuningJob

ADDRESS = "/jobs/"
CREATE = 'href="/create/"'
NAME = re.compile(r'class="table__name">\s*<a href="[^"]*">([^<]*)</a>')
NEXT = re.compile(r'rel="next"\s+href="([^"]*)"')
PREVIOUS = re.compile(r'rel="prev"\s+href="([^"]*)"')


def text(client: Client, query: str = "", **headers: Any) -> str:
    return client.get(ADDRESS + query.replace("&amp;", "&"), headers=headers).content.decode()


def names(html: str) -> list[str]:
    return NAME.findall(html)


def many(make_job: Make, count: int, **values: Any) -> list[TuningJob]:
    start = timezone.now() - timedelta(days=1)
    return [
        make_job(f"job-{number:02}", created_at=start + timedelta(minutes=number), **values)
        for number in range(count)
    ]


def test_a_line_says_how_the_job_stands(signed_in: Client, make_job: Make, alice: User) -> None:
    make_job(
        "trees",
        creator=alice,
        key=uuid4(),
        counters={"Completed": 2, "InProgress": 1, "NonRetryableError": 1},
        best_value=0.123456789,
    )
    html = text(signed_in)
    assert names(html) == ["trees"]
    assert "In progress" in html
    assert "3 / 6" in html
    assert ">0.123457<" in html
    assert re.search(r"5 min 0\d s", html)
    assert re.search(r"<td>alice</td>", html)
    assert CREATE in html


def test_a_job_made_elsewhere_is_marked(signed_in: Client, make_job: Make) -> None:
    make_job("trees")
    assert "Outside the console" in text(signed_in)


def test_a_page_has_25_jobs_and_leads_on_and_back(signed_in: Client, make_job: Make) -> None:
    many(make_job, 60)
    first = text(signed_in)
    assert names(first) == [f"job-{number:02}" for number in range(59, 34, -1)]
    assert not PREVIOUS.findall(first)
    second = text(signed_in, NEXT.findall(first)[0])
    third = text(signed_in, NEXT.findall(second)[0])
    assert names(third) == [f"job-{number:02}" for number in range(9, -1, -1)]
    assert not NEXT.findall(third)
    assert names(text(signed_in, PREVIOUS.findall(third)[0])) == names(second)
    assert names(text(signed_in, PREVIOUS.findall(second)[0])) == names(first)


@pytest.mark.parametrize(
    "page",
    ["older", "older.x.y", "older.-1.z", "newer.1.2026-01-01", "older.9e9.", "\x00", "a" * 999],
)
def test_a_page_that_is_none_is_the_first(signed_in: Client, make_job: Make, page: str) -> None:
    make_job("trees")
    answer = signed_in.get(ADDRESS, {"page": page})
    assert names(answer.content.decode()) == ["trees"]


def test_the_filter_is_kept_in_the_addresses_of_the_pages(
    signed_in: Client, make_job: Make
) -> None:
    many(make_job, 30, status="Completed")
    make_job("other")
    first = text(signed_in, "?q=JOB&status=Completed")
    assert "q=JOB&amp;status=Completed" in NEXT.findall(first)[0]
    assert len(names(text(signed_in, NEXT.findall(first)[0]))) == 5
    assert '<option value="Completed" selected>' in first


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("Failed", ["failed"]),
        ("Held", ["held"]),
        ("Cancelled", ["cancelled"]),
        ("", ["held", "failed"]),
        ("no-such", ["held", "failed"]),
    ],
)
def test_jobs_are_found_by_status_and_discarded_ones_only_so(
    signed_in: Client, make_job: Make, status: str, expected: list[str]
) -> None:
    make_job("failed", status="Failed")
    make_job("held", status="", state=State.HELD, reason=Reason.QUOTA)
    make_job("cancelled", status="", state=State.CANCELLED)
    assert names(text(signed_in, f"?status={status}")) == expected


def test_no_match_offers_to_clear_the_filter(signed_in: Client, make_job: Make) -> None:
    make_job("trees")
    html = text(signed_in, "?q=<script>")
    assert "No matches" in html
    assert "Clear filter" in html
    assert "<script>" not in html.partition("<main")[2]


def test_an_empty_list_says_what_would_be_there(signed_in: Client) -> None:
    html = text(signed_in)
    assert "No hyperparameter tuning jobs" in html
    assert html.count(CREATE) == 3


def test_a_viewer_is_not_offered_to_create(
    client: Client, vera: User, connection: Connection
) -> None:
    client.force_login(vera)
    assert client.get(ADDRESS).content.decode().count(CREATE) == 1


def test_another_team_sees_none_of_it(client: Client, stranger: User, make_job: Make) -> None:
    make_job("secret-trees")
    client.force_login(stranger)
    assert "secret-trees" not in text(client)


def test_the_number_of_queries_does_not_grow_with_the_jobs(
    signed_in: Client,
    make_job: Make,
    alice: User,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    many(make_job, 1, creator=alice)
    with django_assert_num_queries(10):
        text(signed_in)
    for number in range(40):
        make_job(f"more-{number}", creator=alice)
    with django_assert_num_queries(10):
        text(signed_in)


def test_old_data_says_so_with_the_reason(
    signed_in: Client, make_job: Make, connection: Connection
) -> None:
    make_job("trees")
    assert "freshness--late" not in text(signed_in)
    Sweep.objects.update(
        seen_at=timezone.now() - timedelta(minutes=2), error="Could not connect to <AWS>."
    )
    html = text(signed_in)
    assert "freshness--late" in html
    assert "Could not connect to &lt;AWS&gt;." in html
    assert "Updated 2 min 0" in html


def test_a_list_that_was_never_read_says_so(signed_in: Client) -> None:
    Sweep.objects.all().delete()
    assert "Nothing has been read from AWS yet." in text(signed_in)


def test_a_part_that_has_not_changed_is_not_sent_again(signed_in: Client, make_job: Make) -> None:
    job = make_job("trees", status="Completed", ended_at=timezone.now())
    answer = signed_in.get(ADDRESS, {"live": "1"})
    assert "<html" not in answer.content.decode()
    again = signed_in.get(ADDRESS, {"live": "1"}, headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304
    assert again["X-Age-S"].isdigit()
    TuningJob.objects.filter(pk=job.pk).update(best_value=1.5)
    changed = signed_in.get(ADDRESS, {"live": "1"}, headers={"If-None-Match": answer["ETag"]})
    assert changed.status_code == 200


def test_new_jobs_are_told_of_and_the_rows_stay(signed_in: Client, make_job: Make) -> None:
    [old] = many(make_job, 1)
    make_job("new-1")
    make_job("new-2")
    html = text(signed_in, f"?live=1&shown={old.pk}")
    assert names(html) == ["job-00"]
    assert "2 new jobs" in html


def test_rows_of_another_team_cannot_be_named(
    client: Client, stranger: User, make_job: Make
) -> None:
    job = make_job("secret-trees")
    client.force_login(stranger)
    assert "secret-trees" not in text(client, f"?live=1&shown={job.pk}.x.99999999999999999999")
