"""What Prometheus reads."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.test import Client
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

from tests.jobs.conftest import Make
from tests.jobs.rows import REQUEST, aws
from tuningconsole.aws import tuning_jobs
from tuningconsole.aws.errors import AwsError
from tuningconsole.jobs.models import State
from tuningconsole.operations import counting, heartbeats, store

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def _open(db: None, settings: Any) -> None:
    settings.METRICS_OPEN = True
    store.client().delete(counting.REQUESTS, counting.CALLS, counting.RETRIES, heartbeats.KEY)


def figures(client: Client) -> dict[tuple[str, ...], float]:
    """Return the samples: (name, the labels' values in the order of their names) -> value."""
    answer = client.get("/metrics")
    assert answer.status_code == 200
    return {
        (sample.name.removeprefix("tuningconsole_"), *_values(sample.labels)): sample.value
        for family in text_string_to_metric_families(answer.content.decode())
        for sample in family.samples
    }


def _values(labels: dict[str, str]) -> list[str]:
    return [labels[name] for name in sorted(labels)]


def test_jobs_are_counted_by_state(client: Client, make_job: Make) -> None:
    make_job("a")
    make_job("b", status="Completed")
    make_job("c", state=State.READY, status="", due_at=timezone.now() - timedelta(minutes=3))
    found = figures(client)
    assert found["tuning_jobs", "CREATED", "InProgress"] == 1
    assert found["tuning_jobs", "CREATED", "Completed"] == 1
    assert found["due_rows", "send"] == 1
    assert 180 <= found["due_oldest_seconds", "send"] < 200
    [age] = [value for key, value in found.items() if key[0] == "sweep_age_seconds"]
    assert age < 60


def test_requests_are_counted_with_their_time(client: Client) -> None:
    for _ in range(3):
        client.get("/health/live")
    found = figures(client)
    told = ("GET", "2xx", "operations:live")
    assert found["request_seconds_count", *told] == 3
    assert found["request_seconds_bucket", "+Inf", *told] == 3
    assert 0 < found["request_seconds_sum", *told] < 3


def test_an_address_that_is_none_is_counted_as_one_thing(client: Client) -> None:
    for number in range(3):
        client.get(f"/bogus-{number}/")
    assert figures(client)["request_seconds_count", "GET", "4xx", "none"] == 3


def test_calls_to_aws_are_counted_by_how_they_went(client: Client, make_job: Make) -> None:
    connection = make_job().connection
    with aws(connection) as script:
        script.describes()
        tuning_jobs.describe(connection, "trees-1")
        for code in ("ThrottlingException", "AccessDeniedException"):
            script.refuses(code)
            with pytest.raises(AwsError):
                tuning_jobs.create(connection, REQUEST)
    found = figures(client)
    create = "CreateHyperParameterTuningJob"
    assert found["aws_calls_total", "DescribeHyperParameterTuningJob", "ok", "sagemaker"] == 1
    assert found["aws_calls_total", create, "throttled", "sagemaker"] == 1
    assert found["aws_calls_total", create, "error", "sagemaker"] == 1


def test_signs_of_life_have_an_age(client: Client) -> None:
    heartbeats.give("beat")
    assert 0 <= figures(client)["heartbeat_age_seconds", "beat"] < 60


def test_without_redis_the_rows_are_told(client: Client, settings: Any, make_job: Make) -> None:
    make_job()
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    store.client.cache_clear()
    try:
        found = figures(client)
    finally:
        store.client.cache_clear()
        store._silent_until = 0.0
    assert found["redis_up",] == 0
    assert found["tuning_jobs", "CREATED", "InProgress"] == 1


def alerts() -> list[dict[str, Any]]:
    [group] = yaml.safe_load((ROOT / "docs/alerts.yml").read_text())["groups"]
    return list(group["rules"])


def test_every_alert_is_of_a_figure_and_has_an_entry_in_the_runbook(
    client: Client, make_job: Make
) -> None:
    make_job()
    told = client.get("/metrics").content.decode()
    runbook = (ROOT / "docs/runbook.md").read_text()
    headings = re.findall(r"^### (\w+)$", runbook, re.M)
    assert headings == [rule["alert"] for rule in alerts()]
    for rule in alerts():
        for name in re.findall(r"tuningconsole_\w+", rule["expr"]):
            family = re.sub(r"_(total|bucket|count|sum)$", "", name)
            assert f"# HELP {family}" in told, name
