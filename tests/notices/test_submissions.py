"""Submissions that AWS refuses, that wait for a person, or that AWS cannot be reached for."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.db import connections
from django.test import Client

from tests.jobs.rows import LATER, NOW, aws, submitted, written
from tests.people import member_of
from tuningconsole.jobs import actions, sending
from tuningconsole.jobs.models import Reason, State, TuningJob
from tuningconsole.notices import wording
from tuningconsole.notices.models import Event, Notice
from tuningconsole.teams.models import Role

HOUR = timedelta(hours=1)


@pytest.fixture
def job(db: None) -> TuningJob:
    found = submitted()
    member_of(found.team, "colin", Role.VIEWER)
    return found


def told() -> list[tuple[str, str]]:
    """Return the kind and the text of each notice that Colin has."""
    found = Notice.objects.filter(user__username="colin").order_by("pk")
    texts = [(one.event, wording.of(one.event)) for one in found.select_related("event__job")]
    return [(event.kind, f"{text.title}\n{text.detail}") for event, text in texts]


def refused(job: TuningJob, code: str, now: datetime = NOW) -> None:
    written(job, due_at=now)
    with aws(job.connection) as script:
        script.refuses(code, "No.")
        sending.step(job.pk, now)


@pytest.mark.parametrize(
    ("code", "kind", "said"),
    [
        (
            "ValidationException",
            "rejected",
            (
                "AWS rejected trees-1\nAWS refused the request: “No.” Edit the draft and create the"
                " job again. Nothing was created at AWS."
            ),
        ),
        (
            "ResourceLimitExceeded",
            "held",
            (
                "trees-1 is held and waits for somebody to decide\nA quota of the account is used"
                " up: “No.” Wait until other jobs have ended, or have AWS raise the quota, then"
                " retry. Nothing was created at AWS."
            ),
        ),
        ("AccessDeniedException", "held", "AWS did not allow it: “No.” Correct the connection"),
    ],
)
def test_what_is_refused_is_told_with_what_to_do(
    job: TuningJob, code: str, kind: str, said: str
) -> None:
    refused(job, code)
    [(told_kind, text)] = told()
    assert told_kind == kind
    assert said in text
    # What it says stays, whatever becomes of the job.
    written(job, state=State.CANCELLED, message="")
    assert said in told()[0][1]


def test_a_retry_that_is_held_again_is_told_again(job: TuningJob) -> None:
    refused(job, "AccessDeniedException")
    assert actions.retry(job, User.objects.get(username="colin"))
    job.refresh_from_db()
    assert job.submitted_at
    refused(job, "AccessDeniedException", job.submitted_at + HOUR)
    assert [kind for kind, _ in told()] == ["held", "held"]


def test_a_name_that_is_taken_is_a_rejection(job: TuningJob) -> None:
    written(job, state=State.UNSURE, attempts=1, sent_at=NOW)
    with aws(job.connection) as script:
        script.describes()
        script.has_tags(team="other")
        sending.step(job.pk, NOW)
    [(kind, text)] = told()
    assert kind == "rejected"
    assert "The name is taken" in text


def test_what_was_not_sent_for_a_day_is_told(job: TuningJob) -> None:
    written(job, submitted_at=NOW - 25 * HOUR)
    for _ in range(2):
        sending.step(job.pk, NOW)
    [(kind, text)] = told()
    assert kind == "held"
    assert "It waited too long" in text


def test_what_workers_were_lost_over_is_told(job: TuningJob) -> None:
    written(job, state=State.SENDING, losses=sending.MOST_LOSSES - 1, lease_until=NOW)
    for _ in range(2):
        sending.step(job.pk, LATER)
    [(kind, text)] = told()
    assert kind == "held"
    assert "It may be running" in text
    job.refresh_from_db()
    assert job.reason == Reason.POISON


def test_an_aws_that_is_away_is_told_once_after_a_while(job: TuningJob) -> None:
    for minutes, expected in ((0, 0), (14, 0), (15, 1), (40, 1)):
        refused(job, "ThrottlingException", NOW + timedelta(minutes=minutes))
        assert len(told()) == expected
    [(kind, text)] = told()
    assert kind == "delayed"
    assert "trees-1 could not be sent to AWS yet\nNo. Nothing is lost." in text


def test_what_is_created_makes_no_notice(job: TuningJob) -> None:
    with aws(job.connection) as script:
        script.creates()
        sending.step(job.pk, NOW)
    assert told() == []


@pytest.mark.django_db(transaction=True)
def test_eight_workers_tell_it_once(transactional_db: None) -> None:
    job = submitted(submitted_at=NOW - 25 * HOUR)
    member_of(job.team, "colin", Role.VIEWER)

    def work(_number: int) -> None:
        try:
            sending.step(job.pk, NOW)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(8)))
    assert len(told()) == 1


def test_the_list_leads_to_the_job(client: Client, job: TuningJob) -> None:
    refused(job, "ValidationException")
    client.force_login(User.objects.get(username="colin"))
    html = client.get("/notices/").content.decode()
    assert f'<a href="/jobs/{job.uuid}/">AWS rejected trees-1</a>' in html
    assert Event.objects.count() == 1
