"""What people ask for is written down, with their name, or refused with nothing changed."""

import pytest
from django.contrib.auth.models import User

from tests.jobs.rows import NOW, created, submitted
from tuningconsole.audit.models import Entry
from tuningconsole.jobs import actions
from tuningconsole.jobs.models import Reason, State, TuningJob

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice() -> User:
    return User.objects.create_user("alice")


def held(reason: Reason) -> TuningJob:
    return submitted(state=State.HELD, reason=reason, message="Because.", due_at=None, losses=5)


def test_a_stop_is_due_at_once(alice: User) -> None:
    job = created()
    assert actions.request_stop(job, alice)
    job.refresh_from_db()
    assert job.stop_requested_at is not None
    assert job.stop_due_at == job.stop_requested_at
    assert job.shown_status == "Stopping"
    assert Entry.objects.get(verb="asked to stop").actor == alice


def test_a_second_stop_means_nothing(alice: User) -> None:
    job = created()
    assert actions.request_stop(job, alice)
    assert not actions.request_stop(job, alice)
    assert Entry.objects.filter(verb="asked to stop").count() == 1


@pytest.mark.parametrize("status", ["Stopping", "Stopped", "Completed", "Failed"])
def test_what_has_ended_is_not_stopped(alice: User, status: str) -> None:
    job = created(status)
    assert not actions.request_stop(job, alice)
    job.refresh_from_db()
    assert job.stop_requested_at is None


@pytest.mark.parametrize(
    ("reason", "state"),
    [
        (Reason.QUOTA, State.READY),
        (Reason.DENIED, State.READY),
        (Reason.STALE, State.READY),
        (Reason.POISON, State.UNSURE),
        (Reason.UNPROVEN, State.UNSURE),
    ],
)
def test_a_retry_looks_first_where_a_job_may_be(alice: User, reason: Reason, state: State) -> None:
    job = held(reason)
    assert actions.retry(job, alice)
    job.refresh_from_db()
    assert (job.state, job.reason, job.message, job.losses) == (state, "", "", 0)
    assert job.due_at is not None
    assert job.due_at > NOW


@pytest.mark.parametrize("reason", [Reason.INVALID, Reason.NAME_TAKEN])
def test_what_aws_refused_is_not_sent_again_as_it_is(alice: User, reason: Reason) -> None:
    assert not actions.retry(held(reason), alice)


def test_what_is_not_held_cannot_be_retried_or_discarded(alice: User) -> None:
    job = created()
    assert not actions.retry(job, alice)
    assert not actions.discard(job, alice)
    job.refresh_from_db()
    assert job.state == State.CREATED


def test_a_discarded_submission_is_cancelled(alice: User) -> None:
    job = held(Reason.QUOTA)
    assert actions.discard(job, alice)
    job.refresh_from_db()
    assert (job.state, job.message) == (State.CANCELLED, actions.CANCELLED)
    assert Entry.objects.get(verb="discarded").details == {"reason": "QUOTA"}


def test_letting_go_of_what_may_exist_keeps_saying_so(alice: User) -> None:
    job = held(Reason.UNPROVEN)
    assert actions.discard(job, alice)
    job.refresh_from_db()
    assert (job.state, job.message) == (State.CANCELLED, "Because.")
