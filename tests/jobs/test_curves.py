"""Learning curves: read from the log after the page, kept once a training job has ended."""

from collections.abc import Iterator
from typing import Any

import pytest
from botocore.stub import Stubber
from django.contrib.auth.models import User
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from tests.jobs.conftest import Make, trained
from tuningconsole.aws.client import client_for
from tuningconsole.aws.models import Connection
from tuningconsole.jobs.curves import BUDGET_S, values_of
from tuningconsole.jobs.models import TrainingJob

LINES = ("epoch 1 accuracy=0.5", "epoch 2 accuracy=0.9", "epoch 3 accuracy=0.8 ", "done")


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def job(make_job: Make) -> TrainingJob:
    return trained(make_job(), 1, 0.8)


def address(job: TrainingJob, name: str = "curves") -> str:
    return f"{reverse(f'jobs:{name}', args=[job.tuning_job.uuid])}?t={job.name}"


def says(stub: Stubber, *messages: str) -> None:
    stub.add_response("describe_log_streams", {"logStreams": [{"logStreamName": "x/algo-1"}]})
    events = [{"timestamp": 1, "message": message} for message in messages]
    for found in (events, []):
        answer = {"events": found, "nextForwardToken": "f/1", "nextBackwardToken": "b/0"}
        stub.add_response("get_log_events", answer)


def test_final_and_best_value_stand_side_by_side(
    signed_in: Client, job: TrainingJob, connection: Connection
) -> None:
    with Stubber(client_for(connection, "logs")) as stub:
        says(stub, *LINES)
        html = " ".join(signed_in.get(address(job)).content.decode().split())
        stub.assert_no_pending_responses()
        # Of a training job that has ended, the log is read once.
        figure = signed_in.get(address(job, "curves-figure")).json()
        numbers = signed_in.get(address(job, "curves-numbers")).content.decode()
    assert (
        '<td class="table__number" title="0.8">0.8</td><td class="table__number" title="0.9">'
        in (html.replace("> <", "><"))
    )
    assert f'data-figure="{address(job, "curves-figure")}"' in html
    assert figure["pictures"][0]["figure"]["data"][0]["y"] == [0.5, 0.9, 0.8]
    assert "higher is better" in figure["about"]
    assert f"{job.name},validation:accuracy,3,0.8,0.9,0.5,0.9" in numbers


def test_a_running_training_job_is_read_again(
    signed_in: Client, make_job: Make, connection: Connection
) -> None:
    job = trained(make_job(), 1, status="InProgress", ended_at=None)
    for values in (("accuracy=0.5",), ("accuracy=0.5", "accuracy=0.6")):
        cache.clear()  # Ten seconds later.
        with Stubber(client_for(connection, "logs")) as stub:
            says(stub, *values)
            numbers = signed_in.get(address(job, "curves-numbers")).content.decode()
        assert f",{len(values)},{values[-1].partition('=')[2]}" in numbers


def test_a_log_that_cannot_be_read_says_why(
    signed_in: Client, job: TrainingJob, connection: Connection
) -> None:
    for name in ("curves", "curves-figure"):
        with Stubber(client_for(connection, "logs")) as stub:
            stub.add_client_error("describe_log_streams", "AccessDeniedException", "Not <you>.")
            answer = signed_in.get(address(job, name)).content.decode()
        assert "The log could not be read." in answer
        assert "Not <you>" not in answer or name == "curves-figure"


def test_a_job_that_has_written_nothing_has_no_curve(
    signed_in: Client, job: TrainingJob, connection: Connection
) -> None:
    with Stubber(client_for(connection, "logs")) as stub:
        stub.add_client_error("describe_log_streams", "ResourceNotFoundException", "None.")
        assert "No line of the log matches" in signed_in.get(address(job)).content.decode()


def test_the_page_asks_for_the_curves_after_it_is_there(
    signed_in: Client, job: TrainingJob
) -> None:
    where = reverse("jobs:training-job", args=[job.tuning_job.uuid, job.name])
    html = signed_in.get(where).content.decode()
    assert f'hx-get="{address(job)}"' in html
    assert f'href="{address(job)}"' in html


def test_a_stranger_and_a_wrong_name_see_nothing(
    client: Client, signed_in: Client, stranger: User, job: TrainingJob
) -> None:
    base = reverse("jobs:curves", args=[job.tuning_job.uuid])
    for query in ("", "?t=other", "?t=%00"):
        assert signed_in.get(base + query).status_code == 404
    client.force_login(stranger)
    for name in ("curves", "curves-figure", "curves-numbers"):
        assert client.get(address(job, name)).status_code == 404


def test_a_log_is_read_for_so_long_only() -> None:
    def pages() -> Iterator[list[dict[str, Any]]]:
        while True:
            yield [{"message": "loss=1"}]

    seconds = iter(range(100))
    found = values_of(pages(), [("loss", "loss=(.*)")], lambda: float(next(seconds)))
    assert len(found["loss"]) == BUDGET_S
