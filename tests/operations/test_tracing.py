"""Ids from the click to the AWS call, and lines that are one line."""

import json
import logging
import subprocess
import sys
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from tests.api.conftest import program_of, request_of
from tests.jobs.rows import aws, submitted
from tuningconsole.celery import app
from tuningconsole.jobs import sending
from tuningconsole.jobs.models import TuningJob
from tuningconsole.jobs.tasks import send
from tuningconsole.tracing import context, logs, tasks


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture) -> Any:
    """Return a function that gives what was logged so far, as JSON lines would have it."""
    said: list[dict[str, Any]] = []

    class Handler(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            said.append(json.loads(self.format(record)))

    handler = Handler()
    handler.setFormatter(logs.JsonLines())
    names = ("tuningconsole.requests", "tuningconsole.calls")
    for name in names:
        caplog.set_level(logging.INFO, name)
        logging.getLogger(name).addHandler(handler)
    yield said
    for name in names:
        logging.getLogger(name).removeHandler(handler)


def test_every_answer_has_an_id_of_its_own(client: Client, lines: list[Any], db: None) -> None:
    first, second = (client.get("/health/live") for _ in range(2))
    assert first["X-Request-ID"] != second["X-Request-ID"]
    [line, _] = lines
    assert line["request"] == first["X-Request-ID"]
    assert (line["path"], line["status"], line["view"]) == ("/health/live", 200, "operations:live")


@pytest.mark.parametrize("given", ["of-the-proxy", "short", "two\nlines-of-it", "x" * 65])
@pytest.mark.parametrize("is_behind_proxy", [True, False])
def test_a_proxys_id_is_taken_over(
    client: Client, settings: Any, given: str, is_behind_proxy: bool, db: None
) -> None:
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_F", "https") if is_behind_proxy else None
    answer = client.get("/health/live", headers={"X-Request-ID": given})
    is_taken = is_behind_proxy and given == "of-the-proxy"
    assert (answer["X-Request-ID"] == given) == is_taken


@pytest.mark.django_db(transaction=True)
def test_the_ids_go_from_the_request_to_the_call(
    alice: User, algorithm: Any, lines: list[Any]
) -> None:
    before = context.current()
    with app.connection_for_read() as connection, connection.SimpleQueue("submit") as queue:
        queue.clear()  # Other tests have submitted too, and no worker has listened.
        answer = program_of(alice).create(request_of())
        # The message as a worker gets it.
        message = queue.get(timeout=5)
        message.ack()
    job = TuningJob.objects.select_related("connection").get()
    ids = message.headers[tasks.HEADER]
    assert ids == {"request": answer["X-Request-ID"], "submission": str(job.uuid)}
    with aws(job.connection) as script:
        script.creates()
        send.apply(args=[job.pk], headers={tasks.HEADER: ids}, throw=True)
    [call] = [line for line in lines if line.get("operation")]
    assert call["operation"] == "CreateHyperParameterTuningJob"
    assert call["request"] == answer["X-Request-ID"]
    assert call["submission"] == call["about"] == str(job.uuid)
    assert call["task"] == "jobs.send"
    assert context.current() == before


def test_a_row_that_a_sweep_wakes_is_named_too(lines: list[Any], db: None) -> None:
    job = submitted(due_at=timezone.now(), submitted_at=timezone.now())
    before = context.begin()
    with aws(job.connection) as script:
        script.creates()
        sending.step(job.pk, timezone.now())
    context.end(before)
    assert {line["submission"] for line in lines} == {str(job.uuid)}


@pytest.mark.parametrize(
    "formatter", [logs.Lines("{levelname} {message}", style="{"), logs.JsonLines()]
)
def test_no_name_makes_a_second_line(formatter: logging.Formatter) -> None:
    name = "a\r\nERROR forged\x1b[2J\u2028b"
    record = logging.LogRecord("x", logging.INFO, "", 0, "Job %s", (name,), None)
    written = formatter.format(record)
    assert len(written.splitlines()) == 1
    assert "\x1b" not in written


def test_an_exception_is_told_in_either_form() -> None:
    try:
        raise ValueError("why")
    except ValueError:
        record = logging.LogRecord("x", logging.ERROR, "", 0, "m", (), sys.exc_info())
    assert "why" in json.loads(logs.JsonLines().format(record))["exception"]
    assert "\nValueError: why" in logs.Lines("{message}", style="{").format(record)


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("LOG_FORMAT", "xml"),
        ("SENTRY_DSN", "https://key@127.0.0.1/1"),
        ("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:1"),
    ],
)
def test_what_cannot_be_done_is_said_at_the_start(variable: str, value: str) -> None:
    import os

    command = [sys.executable, "manage.py", "check"]
    environment = {**os.environ, variable: value}
    environment["DJANGO_SETTINGS_MODULE"] = "tuningconsole.settings.console"
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert variable in done.stderr.splitlines()[-1]


@pytest.mark.parametrize(
    "formatter", [logs.Lines("{levelname} {message}", style="{"), logs.JsonLines()]
)
def test_the_link_of_an_invitation_is_in_no_line(formatter: logging.Formatter) -> None:
    given = ("GET %s %s", ("/join/s3cr3t-To_ken/", 200))
    line = formatter.format(logging.LogRecord("x", logging.INFO, "x.py", 1, *given, None))
    assert "s3cr3t" not in line
    assert "/join/***/ 200" in line
