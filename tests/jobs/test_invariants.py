"""`manage.py audit_submissions` finds what is lost, doubled or stuck, and nothing else."""

from collections.abc import Callable
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from tests.jobs.rows import NOW, created, submitted, written
from tuningconsole.audit.log import record
from tuningconsole.jobs import invariants
from tuningconsole.jobs.models import Reason, State, TuningJob
from tuningconsole.jobs.submission import TAG

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


def sound() -> TuningJob:
    job = created()
    record(None, "created", job)
    return job


def found_beside(job: TuningJob) -> TuningJob:
    """Make the row of a job that a sweep found, with the tag of the submission."""
    return created(name="found", key=None, tags={TAG: str(job.uuid)})


def doubled() -> None:
    found_beside(sound())


def cancelled_and_there() -> None:
    found_beside(written(sound(), state=State.CANCELLED))


def held_and_there() -> None:
    found_beside(submitted(state=State.HELD, reason=Reason.INVALID, due_at=None))


def runs_after_its_stop() -> None:
    written(sound(), stop_confirmed_at=NOW)


def created_without_a_word() -> None:
    created()


def stopped_without_a_word() -> None:
    written(sound(), stop_requested_at=NOW)


def waits_for_ever() -> None:
    submitted()


def lease_that_nobody_takes() -> None:
    submitted(state=State.SENDING, due_at=None, lease_until=NOW)


@pytest.mark.parametrize(
    ("make", "rule"),
    [
        (doubled, "Q1"),
        (cancelled_and_there, "Q2"),
        (held_and_there, "Q2"),
        (runs_after_its_stop, "Q4"),
        (created_without_a_word, "Q5"),
        (stopped_without_a_word, "Q5"),
        (waits_for_ever, "Q7"),
        (lease_that_nobody_takes, "Q7"),
    ],
    ids=lambda value: getattr(value, "__name__", value),
)
def test_what_is_not_in_order_is_found(make: Callable[[], None], rule: str) -> None:
    make()
    assert {item.rule for item in invariants.broken(LATER)} == {rule}
    out = StringIO()
    with pytest.raises(CommandError, match="not in order"):
        call_command("audit_submissions", stdout=out)
    assert out.getvalue().startswith(f"{rule}: ")


@pytest.mark.parametrize("reason", list(Reason))
def test_whatever_a_submission_is_held_for_there_is_something_to_do(reason: Reason) -> None:
    submitted(state=State.HELD, reason=reason, message="Because.", due_at=None)
    assert list(invariants.broken(LATER)) == []


def test_sound_submissions_are_in_order() -> None:
    sound()
    submitted(name="waits", due_at=timezone.now())
    out = StringIO()
    call_command("audit_submissions", stdout=out)
    assert out.getvalue() == "2 submissions are in order.\n"


def test_a_job_of_another_console_is_noted_and_no_fault() -> None:
    created(key=None, tags={TAG: "somebody else's"})
    out = StringIO()
    call_command("audit_submissions", stdout=out)
    assert out.getvalue().startswith("Note: trees-1: another console's")
