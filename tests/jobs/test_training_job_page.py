"""A training job's page and its log."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from botocore.stub import ANY, Stubber
from django.contrib.auth.models import User
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from tests.jobs.conftest import BUCKET, LONG_AGO, Make, trained
from tuningconsole.aws.client import client_for
from tuningconsole.aws.models import Connection
from tuningconsole.jobs import wakeup
from tuningconsole.jobs.models import TrainingJob

DESCRIBED: dict[str, Any] = {
    "TrainingJobStatus": "Completed",
    "SecondaryStatus": "Completed",
    "SecondaryStatusTransitions": [
        {
            "Status": "Starting",
            "StartTime": "2026-01-02T00:00:00Z",
            "EndTime": "2026-01-02T00:00:07Z",
            "StatusMessage": "Starting the training job",
        },
        {"Status": "Training", "StartTime": "2026-01-02T00:00:07Z"},
    ],
    "FinalMetricDataList": [
        {"MetricName": "validation:accuracy", "Value": 0.123456789, "Timestamp": None},
        {"MetricName": "train:loss", "Value": None},
    ],
    "ModelArtifacts": {"S3ModelArtifacts": f"{BUCKET}/x/output/model.tar.gz"},
    "TrainingTimeInSeconds": 75,
}


def address(job: TrainingJob, name: str = "training-job") -> str:
    return reverse(f"jobs:{name}", args=[job.tuning_job.uuid, job.name])


def text(client: Client, job: TrainingJob, name: str = "training-job", **query: str) -> str:
    headers = {"HX-Request": "true"} if "part" in query else {}
    return client.get(address(job, name), query, headers=headers).content.decode()


@pytest.fixture
def job(make_job: Make) -> TrainingJob:
    return trained(make_job(), 7, 0.5)


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def is_woken(job: TrainingJob) -> bool:
    return cache.get(f"woken:{wakeup.DESCRIBE}:{job.pk}") is not None


def test_what_is_not_read_yet_is_asked_for_and_said_so(signed_in: Client, job: TrainingJob) -> None:
    html = text(signed_in, job)
    assert "AWS is asked for the details" in html
    assert "Not told by AWS yet." in html
    assert is_woken(job)


def test_a_described_job_shows_history_metrics_and_artifact(
    signed_in: Client, job: TrainingJob
) -> None:
    TrainingJob.objects.update(description=DESCRIBED, described_at=timezone.now())
    html = text(signed_in, job)
    assert "Starting the training job" in html
    assert re.search(r"Starting</th>.*?7 s", html, re.S)
    assert ">0.123457<" in html
    assert DESCRIBED["ModelArtifacts"]["S3ModelArtifacts"] in html
    assert "1 min 15 s" in html
    assert reverse("jobs:detail", args=[job.tuning_job.uuid]) in html
    assert 'data-interval-s=""' in html
    assert not is_woken(job)


def test_a_running_job_is_described_again_when_that_is_old(
    signed_in: Client, job: TrainingJob
) -> None:
    running = {**DESCRIBED, "TrainingJobStatus": "InProgress"}
    TrainingJob.objects.update(
        status="InProgress", description=running, described_at=timezone.now()
    )
    text(signed_in, job)
    assert not is_woken(job)
    TrainingJob.objects.update(described_at=LONG_AGO)
    assert 'data-interval-s="2"' in text(signed_in, job)
    assert is_woken(job)


def test_a_failed_job_says_why_as_text(signed_in: Client, make_job: Make) -> None:
    failed = trained(make_job(), 1, status="Failed", failure_reason="<b>no label</b>")
    assert "“&lt;b&gt;no label&lt;/b&gt;”" in text(signed_in, failed)


def test_the_page_takes_the_same_queries_each_time(
    signed_in: Client, job: TrainingJob, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(2):
        with django_assert_num_queries(6):
            text(signed_in, job)


def test_a_stranger_sees_neither_page_nor_log(
    client: Client, stranger: User, job: TrainingJob
) -> None:
    client.force_login(stranger)
    for name in ("training-job", "log", "whole-log"):
        assert client.get(address(job, name)).status_code == 404


BEGINNING = 1_767_312_000_000
Lines = Callable[..., None]


@contextmanager
def logs(connection: Connection) -> Iterator[Stubber]:
    with Stubber(client_for(connection, "logs")) as stub:
        yield stub
        stub.assert_no_pending_responses()


def has_stream(stub: Stubber) -> None:
    # The stream begins with the first line that `has_lines` makes.
    stream = {"logStreamName": "x/algo-1", "firstEventTimestamp": BEGINNING}
    stub.add_response("describe_log_streams", {"logStreams": [stream]})


def has_lines(stub: Stubber, *messages: str, start: int = BEGINNING + 1) -> None:
    """Let the log have lines, of which there are older ones unless they start at BEGINNING."""
    has_stream(stub)
    events = [
        {"timestamp": start + number * 1000, "message": message}
        for number, message in enumerate(messages)
    ]
    answer = {"events": events, "nextBackwardToken": "b/0", "nextForwardToken": "f/9"}
    stub.add_response("get_log_events", answer)


def is_asked_for_older(stub: Stubber, *messages: str) -> None:
    events = [{"timestamp": BEGINNING, "message": message} for message in messages]
    answer = {"events": events, "nextBackwardToken": "b/0", "nextForwardToken": "f/0"}
    asked = {"logGroupName": ANY, "logStreamName": "x/algo-1", "nextToken": "b/0", "limit": 1}
    stub.add_response("get_log_events", answer, asked)


@pytest.mark.parametrize(("older", "is_offered"), [([], False), (["zero"], True)])
def test_older_lines_are_offered_only_where_there_are_some(
    signed_in: Client, job: TrainingJob, connection: Connection, older: list[str], is_offered: bool
) -> None:
    with logs(connection) as stub:
        has_lines(stub, "one", start=BEGINNING)
        is_asked_for_older(stub, *older)
        html = text(signed_in, job, "log")
    assert ("data-older" in html) == is_offered
    assert 'href="?token=f/9"' in html


def test_the_log_is_searched_whole_for_the_words_as_they_are_written(
    signed_in: Client, job: TrainingJob, connection: Connection
) -> None:
    asked = {
        "logGroupName": ANY,
        "logStreamNamePrefix": f"{job.name}/",
        "filterPattern": r'"say \"a\\b\""',
        "limit": 1000,
    }
    line = {"timestamp": BEGINNING, "message": 'say "a\\b" <now>'}
    with logs(connection) as stub:
        stub.add_response("filter_log_events", {"events": [], "nextToken": "n"}, asked)
        more = {**asked, "nextToken": "n"}
        stub.add_response("filter_log_events", {"events": [line]}, more)
        html = text(signed_in, job, "log", q=' say "a\\b" ')
    assert "&lt;now&gt;" in html
    assert "data-older" not in html
    assert "Further matches" not in html
    with logs(connection) as stub:
        stub.add_response("filter_log_events", {"events": []})
        assert "No line of the log holds “&lt;b&gt;”" in text(signed_in, job, "log", q="<b>")


def test_the_whole_log_is_sent_as_a_file(
    signed_in: Client, job: TrainingJob, connection: Connection
) -> None:
    pages = (("one", "f/1"), ("two", "f/2"), ("", "f/2"))
    with logs(connection) as stub:
        has_stream(stub)
        for message, token in pages:
            events = [{"timestamp": BEGINNING, "message": message}] if message else []
            answer = {"events": events, "nextForwardToken": token, "nextBackwardToken": "b/0"}
            stub.add_response("get_log_events", answer)
        answer = signed_in.get(address(job, "whole-log"))
        body = b"".join(answer.streaming_content).decode()
    assert body == "2026-01-02T00:00:00.000Z one\n2026-01-02T00:00:00.000Z two\n"
    assert f'filename="{job.name}.log"' in answer["Content-Disposition"]


def test_a_log_that_breaks_off_says_so(
    signed_in: Client, job: TrainingJob, connection: Connection
) -> None:
    with logs(connection) as stub:
        stub.add_client_error("describe_log_streams", "ThrottlingException", "Slow.")
        answer = signed_in.get(address(job, "whole-log"), follow=True)
        assert "The log could not be read. AWS: “Slow.”" in answer.content.decode()
    with logs(connection) as stub:
        has_stream(stub)
        events = [{"timestamp": BEGINNING, "message": "one"}]
        stub.add_response("get_log_events", {"events": events, "nextForwardToken": "f/1"})
        stub.add_client_error("get_log_events", "ThrottlingException", "Slow.")
        sent = b"".join(signed_in.get(address(job, "whole-log")).streaming_content).decode()
    assert sent.endswith("one\n[The log could not be read any further. AWS: Slow.]\n")


def test_the_log_is_drawn_as_text_whatever_stands_in_it(
    signed_in: Client, job: TrainingJob, connection: Connection
) -> None:
    hostile = "<script>alert(1)</script>\x1b[31mred\x1b[0m \x07bell \u202egnp.exe\rprogress"
    with logs(connection) as stub:
        has_lines(stub, "epoch=1", hostile, "x" * 30_000)
        html = text(signed_in, job, "log")
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;red \ufffdbell \ufffdgnp.exe\nprogress" in html
    assert "10000 more characters" in html
    assert "00:00:01" in html


def test_the_log_leads_to_older_and_newer_lines(
    signed_in: Client, job: TrainingJob, connection: Connection
) -> None:
    with logs(connection) as stub:
        has_lines(stub, "one")
        html = text(signed_in, job, "log")
    assert 'href="?token=b/0"' in html
    assert 'href="?token=f/9"' in html
    with logs(connection) as stub:
        has_lines(stub)
        is_asked_for_older(stub)
        html = text(signed_in, job, "log", token="b/0", part="1")
    assert "<html" not in html
    assert "data-older" not in html
    assert "No more lines here." in html


def test_a_log_that_cannot_be_read_says_why_and_what_is_safe(
    signed_in: Client, job: TrainingJob, connection: Connection
) -> None:
    with logs(connection) as stub:
        stub.add_client_error(
            "describe_log_streams", "AccessDeniedException", "Not <you>.", http_status_code=400
        )
        html = text(signed_in, job, "log")
    assert "The training job is not affected." in html
    assert "Not &lt;you&gt;." in html


def test_a_job_without_a_line_says_so(
    signed_in: Client, job: TrainingJob, connection: Connection
) -> None:
    with logs(connection) as stub:
        stub.add_response("describe_log_streams", {"logStreams": []})
        assert "has written nothing." in text(signed_in, job, "log")


def test_an_ended_training_job_is_not_late_before_its_details_are_read(
    signed_in: Client, make_job: Make
) -> None:
    job = make_job()
    child = trained(job, 1, 0.5)
    TrainingJob.objects.update(seen_at=timezone.now() - timedelta(hours=1), described_at=None)
    html = signed_in.get(reverse("jobs:training-job", args=[job.uuid, child.name])).content.decode()
    assert "AWS is asked for the details" in html
    assert "No worker of the console" not in html
