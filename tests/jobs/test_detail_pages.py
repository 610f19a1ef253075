"""A tuning job's page and its tabs."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from tests.jobs.conftest import BUCKET, CONFIG, DEFINITION, Make, trained
from tuningconsole.jobs.models import Reason, State, Sweep, TuningJob

TABS = ("detail", "training-jobs", "definition", "configuration", "tags")
ROW = re.compile(r'<tr id="training-job-\d+">.*?<a href="[^"]*">([^<]*)</a>', re.S)
NEXT = re.compile(r'rel="next"\s+href="([^"]*)"')


def page(client: Client, job: TuningJob, tab: str = "detail", query: str = "") -> str:
    address = reverse(f"jobs:{tab}", args=[job.uuid]) + query.replace("&amp;", "&")
    return client.get(address).content.decode()


def numbers(html: str) -> list[int]:
    return [int(name.split("-")[1]) for name in ROW.findall(html)]


@pytest.mark.parametrize("tab", TABS)
def test_a_stranger_does_not_learn_that_the_job_exists(
    client: Client, stranger: User, make_job: Make, tab: str
) -> None:
    client.force_login(stranger)
    address = reverse(f"jobs:{tab}", args=[make_job().uuid])
    assert client.get(address).status_code == 404
    assert client.get(address, {"live": "1"}).status_code == 404


def test_without_a_training_job_that_emits_metrics_aws_words_say_so(
    signed_in: Client, make_job: Make
) -> None:
    html = page(signed_in, make_job())
    assert (
        "Best training job summary data is available when you have completed training jobs that"
        " are emitting metrics." in html
    )
    assert "<figure" not in html


def test_the_best_training_job_has_its_value_hyperparameters_and_artifact(
    signed_in: Client, make_job: Make
) -> None:
    job = make_job(best_name="trees-002-0123abcd", best_value=0.96)
    trained(job, 1, 0.9)
    trained(job, 2, 0.96)
    html = page(signed_in, job)
    assert f"{BUCKET}/trees-002-0123abcd/output/model.tar.gz" in html
    for name, kind, value in (("max_leaf_nodes", "Integer", "2"), ("criterion", "Static", "gini")):
        assert re.search(rf"{name}</th>\s*<td[^>]*>{kind}</td>\s*<td>\s*<code>{value}</code>", html)
    assert "_tuning_objective_metric" not in html
    assert "higher is better" in html
    assert html.count("picture__point--best") == 1


def test_the_training_jobs_are_counted(signed_in: Client, make_job: Make) -> None:
    counters = {"Completed": 11, "InProgress": 22, "Stopped": 33, "RetryableError": 44}
    html = page(signed_in, make_job(counters=counters), "training-jobs")
    for label, count in (
        ("Completed", 11),
        ("In progress", 22),
        ("Stopped", 33),
        (r"Failed \(retryable\)", 44),
        (r"Failed \(non-retryable\)", 0),
    ):
        assert re.search(rf'{label}</dt>\s*<dd[^>]*><span class="counter">{count}</span>', html)


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("", [4, 3, 2, 1]),
        ("created", [1, 2, 3, 4]),
        ("-name", [4, 3, 2, 1]),
        ("objective", [2, 1, 3, 4]),
        ("-objective", [3, 1, 2, 4]),
        ("status", [1, 2, 3, 4]),
        ("-status", [4, 3, 2, 1]),
        ("-duration", [2, 4, 3, 1]),
        ("started", [1, 2, 3, 4]),
        ("no-such", [4, 3, 2, 1]),
    ],
)
def test_training_jobs_are_sorted_and_those_without_a_value_come_last(
    signed_in: Client, make_job: Make, sort: str, expected: list[int]
) -> None:
    job = make_job()
    start = job.created_at
    trained(job, 1, 0.5)
    trained(job, 2, 0.1, ended_at=start + timedelta(hours=9))
    trained(job, 3, 0.9)
    trained(job, 4, None, status="Failed", ended_at=start + timedelta(hours=1))
    assert numbers(page(signed_in, job, "training-jobs", f"?sort={sort}")) == expected


def test_a_long_number_is_shown_with_six_digits_and_whole_on_hover(
    signed_in: Client, make_job: Make
) -> None:
    job = make_job()
    tuned = {"rate": "0.0005286107293105204", "depth": "12", "kind": "a-long-category"}
    trained(job, 1, 0.5, hyperparameters=tuned)
    html = page(signed_in, job, "training-jobs")
    assert 'title="0.0005286107293105204">rate = 0.000528611</span>' in html
    assert '<span class="tuned__one">depth = 12</span>' in html
    assert '<span class="tuned__one">kind = a-long-category</span>' in html


@pytest.mark.parametrize("sort", ["objective", "-objective"])
def test_of_equal_values_the_first_comes_first_and_none_at_all_last(
    signed_in: Client, make_job: Make, sort: str
) -> None:
    job = make_job()
    for number in range(60):
        trained(job, number, None if number >= 40 else 0.5)
    html, found = page(signed_in, job, "training-jobs", f"?sort={sort}"), []
    found += numbers(html)
    while way := NEXT.findall(html):
        html = page(signed_in, job, "training-jobs", way[0])
        found += numbers(html)
    assert found == list(range(60))


@pytest.mark.parametrize("sort", ["-created", "objective", "-objective", "-duration", "name"])
def test_every_training_job_stands_on_exactly_one_page_however_sorted(
    signed_in: Client, make_job: Make, sort: str
) -> None:
    job = make_job()
    for number in range(60):
        trained(job, number, None if number % 3 else number % 7)
    html, found = page(signed_in, job, "training-jobs", f"?sort={sort}"), []
    found += numbers(html)
    while way := NEXT.findall(html):
        html = page(signed_in, job, "training-jobs", way[0])
        found += numbers(html)
    assert sorted(found) == list(range(60))


def test_the_definition_shows_every_value(signed_in: Client, make_job: Make) -> None:
    definition = {
        **DEFINITION,
        "CheckpointConfig": {"S3Uri": "s3://samples/checkpoints"},
        "Environment": {"SOME_VARIABLE": "some-value"},
        "RetryStrategy": {"MaximumRetryAttempts": 29},
        "VpcConfig": {"Subnets": ["subnet-1", "subnet-2"], "SecurityGroupIds": ["sg-1"]},
    }
    described = {"HyperParameterTuningJobConfig": CONFIG, "TrainingJobDefinition": definition}
    html = page(signed_in, make_job(description=described), "definition")
    said = [value for value in leaves(definition) if value not in (False, "")]
    missing = [value for value in said if str(value) not in html and value != "validation:accuracy"]
    assert missing == []
    assert "subnet-1, subnet-2" in html
    assert "2 to 64" in html
    assert "1 h 00 min (3600 s)" in html
    assert "Environment, SOME_VARIABLE" in html


def leaves(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return [leaf for item in value.values() for leaf in leaves(item)]
    if isinstance(value, list):
        return [leaf for item in value for leaf in leaves(item)]
    return [value]


def test_the_configuration_has_strategy_limits_and_warm_start(
    signed_in: Client, make_job: Make
) -> None:
    warm = {
        "WarmStartType": "TransferLearning",
        "ParentHyperParameterTuningJobs": [{"HyperParameterTuningJobName": "earlier"}],
    }
    described = {"HyperParameterTuningJobConfig": CONFIG, "WarmStartConfig": warm}
    html = page(signed_in, make_job(description=described), "configuration")
    for words in ("Bayesian", "Off", "Transfer learning", "earlier", ">6<", ">2<"):
        assert words in html


def test_tags_are_those_of_aws_and_nothing_in_them_is_markup(
    signed_in: Client, make_job: Make
) -> None:
    html = page(signed_in, make_job(tags={"<b>": "<i>", "empty": ""}), "tags")
    assert "&lt;b&gt;" in html
    assert "<i>" not in html


def test_a_failed_job_says_why_and_what_failed_first(signed_in: Client, make_job: Make) -> None:
    job = make_job(
        status="Failed",
        failure_reason="No training job succeeded after 5 attempts.",
        counters={"NonRetryableError": 2},
    )
    trained(job, 1, status="Failed", failure_reason="AlgorithmError: no <label>, exit code: 1")
    trained(job, 2, status="Failed", failure_reason="another one")
    html = page(signed_in, job)
    assert "No training job succeeded after 5 attempts." in html
    assert "AlgorithmError: no &lt;label&gt;, exit code: 1" in html
    assert "another one" not in html


HELD = {"status": "", "state": State.HELD, "description": None, "tags": None}


@pytest.mark.parametrize("reason", [Reason.INVALID, Reason.NAME_TAKEN])
def test_a_refused_job_shows_aws_words_and_opens_its_draft_again(
    signed_in: Client, make_job: Make, reason: str
) -> None:
    job = make_job(**HELD, reason=reason, message="Value 'x' at 'y' failed", request={})
    html = page(signed_in, job)
    assert "Value &#x27;x&#x27; at &#x27;y&#x27; failed" in html
    assert reverse("wizard:reopen", args=[job.uuid]) in html
    assert "Nothing was created at AWS." in html
    assert reverse("jobs:retry", args=[job.uuid]) not in html
    assert reverse("jobs:discard", args=[job.uuid]) in html


@pytest.mark.parametrize("reason", ["DENIED", "QUOTA", "STALE", "POISON", "UNPROVEN"])
def test_a_held_job_says_what_to_do_and_offers_it(
    signed_in: Client, make_job: Make, reason: str
) -> None:
    job = make_job(**HELD, reason=reason, message="Because.")
    html = page(signed_in, job)
    assert "Retry" in html
    assert reverse("jobs:retry", args=[job.uuid]) in html
    assert ("AWS: “Because.”" in html) == (reason in {"DENIED", "QUOTA"})
    may_exist = "AWS may have the job" in html
    assert may_exist == (reason in {"POISON", "UNPROVEN"})


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"state": State.READY, "due_at": timezone.now()}, "Waiting to be sent"),
        ({"state": State.SENDING, "lease_until": timezone.now()}, "Being sent"),
        ({"state": State.UNSURE, "due_at": timezone.now()}, "not known yet whether AWS took it"),
        ({"state": State.CANCELLED}, "discarded"),
        ({"state": State.GONE}, "deleted it"),
    ],
)
@pytest.mark.parametrize("tab", TABS)
def test_every_tab_can_be_shown_before_and_after_aws_has_the_job(
    signed_in: Client, make_job: Make, values: dict[str, Any], words: str, tab: str
) -> None:
    job = make_job(**{"status": "", "description": None, "tags": None, "seen_at": None, **values})
    html = page(signed_in, job, tab)
    assert words in html
    assert ('data-interval-s="2"' in html) == (not job.is_settled)


@pytest.mark.parametrize("tab", TABS)
def test_a_job_that_was_only_listed_says_what_is_not_read_yet(
    signed_in: Client, make_job: Make, tab: str
) -> None:
    html = page(signed_in, make_job(description=None, tags=None), tab)
    assert tab not in {"definition", "configuration"} or "Not read yet" in html
    assert tab != "tags" or "have not been read" in html


def test_a_running_job_is_refreshed_and_an_ended_one_is_not(
    signed_in: Client, make_job: Make
) -> None:
    assert 'data-interval-s="2"' in page(signed_in, make_job("running"))
    ended = make_job("ended", status="Completed", seen_at=timezone.now() - timedelta(days=1))
    html = page(signed_in, ended)
    assert 'data-interval-s=""' in html
    assert "freshness--late" not in html


def test_data_that_is_late_gives_the_reason(signed_in: Client, make_job: Make) -> None:
    Sweep.objects.update(error="Could not connect.")
    late = make_job(seen_at=timezone.now() - timedelta(seconds=7))
    assert "Could not connect." in page(signed_in, late)
    assert "Could not connect." not in page(signed_in, make_job("fresh"))


def test_the_number_of_queries_does_not_grow_with_the_training_jobs(
    signed_in: Client, make_job: Make, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    job = make_job(best_name="trees-001-0123abcd", counters={"NonRetryableError": 1})
    trained(job, 1, 0.5)
    asked = {"detail": 14, "training-jobs": 12, "definition": 11, "configuration": 11, "tags": 11}
    for more in (range(2, 60), ()):
        for tab, count in asked.items():
            with django_assert_num_queries(count):
                page(signed_in, job, tab)
        for number in more:
            trained(job, number, float(number))
