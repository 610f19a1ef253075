"""What becomes a notice, for whom, and how often."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import DatabaseError
from django.utils import timezone

from tests.jobs.conftest import Make
from tests.jobs.rows import description
from tests.people import member_of
from tuningconsole.jobs import mirror
from tuningconsole.jobs.models import TuningJob
from tuningconsole.jobs.signals import moved
from tuningconsole.notices.models import Delivery, Event, Kind, Notice, Preference, Receiver
from tuningconsole.teams.models import Membership, Role, Team


def says(job: TuningJob, status: str = "InProgress", best: str = "", **members: Any) -> None:
    """Let AWS say something of the job, later than all before."""
    job.refresh_from_db()
    answer = {**description(status), "LastModifiedTime": timezone.now(), **members}
    answer["CreationTime"] = job.created_at
    if best:
        metric = {"MetricName": "m", "Value": 0.5}
        answer["BestTrainingJob"] = {
            "TrainingJobName": best,
            "FinalHyperParameterTuningJobObjectiveMetric": metric,
        }
    mirror.take_description(job, answer, timezone.now())


def kinds() -> list[str]:
    return list(Event.objects.order_by("pk").values_list("kind", flat=True))


@pytest.mark.parametrize(
    ("status", "kind"), [("Completed", "completed"), ("Failed", "failed"), ("Stopped", "stopped")]
)
def test_an_end_is_told_once(make_job: Make, alice: User, status: str, kind: str) -> None:
    job = make_job()
    for _ in range(3):
        says(job, status)
    assert kinds() == [kind]
    assert list(Notice.objects.values_list("user", flat=True)) == [alice.pk]


def test_a_list_tells_of_an_end_too(make_job: Make, alice: User) -> None:
    job = make_job()
    summary = {**description("Completed"), "LastModifiedTime": timezone.now()}
    mirror.take_summary(job, summary, timezone.now())
    says(job, "Completed")
    assert kinds() == ["completed"]


def test_what_had_ended_when_it_was_found_is_history(make_job: Make, alice: User) -> None:
    says(make_job(status="Completed"), "Completed", best="trees-001")
    assert kinds() == []


def test_each_new_best_is_told_once(make_job: Make, alice: User) -> None:
    job = make_job()
    for best in ("trees-001", "trees-001", "trees-002", "trees-001"):
        says(job, best=best)
    events = Event.objects.order_by("pk").values_list("kind", "subject", "value")
    assert list(events) == [("best", "trees-001", 0.5), ("best", "trees-002", 0.5)]
    # Nobody has asked for these.
    assert not Notice.objects.exists()


def test_nothing_new_is_told_of_a_job_that_goes_on(make_job: Make, alice: User) -> None:
    job = make_job()
    says(job)
    says(job, "Stopping")
    assert kinds() == []


def test_everybody_gets_what_they_have_chosen(
    make_job: Make, alice: User, bob: User, vera: User, stranger: User
) -> None:
    job = make_job(creator=alice)
    Preference.objects.create(user=bob, team=job.team, is_own_only=True)
    Preference.objects.create(user=vera, team=job.team, kinds=[Kind.BEST])
    says(job, best="trees-001")
    says(job, "Completed")
    told = set(Notice.objects.values_list("user__username", "event__kind"))
    assert told == {("alice", "completed"), ("vera", "best")}


def receiver(team: Team, owner: User | None = None, **values: Any) -> Receiver:
    given = {"is_mail": True, "sealed": "", "shown": "", "created_at": timezone.now(), **values}
    return Receiver.objects.create(team=team, owner=owner, name="r", **given)


def test_receivers_get_what_they_want(make_job: Make, alice: User, bob: User) -> None:
    job = make_job(creator=alice)
    team = job.team
    wants = [receiver(team), receiver(team, alice, is_own_only=True), receiver(team, bob)]
    receiver(team, bob, is_own_only=True)
    receiver(team, kinds=[Kind.FAILED])
    receiver(Team.objects.create(name="Others"))
    left = member_of(team, "left", Role.VIEWER)
    receiver(team, left)
    Membership.objects.filter(user=left).delete()
    says(job, "Completed")
    assert set(Delivery.objects.values_list("receiver", flat=True)) == {one.pk for one in wants}
    # The description comes in the moment after the list: the best value is told with it.
    assert all(
        one.due_at - one.created_at == timedelta(seconds=5) for one in Delivery.objects.all()
    )


@pytest.mark.django_db(transaction=True)
def test_what_cannot_be_noted_is_taken_over_the_next_time(make_job: Make, alice: User) -> None:
    job = make_job()

    def fail(**_: Any) -> None:
        raise DatabaseError("full")

    moved.connect(fail)
    try:
        with pytest.raises(DatabaseError):
            says(job, "Completed")
    finally:
        moved.disconnect(fail)
    assert not Event.objects.exists()
    says(job, "Completed")
    assert kinds() == ["completed"]
