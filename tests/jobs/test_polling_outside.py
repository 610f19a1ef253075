"""What others do at AWS, and clocks that are off, leave the rows true."""

from datetime import timedelta

import pytest

from tests.jobs.rows import LATER, NOW, REQUEST, aws, created, submitted, summary, swept
from tuningconsole.jobs import polling, sending
from tuningconsole.jobs.models import State, Sweep, TuningJob
from tuningconsole.jobs.submission import TAG
from tuningconsole.spec.states import TuningJobStatus

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("minutes", [-5, 5], ids=["AWS is behind", "AWS is ahead"])
def test_a_clock_that_is_off_does_not_make_another_job_of_ours(minutes: int) -> None:
    job = submitted()
    with aws(job.connection) as script:
        script.creates({**REQUEST, "Tags": [{"Key": TAG, "Value": str(job.uuid)}]})
        sending.step(job.pk, NOW)
    swept(job)
    there = NOW + timedelta(minutes=minutes)
    told = summary(CreationTime=there, LastModifiedTime=there)
    with aws(job.connection) as script:
        script.lists(told)
        polling.sweep(job.connection_id, NOW)
        Sweep.objects.update(due_at=NOW)
        script.lists(told)
        polling.sweep(job.connection_id, NOW)
    found = TuningJob.objects.get()
    assert (found.pk, found.state, found.created_at) == (job.pk, State.CREATED, there)


@pytest.mark.parametrize("minutes", [-5, 5], ids=["AWS is behind", "AWS is ahead"])
def test_a_job_made_elsewhere_is_found_however_its_clock_stands(minutes: int) -> None:
    job = created()
    swept(job, discover_due_at=NOW, found_until=NOW)
    there = NOW + timedelta(minutes=minutes)
    with aws(job.connection) as script:
        script.lists(summary(), stopping=())
        script.lists_new(
            summary("Completed", name="short", CreationTime=there),
            CreationTimeAfter=NOW - polling.OVERLAP,
        )
        polling.sweep(job.connection_id, NOW)
    assert TuningJob.objects.get(name="short").status == TuningJobStatus.COMPLETED
    # It goes on from the newest that AWS has told of, by AWS's clock.
    assert Sweep.objects.get().found_until == max(NOW, there)


def test_a_name_used_again_is_another_job_even_if_the_end_of_the_first_was_missed() -> None:
    first = created(modified_at=NOW)
    swept(first)
    with aws(first.connection) as script:
        script.lists(summary(CreationTime=LATER, LastModifiedTime=LATER))
        polling.sweep(first.connection_id, NOW)
    first.refresh_from_db()
    assert first.state == State.GONE
    assert TuningJob.objects.get(key=None).created_at == LATER


def test_a_job_that_is_stopped_elsewhere_is_seen_to_stop_and_to_end() -> None:
    job = created(modified_at=NOW, tags={}, description={})
    swept(job)
    with aws(job.connection) as script:
        # It has left the list of what runs.
        script.lists()
        polling.sweep(job.connection_id, NOW)
        script.describes("Stopping")
        script.lists_training_jobs()
        polling.refresh(job.pk, NOW)
        Sweep.objects.update(due_at=NOW)
        script.lists(stopping=(summary("Stopping"),))
        polling.sweep(job.connection_id, NOW)
        Sweep.objects.update(due_at=NOW)
        script.lists(stopping=())
        polling.sweep(job.connection_id, NOW)
        script.describes("Stopped")
        script.lists_training_jobs()
        script.has_tags()
        polling.refresh(job.pk, NOW)
    job.refresh_from_db()
    assert (job.status, job.stop_requested_at) == (TuningJobStatus.STOPPED, None)


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0), (2, 0, 1)])
def test_lists_read_out_of_order_end_where_aws_ended(order: tuple[int, ...]) -> None:
    job = created(modified_at=NOW, tags={}, description={})
    swept(job)
    answers = [
        summary(status, LastModifiedTime=NOW + timedelta(seconds=number))
        for number, status in enumerate(("InProgress", "Stopping", "Stopped"))
    ]
    with aws(job.connection) as script:
        for number in order:
            polling._mirror(job.connection, [answers[number]], NOW)
        del script
    job.refresh_from_db()
    assert job.status == "Stopped"
