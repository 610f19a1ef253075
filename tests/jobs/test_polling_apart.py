"""A connection that fails or hangs keeps no other one waiting."""

from datetime import timedelta

import pytest

from tests.jobs.rows import COUNTERS, LATER, NOW, aws, created, summary, swept
from tuningconsole.jobs import due, polling, slots
from tuningconsole.jobs.models import Sweep
from tuningconsole.jobs.slots import slot
from tuningconsole.spec.states import TuningJobStatus

pytestmark = pytest.mark.django_db


def test_jobs_of_a_connection_that_fails_are_not_described() -> None:
    job = created(refresh_due_at=NOW)
    swept(job, failures=1, error="Because.")
    with aws(job.connection):
        assert polling.refresh(job.pk, NOW) is None
    job.refresh_from_db()
    assert job.refresh_due_at == NOW


def test_a_description_that_is_not_answered_has_the_connection_tried_by_a_sweep() -> None:
    job = created(refresh_due_at=NOW)
    swept(job, due_at=LATER)
    with aws(job.connection) as script:
        script.fails_to("describe_hyper_parameter_tuning_job", "InternalFailure", 500)
        polling.refresh(job.pk, NOW)
    state = Sweep.objects.get()
    assert (state.failures, state.error, state.due_at) == (1, "Because.", NOW)
    with aws(job.connection) as script:
        script.lists(summary())
        polling.sweep(job.connection_id, NOW)
    assert not polling.is_failing(job.connection_id)


def test_jobs_of_a_connection_that_fails_do_not_crowd_out_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sick = created(name="sick", refresh_due_at=NOW - timedelta(hours=1))
    swept(sick, failures=3, due_at=LATER)
    well = created(name="well", refresh_due_at=NOW)
    swept(well, due_at=LATER)
    woken: list[tuple[str, int]] = []
    monkeypatch.setattr(due, "MOST", 1)
    monkeypatch.setattr(due.wakeup, "wake", lambda task, pk: woken.append((task, pk)))
    due.wake_all(NOW)
    assert woken == [("jobs.refresh", well.pk)]


def test_a_connection_has_a_few_threads_and_those_that_fail_share_a_few() -> None:
    for most, is_failing in ((slots.PER_CONNECTION, False), (slots.FAILING, True)):
        taken = [slot(number * is_failing + 1, is_failing=is_failing) for number in range(most)]
        assert all(each.__enter__() for each in taken)
        with slot(1, is_failing=is_failing) as is_free:
            assert not is_free
        taken.pop().__exit__(None, None, None)
        with slot(1, is_failing=is_failing) as is_free:
            assert is_free
        for each in taken:
            each.__exit__(None, None, None)


def test_a_sweep_without_a_thread_stays_due() -> None:
    job = created()
    swept(job)
    taken = [slot(job.connection_id, is_failing=False) for _ in range(slots.PER_CONNECTION)]
    for each in taken:
        each.__enter__()
    with aws(job.connection):
        assert not polling.sweep(job.connection_id, NOW)
    for each in taken:
        each.__exit__(None, None, None)
    assert Sweep.objects.get().due_at == NOW


def test_what_stops_is_listed_while_something_stops() -> None:
    job = created(TuningJobStatus.STOPPING, counters=COUNTERS)
    swept(job)
    with aws(job.connection) as script:
        script.lists(stopping=(summary("Stopping"),))
        polling.sweep(job.connection_id, NOW)
    job.refresh_from_db()
    assert job.seen_at == NOW
