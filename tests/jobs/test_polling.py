"""The rows follow AWS: what runs, what is new, what changed, and nothing twice."""

from datetime import timedelta

import pytest

from tests.jobs.rows import (
    COUNTERS,
    LATER,
    NOW,
    aws,
    created,
    place,
    submitted,
    summary,
    swept,
    training,
)
from tuningconsole.jobs import polling
from tuningconsole.jobs.models import State, Sweep, TrainingJob, TuningJob

pytestmark = pytest.mark.django_db
RUNNING = {**COUNTERS, "InProgress": 2}


def test_the_first_sweep_takes_over_what_is_there() -> None:
    _, connection = place()
    with aws(connection) as script:
        script.lists(summary(name="running"), stopping=())
        script.lists_new(summary(name="running"), summary("Completed", name="done"))
        assert polling.sweep(connection.pk, NOW)
    found = TuningJob.objects.order_by("name")
    assert [(job.name, job.status, job.key) for job in found] == [
        ("done", "Completed", None),
        ("running", "InProgress", None),
    ]
    assert {job.refresh_due_at for job in found} == {NOW}
    state = Sweep.objects.get()
    assert (state.error, state.seen_at, state.found_until) == ("", NOW, NOW)


def test_a_job_that_changed_is_described_and_one_that_did_not_is_not() -> None:
    job = created(counters=RUNNING, objective_counters={}, modified_at=NOW)
    swept(job)
    with aws(job.connection) as script:
        script.lists(summary(TrainingJobStatusCounters=RUNNING))
        polling.sweep(job.connection_id, NOW)
    job.refresh_from_db()
    assert (job.refresh_due_at, job.counters) == (NOW, RUNNING)

    TuningJob.objects.update(refresh_due_at=None, description={})
    with aws(job.connection) as script:
        script.lists(summary(TrainingJobStatusCounters=RUNNING))
        polling.sweep(job.connection_id, NOW + timedelta(seconds=2))
    job.refresh_from_db()
    assert (job.refresh_due_at, job.seen_at) == (None, NOW + timedelta(seconds=2))


def test_a_job_that_left_the_lists_is_described() -> None:
    job = created()
    swept(job)
    with aws(job.connection) as script:
        script.lists()
        polling.sweep(job.connection_id, NOW)
    job.refresh_from_db()
    assert job.refresh_due_at == NOW


def test_a_connection_is_swept_once_however_often_it_is_asked_for() -> None:
    job = created()
    swept(job)
    with aws(job.connection) as script:
        script.lists()
        assert polling.sweep(job.connection_id, NOW)
        assert not polling.sweep(job.connection_id, NOW)


def test_a_sweep_that_fails_keeps_what_is_known_and_says_why() -> None:
    job = created()
    swept(job)
    with aws(job.connection) as script:
        script.fails_to("list_hyper_parameter_tuning_jobs", "ThrottlingException")
        polling.sweep(job.connection_id, NOW)
    job.refresh_from_db()
    state = Sweep.objects.get()
    assert (job.status, job.refresh_due_at) == ("InProgress", None)
    assert (state.failures, state.seen_at, state.error) == (1, None, "Because.")
    assert state.due_at > NOW


def test_sweeps_back_off_and_recover() -> None:
    job = created()
    swept(job, failures=3, error="Because.")
    with aws(job.connection) as script:
        script.fails_to("list_hyper_parameter_tuning_jobs", "ThrottlingException")
        polling.sweep(job.connection_id, NOW)
    state = Sweep.objects.get()
    assert state.due_at == NOW + polling.BUSY[job.connection.kind] * 8
    with aws(job.connection) as script:
        script.lists()
        polling.sweep(job.connection_id, state.due_at)
    state.refresh_from_db()
    assert (state.failures, state.error) == (0, "")


def test_discovery_looks_no_further_back_than_it_must() -> None:
    job = created()
    swept(job, discover_due_at=NOW)
    with aws(job.connection) as script:
        script.lists(summary(), stopping=())
        script.lists_new(summary(), CreationTimeAfter=NOW - polling.OVERLAP)
        polling.sweep(job.connection_id, NOW)
    assert TuningJob.objects.count() == 1


def test_a_job_that_is_being_submitted_is_not_found_as_somebody_elses() -> None:
    job = submitted(state=State.SENDING, due_at=None, lease_until=LATER)
    swept(job)
    with aws(job.connection) as script:
        script.lists(summary())
        polling.sweep(job.connection_id, NOW)
    assert TuningJob.objects.get() == job


def test_a_refused_submission_does_not_hide_the_job_that_has_the_name() -> None:
    job = submitted(state=State.HELD, reason="NAME_TAKEN", due_at=None)
    swept(job)
    with aws(job.connection) as script:
        script.lists(summary())
        polling.sweep(job.connection_id, NOW)
    assert TuningJob.objects.get(key=None).status == "InProgress"


def test_a_name_that_is_used_again_is_another_job() -> None:
    job = created("Completed", key=None)
    swept(job)
    with aws(job.connection) as script:
        script.lists(summary(CreationTime=LATER, LastModifiedTime=LATER), stopping=())
        script.lists_new(CreationTimeAfter=NOW - polling.OVERLAP)
        polling.sweep(job.connection_id, LATER)
    job.refresh_from_db()
    other = TuningJob.objects.exclude(pk=job.pk).get()
    assert (job.state, job.status) == (State.GONE, "Completed")
    assert (other.state, other.status) == (State.CREATED, "InProgress")


