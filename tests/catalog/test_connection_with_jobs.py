"""A connection with jobs: it stays where they are, and goes only when none is under way."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.jobs.rows import submitted
from tuningconsole.audit.models import Entry
from tuningconsole.aws.models import Connection
from tuningconsole.jobs.models import State, TuningJob
from tuningconsole.teams.models import Team

pytestmark = pytest.mark.django_db


@pytest.fixture
def as_ada(client: Client, ada: User) -> Client:
    client.force_login(ada)
    return client


def address(name: str, connection: Connection) -> str:
    return reverse(f"connections:{name}", args=[connection.pk])


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"region": "eu-central-1"}, "Keep us-east-1."),
        ({"source": "embedded"}, "Add another connection for this."),
        (
            {"source": "role", "role_arn": "arn:aws:iam::999999999999:role/x"},
            "Enter a role of account 111122223333.",
        ),
    ],
)
def test_a_connection_with_jobs_stays_where_they_are(
    as_ada: Client, team: Team, typed: dict[str, str], words: str
) -> None:
    job = of_team(team, kind="aws", region="us-east-1")
    form = {"name": "x", "source": "default", "region": "us-east-1"}
    answer = as_ada.post(address("edit", job.connection), form | typed)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert as_ada.post(address("edit", job.connection), form).status_code == 302


def of_team(team: Team, **values: str) -> TuningJob:
    """Submit a job and hand it with its connection to the team."""
    job = submitted()
    TuningJob.objects.update(team=team)
    Connection.objects.filter(pk=job.connection_id).update(team=team, **values)
    job.refresh_from_db()
    return job


def stop_everything(job: TuningJob, **values: Any) -> None:
    at_rest = {"state": State.CREATED, "status": "Completed", "due_at": None, "lease_until": None}
    TuningJob.objects.filter(pk=job.pk).update(**at_rest | values)


@pytest.mark.parametrize(
    "under_way",
    [
        {"state": State.READY, "due_at": timezone.now()},
        {"state": State.SENDING, "lease_until": timezone.now()},
        {"status": "InProgress"},
        {"status": "Stopping"},
        {"status": "", "refresh_due_at": timezone.now()},
    ],
    ids=["queued", "being sent", "runs", "stops", "just created"],
)
def test_a_connection_is_not_removed_while_jobs_are_under_way(
    as_ada: Client, team: Team, under_way: dict[str, Any]
) -> None:
    job = of_team(team)
    stop_everything(job, **under_way)
    where = address("remove", job.connection)
    assert "cannot be removed" in as_ada.get(where).content.decode()
    answer = as_ada.post(where, {"name": "embedded"})
    assert answer.status_code == 422
    assert "Stop it, or wait for its end." in answer.content.decode()
    assert Connection.objects.exists()


def test_a_connection_is_removed_after_its_name_was_typed(as_ada: Client, team: Team) -> None:
    job = of_team(team)
    stop_everything(job)
    where = address("remove", job.connection)
    html = as_ada.get(where).content.decode()
    assert "1 tuning job with training jobs" in html
    assert "Everything in the account" in html
    assert as_ada.post(where, {"name": "Embedded"}).status_code == 422
    assert as_ada.post(where, {"name": "embedded"}, follow=True).status_code == 200
    assert not Connection.objects.exists()
    assert Entry.objects.get(verb="removed").target_name == "embedded (us-east-2)"
