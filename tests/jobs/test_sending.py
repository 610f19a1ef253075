"""A submission becomes one job at AWS, whatever is answered and whoever is lost."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from tests.jobs.rows import ARN, NOW, REQUEST, aws, submitted, written
from tuningconsole.audit.models import Entry
from tuningconsole.jobs import sending
from tuningconsole.jobs.models import LEASE, Reason, State, TuningJob
from tuningconsole.jobs.submission import TAG

LATER = NOW + timedelta(hours=1)


@pytest.mark.django_db
def test_a_job_is_created_with_the_tag_that_proves_whose_it_is() -> None:
    job = submitted()
    expected = {**REQUEST, "Tags": [{"Key": TAG, "Value": str(job.uuid)}]}
    with aws(job.connection) as script:
        script.creates(expected)
        done = sending.step(job.pk, NOW)
    assert done is not None
    assert (done.state, done.arn, done.status) == (State.CREATED, ARN, "InProgress")
    assert (done.attempts, done.lease_id, done.due_at) == (1, None, None)
    assert done.refresh_due_at == NOW
    entry = Entry.objects.get(verb="created", target_id=str(job.pk))
    assert entry.details == {"uuid": str(job.uuid), "arn": ARN}


@pytest.mark.parametrize(
    ("code", "status", "state", "reason"),
    [
        ("ThrottlingException", 400, State.READY, ""),
        ("ServiceUnavailable", 503, State.UNSURE, ""),
        ("InternalFailure", 500, State.UNSURE, ""),
        ("ResourceInUse", 400, State.UNSURE, Reason.NAME_TAKEN),
        ("ValidationException", 400, State.HELD, Reason.INVALID),
        ("ResourceNotFound", 400, State.HELD, Reason.INVALID),
        ("ResourceLimitExceeded", 400, State.HELD, Reason.QUOTA),
        ("AccessDeniedException", 400, State.HELD, Reason.DENIED),
        ("ExpiredTokenException", 400, State.HELD, Reason.DENIED),
    ],
)
@pytest.mark.django_db
def test_a_refusal_decides_what_comes_next(
    code: str, status: int, state: State, reason: str
) -> None:
    job = submitted()
    with aws(job.connection) as script:
        script.refuses(code, status=status)
        done = sending.step(job.pk, NOW)
    assert done is not None
    assert (done.state, done.reason, done.lease_id) == (state, reason, None)
    assert (done.due_at is None) == (state == State.HELD)


@pytest.mark.django_db
def test_a_refusal_names_the_member_that_it_is_about() -> None:
    job = submitted()
    words = (
        "1 validation error detected: Value '0' at 'hyperParameterTuningJobConfig.resourceLimits"
        ".maxParallelTrainingJobs' failed to satisfy constraint: Member must have value greater"
        " than or equal to 1"
    )
    with aws(job.connection) as script:
        script.refuses("ValidationException", words)
        done = sending.step(job.pk, NOW)
    assert done is not None
    path = "HyperParameterTuningJobConfig.ResourceLimits.MaxParallelTrainingJobs"
    message = "Member must have value greater than or equal to 1"
    assert done.problems == [{"path": path, "message": message}]
    assert done.message == words


@pytest.mark.django_db
def test_throttling_waits_longer_each_time() -> None:
    job = submitted()
    waits = []
    for _ in range(3):
        with aws(job.connection) as script:
            script.refuses("ThrottlingException")
            done = sending.step(job.pk, LATER)
        assert done is not None
        assert done.due_at is not None
        waits.append((done.due_at - LATER) / timedelta(seconds=1))
        written(job, due_at=LATER)
    assert 1 <= waits[0] <= 2 <= waits[1] <= 4 <= waits[2] <= 8


@pytest.mark.django_db
def test_nothing_is_sent_before_it_is_due() -> None:
    job = submitted(due_at=LATER)
    with aws(job.connection):
        assert sending.step(job.pk, NOW) is None
    assert TuningJob.objects.get().attempts == 0


@pytest.mark.django_db
def test_nothing_is_sent_while_a_stop_is_asked_for() -> None:
    job = submitted(stop_requested_at=NOW, stop_due_at=NOW)
    with aws(job.connection):
        assert sending.step(job.pk, NOW) is None


@pytest.mark.django_db
def test_what_waited_for_a_day_is_not_sent_without_asking() -> None:
    job = submitted(submitted_at=NOW - timedelta(hours=25))
    with aws(job.connection):
        assert sending.step(job.pk, NOW) is None
    job.refresh_from_db()
    assert (job.state, job.reason) == (State.HELD, Reason.STALE)


def unsure(**values: Any) -> TuningJob:
    return submitted(state=State.UNSURE, attempts=1, sent_at=NOW, **values)


@pytest.mark.django_db
def test_a_job_with_our_tag_is_ours() -> None:
    job = unsure()
    with aws(job.connection) as script:
        script.describes(status="Completed")
        script.has_tags(tuningconsole__submission=str(job.uuid), team="ml")
        done = sending.step(job.pk, NOW)
    assert done is not None
    assert (done.state, done.status, done.arn) == (State.CREATED, "Completed", ARN)
    assert done.tags == {TAG: str(job.uuid), "team": "ml"}


@pytest.mark.parametrize("tags", [{}, {"team": "other"}, {"tuningconsole__submission": "other"}])
@pytest.mark.django_db
def test_a_job_without_our_tag_has_taken_the_name(tags: dict[str, str]) -> None:
    job = unsure()
    with aws(job.connection) as script:
        script.describes()
        script.has_tags(**tags)
        done = sending.step(job.pk, NOW)
    assert done is not None
    assert (done.state, done.reason) == (State.HELD, Reason.NAME_TAKEN)
    assert done.problems[0]["path"] == "HyperParameterTuningJobName"


@pytest.mark.django_db
def test_a_job_whose_tags_cannot_tell_is_for_a_person_to_look_at() -> None:
    given = [{"Key": f"key-{number}", "Value": ""} for number in range(50)]
    job = unsure(request={**REQUEST, "Tags": given})
    with aws(job.connection) as script:
        script.describes()
        script.has_tags(**{tag["Key"]: "" for tag in given})
        done = sending.step(job.pk, NOW)
    assert done is not None
    assert (done.state, done.reason) == (State.HELD, Reason.UNPROVEN)


@pytest.mark.django_db
def test_tags_that_may_not_be_read_prove_nothing() -> None:
    job = unsure()
    with aws(job.connection) as script:
        script.describes()
        script.fails_to("list_tags", "AccessDeniedException")
        done = sending.step(job.pk, NOW)
    assert done is not None
    assert (done.state, done.reason) == (State.HELD, Reason.UNPROVEN)


@pytest.mark.parametrize(
    ("age", "reason", "state"),
    [
        pytest.param(59, "", State.UNSURE, id="it may still appear"),
        pytest.param(61, "", State.READY, id="it was never executed"),
        pytest.param(59, "NAME_TAKEN", State.UNSURE, id="a name is taken and not to be seen yet"),
        pytest.param(61, "NAME_TAKEN", State.HELD, id="a name is taken by what is being deleted"),
    ],
)
@pytest.mark.django_db
def test_no_such_job_means_something_only_after_a_while(
    age: int, reason: str, state: State
) -> None:
    job = unsure(reason=reason)
    with aws(job.connection) as script:
        script.knows_no_such_job()
        done = sending.step(job.pk, NOW + timedelta(seconds=age))
    assert done is not None
    assert done.state == state


@pytest.mark.django_db
def test_an_answer_that_does_not_come_changes_nothing() -> None:
    job = unsure()
    with aws(job.connection) as script:
        script.fails_to("describe_hyper_parameter_tuning_job", "InternalFailure", 500)
        done = sending.step(job.pk, LATER)
    assert done is not None
    assert done.state == State.UNSURE
    assert done.due_at is not None
    assert done.due_at > LATER


@pytest.mark.django_db
def test_a_lost_worker_leaves_a_question_not_an_answer() -> None:
    job = submitted(
        state=State.SENDING, lease_id=uuid4(), lease_until=NOW, due_at=None, sent_at=NOW
    )
    with aws(job.connection) as script:
        script.describes()
        script.has_tags(tuningconsole__submission=str(job.uuid))
        done = sending.step(job.pk, NOW + timedelta(seconds=1))
    assert done is not None
    assert (done.state, done.losses) == (State.CREATED, 1)


@pytest.mark.django_db
def test_a_lease_that_holds_is_respected() -> None:
    job = submitted(
        state=State.SENDING, lease_id=uuid4(), lease_until=NOW + LEASE, due_at=None, sent_at=NOW
    )
    with aws(job.connection):
        assert sending.step(job.pk, NOW) is None


@pytest.mark.django_db
def test_what_kills_its_workers_is_put_aside() -> None:
    job = submitted(
        state=State.SENDING, lease_id=uuid4(), lease_until=NOW, due_at=None, sent_at=NOW, losses=4
    )
    with aws(job.connection):
        assert sending.step(job.pk, NOW + timedelta(seconds=1)) is None
    job.refresh_from_db()
    assert (job.state, job.reason, job.losses) == (State.HELD, Reason.POISON, 5)