def test_a_description_brings_training_jobs_tags_and_the_best() -> None:
    job = created(refresh_due_at=NOW)
    metric = {"MetricName": "m", "Value": 0.5}
    best = training(1, FinalHyperParameterTuningJobObjectiveMetric=metric)
    with aws(job.connection) as script:
        script.describes("Completed", BestTrainingJob=best, HyperParameterTuningEndTime=LATER)
        script.lists_training_jobs(training(2, "Failed", FailureReason="Because."), best)
        script.has_tags(team="ml")
        done = polling.refresh(job.pk, NOW)
    assert done is not None
    assert (done.status, done.best_value, done.best_name) == (
        "Completed",
        0.5,
        best["TrainingJobName"],
    )
    assert (done.tags, done.ended_at, done.refresh_due_at) == ({"team": "ml"}, LATER, None)
    assert list(
        TrainingJob.objects.order_by("name").values_list(
            "status", "objective_value", "hyperparameters", "failure_reason"
        )
    ) == [("Completed", 0.5, {"depth": "1"}, ""), ("Failed", None, {"depth": "2"}, "Because.")]


def test_values_that_are_no_numbers_are_kept_out() -> None:
    job = created(refresh_due_at=NOW)
    metric = {"MetricName": "m", "Value": float("nan")}
    best = training(1, FinalHyperParameterTuningJobObjectiveMetric=metric)
    with aws(job.connection) as script:
        script.describes("Completed", BestTrainingJob=best)
        script.lists_training_jobs(best)
        script.has_tags()
        done = polling.refresh(job.pk, NOW)
    assert done is not None
    assert done.best_value is None
    assert TrainingJob.objects.get().objective_value is None


@pytest.mark.parametrize(
    ("known", "said", "expected"),
    [
        ("Completed", "InProgress", "Completed"),
        ("Stopping", "InProgress", "Stopping"),
        ("Stopped", "Stopping", "Stopped"),
        ("InProgress", "Stopping", "Stopping"),
        ("Stopping", "Completed", "Completed"),
    ],
)
def test_a_status_never_goes_backwards(known: str, said: str, expected: str) -> None:
    job = created(known, refresh_due_at=NOW, tags={})
    with aws(job.connection) as script:
        script.describes(said)
        script.lists_training_jobs()
        if said == "Completed":
            script.has_tags()
        done = polling.refresh(job.pk, NOW)
    assert done is not None
    assert done.status == expected


def test_an_older_answer_does_not_overwrite_a_newer_one() -> None:
    job = created(refresh_due_at=NOW, tags={}, modified_at=LATER, counters=RUNNING)
    with aws(job.connection) as script:
        script.describes()
        script.lists_training_jobs()
        done = polling.refresh(job.pk, NOW)
    assert done is not None
    assert (done.modified_at, done.counters) == (LATER, RUNNING)


def test_a_training_job_that_ended_does_not_run_again() -> None:
    job = created(refresh_due_at=NOW, tags={})
    for status in ("Completed", "InProgress"):
        TuningJob.objects.update(refresh_due_at=NOW)
        with aws(job.connection) as script:
            script.describes()
            script.lists_training_jobs(training(1, status))
            polling.refresh(job.pk, NOW)
    assert TrainingJob.objects.get().status == "Completed"


def test_pages_of_training_jobs_that_have_all_ended_are_not_read_again() -> None:
    job = created(refresh_due_at=NOW, tags={})
    with aws(job.connection) as script:
        script.describes()
        script.lists_training_jobs(training(2), training(1))
        polling.refresh(job.pk, NOW)
    TuningJob.objects.update(refresh_due_at=NOW)
    with aws(job.connection) as script:
        script.describes()
        # A token for a page that nobody asks for.
        script.lists_training_jobs(training(3, "InProgress"), training(2), NextToken="more")
        polling.refresh(job.pk, NOW)
    assert TrainingJob.objects.count() == 3


def test_a_job_is_gone_when_aws_says_so_twice() -> None:
    job = created(refresh_due_at=NOW)
    for minutes, state in ((0, State.CREATED), (2, State.GONE)):
        moment = NOW + timedelta(minutes=minutes)
        with aws(job.connection) as script:
            script.knows_no_such_job()
            done = polling.refresh(job.pk, moment)
        assert done is not None
        assert done.state == state
    assert done.status == "InProgress"
    assert done.shown_status == "Deleted"


def test_a_job_that_was_missing_for_a_moment_is_not_gone() -> None:
    job = created(refresh_due_at=NOW, missing_since=NOW, tags={})
    with aws(job.connection) as script:
        script.describes()
        script.lists_training_jobs()
        done = polling.refresh(job.pk, NOW)
    assert done is not None
    assert done.missing_since is None


def test_a_description_that_fails_is_tried_again_later() -> None:
    job = created(refresh_due_at=NOW)
    with aws(job.connection) as script:
        script.fails_to("describe_hyper_parameter_tuning_job", "InternalFailure", 500)
        done = polling.refresh(job.pk, NOW)
    assert done is not None
    assert done.refresh_due_at is not None
    assert done.refresh_due_at > NOW
