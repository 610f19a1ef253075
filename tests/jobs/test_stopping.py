"""A stop that was asked for reaches AWS, or says that it could not."""

from datetime import timedelta
from typing import Any

import pytest

from tests.jobs.rows import NOW, aws, created, submitted
from tuningconsole.audit.models import Entry
from tuningconsole.jobs import polling, sending, stopping
from tuningconsole.jobs.backoff import SOON
from tuningconsole.jobs.models import Reason, State

pytestmark = pytest.mark.django_db
ASKED: dict[str, Any] = {"stop_requested_at": NOW, "stop_due_at": NOW}


def test_a_job_is_stopped_once_aws_is_seen_to_do_it() -> None:
    job = created(**ASKED)
    with aws(job.connection) as script:
        script.stops()
        script.describes("Stopping")
        done = stopping.step(job.pk, NOW)
    assert done is not None
    assert (done.status, done.stop_confirmed_at, done.stop_due_at) == ("Stopping", NOW, None)
    assert done.refresh_due_at == NOW


def test_a_stop_that_aws_does_not_show_is_sent_again() -> None:
    job = created(**ASKED)
    with aws(job.connection) as script:
        script.stops()
        script.describes("InProgress")
        done = stopping.step(job.pk, NOW)
        assert done is not None
        assert done.stop_confirmed_at is None
        assert done.stop_due_at is not None
        assert done.shown_status == "Stopping"
        script.stops()
        script.describes("Stopping")
        done = stopping.step(job.pk, done.stop_due_at)
    assert done is not None
    assert done.stop_confirmed_at is not None


@pytest.mark.parametrize("status", ["Completed", "Failed", "Stopped"])
def test_a_job_that_ended_meanwhile_needs_no_stop(status: str) -> None:
    job = created(**ASKED)
    with aws(job.connection) as script:
        script.refuses_to_stop("ValidationException")
        script.describes(status)
        done = stopping.step(job.pk, NOW)
    assert done is not None
    assert (done.status, done.stop_confirmed_at) == (status, NOW)


@pytest.mark.parametrize(
    ("code", "status"),
    [("ThrottlingException", 400), ("InternalFailure", 500), ("ServiceUnavailable", 503)],
)
def test_a_stop_that_was_not_answered_is_not_lost(code: str, status: int) -> None:
    job = created(**ASKED)
    with aws(job.connection) as script:
        script.refuses_to_stop(code, status)
        done = stopping.step(job.pk, NOW)
    assert done is not None
    assert (done.stop_requested_at, done.stop_confirmed_at) == (NOW, None)
    assert done.stop_due_at is not None
    assert NOW < done.stop_due_at <= NOW + timedelta(seconds=2)


def test_a_stop_that_is_not_allowed_says_so() -> None:
    job = created(**ASKED)
    with aws(job.connection) as script:
        script.refuses_to_stop("AccessDeniedException")
        done = stopping.step(job.pk, NOW)
    assert done is not None
    assert (done.stop_requested_at, done.may_stop) == (None, True)
    assert done.message.startswith("It was not stopped: AWS does not allow it.")
    assert Entry.objects.get(verb="could not stop").details == {"message": done.message}


def test_a_job_that_aws_does_not_show_yet_is_stopped_when_it_does() -> None:
    job = created(**ASKED)
    with aws(job.connection) as script:
        script.refuses_to_stop("ResourceNotFound")
        done = stopping.step(job.pk, NOW)
        assert done is not None
        assert (done.state, done.stop_confirmed_at) == (State.CREATED, None)
        assert done.stop_due_at == NOW + SOON
        script.stops()
        script.describes("Stopping")
        done = stopping.step(job.pk, done.stop_due_at)
    assert done is not None
    assert (done.status, done.missing_since) == ("Stopping", None)
    assert done.stop_confirmed_at is not None


def test_a_job_that_stays_missing_is_gone_and_needs_no_stop() -> None:
    job = created(**ASKED)
    later = NOW + polling.MISSING
    for moment in (NOW, later - SOON, later):
        with aws(job.connection) as script:
            script.refuses_to_stop("ResourceNotFound")
            done = stopping.step(job.pk, moment)
        assert done is not None
        assert done.state == (State.GONE if moment == later else State.CREATED)
    assert (done.stop_confirmed_at, done.stop_due_at) == (later, None)


def test_what_was_never_sent_is_cancelled_without_a_word_to_aws() -> None:
    job = submitted(**ASKED)
    with aws(job.connection):
        done = stopping.step(job.pk, NOW)
        assert done is not None
        assert (done.state, done.due_at) == (State.CANCELLED, None)
        assert sending.step(job.pk, NOW) is None


def test_a_held_submission_is_cancelled() -> None:
    job = submitted(state=State.HELD, reason=Reason.QUOTA, due_at=None, **ASKED)
    with aws(job.connection):
        done = stopping.step(job.pk, NOW)
    assert done is not None
    assert done.state == State.CANCELLED


def test_what_may_be_somebody_elses_is_not_stopped() -> None:
    job = submitted(state=State.HELD, reason=Reason.UNPROVEN, message="Look.", due_at=None, **ASKED)
    with aws(job.connection):
        done = stopping.step(job.pk, NOW)
    assert done is not None
    assert (done.state, done.stop_requested_at) == (State.HELD, None)
    assert done.message == f"Look. {stopping.UNPROVEN}"


@pytest.mark.parametrize("state", [State.SENDING, State.UNSURE])
def test_a_stop_waits_while_nobody_knows_whether_there_is_a_job(state: State) -> None:
    job = submitted(state=state, lease_until=NOW + timedelta(seconds=60), **ASKED)
    with aws(job.connection):
        done = stopping.step(job.pk, NOW)
    assert done is not None
    assert (done.state, done.stop_due_at) == (state, NOW + stopping.WAITING)


def test_a_stop_asked_for_while_it_is_sent_comes_right_after() -> None:
    job = submitted(state=State.UNSURE, attempts=1, sent_at=NOW, **ASKED)
    with aws(job.connection) as script:
        script.describes()
        script.has_tags(tuningconsole__submission=str(job.uuid))
        sending.step(job.pk, NOW)
        script.stops()
        script.describes("Stopping")
        done = stopping.step(job.pk, NOW)
    assert done is not None
    assert (done.state, done.status) == (State.CREATED, "Stopping")


def test_a_stop_is_one_workers_at_a_time() -> None:
    job = created(**ASKED)
    with aws(job.connection) as script:
        script.stops()
        script.describes("Stopping")
        stopping.step(job.pk, NOW)
        assert stopping.step(job.pk, NOW) is None
