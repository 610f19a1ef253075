"""A dashboard that refreshes itself costs one query as long as nothing has changed."""

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from tests.jobs.conftest import Make, trained
from tests.jobs.test_list_refresh import IDENTITY
from tuningconsole.jobs import spending
from tuningconsole.jobs.models import TuningJob

PAGES = ("/", "/wall/")


def refreshed(client: Client, address: str, etag: str = "") -> HttpResponse:
    headers = {"If-None-Match": etag} if etag else {}
    answer: HttpResponse = client.get(f"{address}?live=1", headers=headers)
    return answer


@pytest.mark.parametrize("address", PAGES)
def test_a_refresh_without_news_is_one_query(
    signed_in: Client,
    make_job: Make,
    address: str,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    make_job()
    first = refreshed(signed_in, address)
    assert "<html" not in first.content.decode()
    with django_assert_num_queries(IDENTITY + 1):
        again = refreshed(signed_in, address, first["ETag"])
    assert again.status_code == 304
    assert again["X-Age-S"].isdigit()


@pytest.mark.parametrize(
    "change",
    [
        {"status": "Completed", "ended_at": timezone.now()},
        {"best_value": 0.5},
        {"status": "Failed"},
        {"counters": {"Completed": 1}},
    ],
    ids=str,
)
def test_what_it_shows_is_news(signed_in: Client, make_job: Make, change: dict[str, Any]) -> None:
    job = make_job()
    etag = refreshed(signed_in, "/")["ETag"]
    TuningJob.objects.filter(pk=job.pk).update(**change)
    assert refreshed(signed_in, "/", etag).status_code == 200


def test_what_is_spent_is_news(signed_in: Client, make_job: Make) -> None:
    now = timezone.now()
    trained(make_job(created_at=now), 1)
    etag = refreshed(signed_in, "/")["ETag"]
    spending.count_all()
    assert refreshed(signed_in, "/", etag).status_code == 200
