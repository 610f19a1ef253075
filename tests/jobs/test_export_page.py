"""A tuning job as text for elsewhere: the page, and the file."""

import json
import re
from html import unescape
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from tests.jobs.conftest import CONFIG, DEFINITION, Make
from tests.jobs.rows import REQUEST
from tuningconsole import export
from tuningconsole.jobs import exporting
from tuningconsole.jobs.models import State, TuningJob
from tuningconsole.spec.described import SUBMISSION_TAG

FORMATS = [one.name for one in export.formats()]
TEXT = re.compile(r"<pre [^>]*><code>(.*?)</code></pre>", re.S)
NOT_DESCRIBED = {"status": "", "description": None, "tags": None}


def page(client: Client, job: TuningJob, **query: str) -> str:
    return client.get(reverse("jobs:export", args=[job.uuid]), query).content.decode()


def shown(html: str) -> str:
    return unescape(TEXT.findall(html)[0])


@pytest.mark.parametrize("name", FORMATS)
def test_the_page_shows_copies_and_offers_the_text_of_each_format(
    signed_in: Client, make_job: Make, name: str
) -> None:
    job = make_job()
    html = page(signed_in, job, format=name)
    wanted = export.render(name, exporting.request_of(job) or {})
    assert shown(html) == wanted.text
    assert unescape(re.findall(r'data-text="(.*?)"', html, re.S)[0]) == wanted.text
    assert f'href="?format={name}&amp;download"' in html
    assert re.findall(r'href="\?format=(\w+)"( aria-current="page")?', html) == [
        (one, ' aria-current="page"' if one == name else "") for one in FORMATS
    ]


@pytest.mark.parametrize("name", FORMATS)
def test_the_file_is_the_text_and_is_saved_under_the_jobs_name(
    signed_in: Client, make_job: Make, name: str
) -> None:
    job = make_job()
    address = reverse("jobs:export", args=[job.uuid])
    response = signed_in.get(address, {"format": name, "download": ""})
    wanted = export.render(name, exporting.request_of(job) or {})
    assert response.content.decode() == wanted.text
    assert response["Content-Type"] == f"{wanted.media_type}; charset=utf-8"
    assert response["Content-Disposition"] == f'attachment; filename="{wanted.file_name}"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert wanted.file_name.startswith("trees")


def test_a_job_of_elsewhere_is_the_request_that_made_it(signed_in: Client, make_job: Make) -> None:
    found = json.loads(shown(page(signed_in, make_job(), format="request_json")))
    assert found["HyperParameterTuningJobName"] == "trees"
    assert found["Tags"] == [{"Key": "project", "Value": "forest"}]
    definition = found["TrainingJobDefinition"]
    assert definition["StaticHyperParameters"] == {"criterion": "gini"}
    assert "TrainingImage" not in definition["AlgorithmSpecification"]


def test_a_job_that_is_not_sent_yet_is_what_was_submitted(
    signed_in: Client, make_job: Make
) -> None:
    tags = [{"Key": SUBMISSION_TAG, "Value": "x"}, {"Key": "a", "Value": "b"}]
    job = make_job(state=State.HELD, request={**REQUEST, "Tags": tags}, **NOT_DESCRIBED)
    found = json.loads(shown(page(signed_in, job, format="request_json")))
    assert found == {**REQUEST, "Tags": tags[1:]}


def test_tags_that_are_not_read_yet_are_those_that_were_submitted(make_job: Make) -> None:
    tags = [{"Key": "a", "Value": "b"}]
    job = make_job(tags=None, request={**REQUEST, "Tags": tags})
    assert (exporting.request_of(job) or {})["Tags"] == tags


def test_a_job_of_which_nothing_is_read_says_so(signed_in: Client, make_job: Make) -> None:
    job = make_job(description=None, tags=None)
    assert "Not read yet" in page(signed_in, job)
    response = signed_in.get(reverse("jobs:export", args=[job.uuid]), {"download": ""})
    assert response.status_code == 404


def test_what_a_format_leaves_out_stands_above_its_text(signed_in: Client, make_job: Make) -> None:
    pending = {"StoppingCondition": {"MaxRuntimeInSeconds": 60, "MaxPendingTimeInSeconds": 1800}}
    described = {
        "HyperParameterTuningJobConfig": CONFIG,
        "TrainingJobDefinition": DEFINITION | pending,
    }
    job = make_job(description=described)
    path = "TrainingJobDefinition.StoppingCondition.MaxPendingTimeInSeconds"
    html = page(signed_in, job, format="terraform")
    assert f"<code>{path}</code>: The provider takes 7,200 seconds or more." in html
    assert html.index(path) < html.index("<pre")
    assert "Not all is as in the request" not in page(signed_in, job, format="aws_cli")


HOSTILE = '</pre><script>alert(1)</script>"; filename="../x.exe\r\nX: y'


@pytest.mark.parametrize("name", FORMATS)
def test_nothing_in_a_request_becomes_markup_or_a_header(
    signed_in: Client, make_job: Make, name: str
) -> None:
    asked: dict[str, Any] = {**REQUEST, "HyperParameterTuningJobName": HOSTILE}
    job = make_job(state=State.HELD, request=asked, **NOT_DESCRIBED)
    html = page(signed_in, job, format=name)
    assert "<script>alert" not in html
    assert "alert(1)" in shown(html)
    address = reverse("jobs:export", args=[job.uuid])
    response = signed_in.get(address, {"format": name, "download": ""})
    file_name = response["Content-Disposition"].removeprefix('attachment; filename="')
    assert re.fullmatch(r'[A-Za-z0-9-]+\.\w+"', file_name)


def test_an_unknown_format_is_not_found(signed_in: Client, make_job: Make) -> None:
    address = reverse("jobs:export", args=[make_job().uuid])
    assert signed_in.get(address, {"format": "../x"}).status_code == 404
    assert signed_in.get(address, {"format": "\x00", "download": ""}).status_code == 404


def test_who_only_looks_may_export_and_a_stranger_learns_nothing(
    client: Client, vera: User, stranger: User, make_job: Make
) -> None:
    job = make_job()
    client.force_login(vera)
    assert page(client, job, format="aws_cli").count("<pre") == 1
    detail = client.get(reverse("jobs:detail", args=[job.uuid])).content.decode()
    assert reverse("jobs:export", args=[job.uuid]) in detail
    client.force_login(stranger)
    for query in ({}, {"download": ""}, {"format": "no-such"}):
        assert client.get(reverse("jobs:export", args=[job.uuid]), query).status_code == 404


def test_the_page_takes_the_same_queries_in_each_format(
    signed_in: Client, make_job: Make, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    job = make_job()
    for name in FORMATS:
        with django_assert_num_queries(5):
            page(signed_in, job, format=name)
