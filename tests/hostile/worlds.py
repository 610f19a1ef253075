"""The world of tests/teams/addresses.py with what its forms need, and people who have signed in."""

from uuid import uuid4

from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.teams.addresses import World, world
from tests.wizard.conftest import ARN, REQUEST
from tuningconsole.aws.models import Connection
from tuningconsole.jobs.models import Reason, SavedView, State, TuningJob
from tuningconsole.notices.models import Event, Notice
from tuningconsole.teams.models import Membership, Role, Team


def furnished(region: str) -> World:
    """Make it: also a job that is held, a notice, a second team of Ada's."""
    made = world(region)
    team, alice = Team.objects.get(name="Secretive"), made.people["alice"]
    held = _held(team, alice)
    refused = _held(team, alice, name="refused", reason=Reason.INVALID)
    made.rows |= {
        "hostile.team": team.pk,
        "jobs:retry.uuid": held.uuid,
        "jobs:discard.uuid": held.uuid,
        "wizard:reopen.job": refused.uuid,
    }
    SavedView.objects.filter(team=team).update(query="status=Failed", is_shared=True)
    TuningJob.objects.filter(name="secret-job").update(
        best_name="trained-1", description=REQUEST, arn=f"{ARN}-job"
    )
    job, ada = TuningJob.objects.get(name="secret-job"), made.people["ada"]
    event = Event.objects.create(job=job, kind="failed", at=timezone.now())
    Notice.objects.create(event=event, user=ada, team=team, created_at=event.at)
    Membership.objects.create(team=Team.objects.create(name="Second"), user=ada, role=Role.ADMIN)
    return made


def _held(
    team: Team, alice: User | None, name: str = "held", reason: Reason = Reason.DENIED
) -> TuningJob:
    connection = Connection.objects.get(team=team)
    return TuningJob.objects.create(
        team=team,
        connection=connection,
        creator=alice,
        key=uuid4(),
        name=name,
        name_key=name,
        account="111122223333",
        region=connection.region,
        state=State.HELD,
        reason=reason,
        message="You are not authorised.",
        request=REQUEST,
        created_at=timezone.now(),
        submitted_at=timezone.now(),
    )


def signed_in(made: World, who: str) -> Client:
    """Return the person's browser after they have typed their password; "anonymous": nobody's."""
    client = Client(raise_request_exception=False)
    if user := made.people[who]:
        name = user.get_username()
        answer = client.post("/sign-in/", {"username": name, "password": f"{name}-password"})
        assert answer.status_code == 302, answer.content
        client.post(reverse("teams:switch", args=[made.rows["hostile.team"]]))
        client.post(reverse("account_reauthenticate"), {"password": f"{name}-password"})
    return client
