"""A list that refreshes itself costs one query as long as nothing has changed."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from tests.jobs.conftest import Make
from tuningconsole.jobs.models import Reason, State, Sweep, TuningJob

IDENTITY = 3
"""Queries by which Django and the console know whose request it is: session, person, team."""
STATES: list[dict[str, Any]] = [
    {"state": State.READY, "status": "", "key": uuid4(), "due_at": timezone.now()},
    {"state": State.UNSURE, "status": "", "due_at": timezone.now()},
    {"state": State.SENDING, "status": "", "lease_until": timezone.now()},
    {"state": State.HELD, "status": "", "reason": Reason.QUOTA},
    {"state": State.CANCELLED, "status": ""},
    {"state": State.GONE, "status": "Completed"},
    {"state": State.CREATED, "status": "InProgress", "stop_requested_at": timezone.now()},
    {"state": State.CREATED, "status": "Completed", "stop_requested_at": timezone.now()},
    *({"state": State.CREATED, "status": status} for status in ("InProgress", "Failed", "")),
]


def refreshed(client: Client, *jobs: TuningJob, etag: str = "", query: str = "") -> HttpResponse:
    shown = ".".join(str(job.pk) for job in jobs)
    address = f"/jobs/?live=1&of={jobs[0].connection_id}&shown={shown}{query}"
    answer: HttpResponse = client.get(address, headers={"If-None-Match": etag} if etag else {})
    return answer


def test_a_refresh_without_news_is_one_query(
    signed_in: Client, make_job: Make, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    jobs = [make_job(f"job-{number}") for number in range(5)]
    etag = refreshed(signed_in, *jobs)["ETag"]
    Sweep.objects.update(seen_at=timezone.now())
    with django_assert_num_queries(IDENTITY + 1):
        again = refreshed(signed_in, *jobs, etag=etag)
    assert again.status_code == 304
    assert again["ETag"] == etag
    assert again["X-Age-S"] == "0"


@pytest.mark.parametrize(
    "change",
    [
        {"status": "Completed"},
        {"best_value": 0.5},
        {"counters": {"Completed": 1, "InProgress": 1}},
        {"state": State.GONE},
        {"ended_at": timezone.now()},
        {"stop_requested_at": timezone.now()},
        {"facets": ["tag:new", "tag:new=1"]},
    ],
    ids=lambda change: next(iter(change)),
)
def test_what_a_row_shows_is_news(
    signed_in: Client, make_job: Make, change: dict[str, Any]
) -> None:
    job = make_job()
    etag = refreshed(signed_in, job)["ETag"]
    TuningJob.objects.filter(pk=job.pk).update(**change)
    assert refreshed(signed_in, job, etag=etag).status_code == 200


def test_a_newer_job_is_news_where_it_would_stand_on_top(
    signed_in: Client, make_job: Make, bob: User
) -> None:
    job = make_job()
    filters = ("", "&creator=bob", "&sort=name", "&status=Failed")
    etags = {query: refreshed(signed_in, job, query=query)["ETag"] for query in filters}
    make_job("newer", created_at=timezone.now(), creator=bob)
    answers = {
        query: refreshed(signed_in, job, query=query, etag=etag).status_code
        for query, etag in etags.items()
    }
    assert answers == {"": 200, "&creator=bob": 200, "&sort=name": 304, "&status=Failed": 304}


def test_data_that_grows_late_is_news(signed_in: Client, make_job: Make) -> None:
    job = make_job()
    etag = refreshed(signed_in, job)["ETag"]
    Sweep.objects.update(seen_at=timezone.now() - timedelta(minutes=1), error="No way.")
    answer = refreshed(signed_in, job, etag=etag)
    assert answer.status_code == 200
    assert "No way." in answer.content.decode()


def test_the_rows_keep_their_order(signed_in: Client, make_job: Make) -> None:
    jobs = [make_job(name) for name in ("b", "c", "a")]
    html = refreshed(signed_in, *jobs).content.decode()
    places = [html.index(f'id="job-{job.pk}"') for job in jobs]
    assert places == sorted(places)


def test_a_connection_of_another_team_is_not_found(
    client: Client, stranger: User, make_job: Make
) -> None:
    job = make_job()
    client.force_login(stranger)
    assert refreshed(client, job).status_code == 404
