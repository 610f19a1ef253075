"""The world of tests/teams/addresses.py with what its forms need, and people who have signed in."""

from collections.abc import Iterator
from uuid import uuid4

from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.teams.addresses import BY_TOKEN, LINES, WITH_PROVIDER, World, names, world
from tests.wizard.conftest import ARN, REQUEST
from tuningconsole.aws.models import Connection
from tuningconsole.catalog.authoring.pages import STEPS as AUTHORING
from tuningconsole.jobs.models import Reason, SavedView, State, TuningJob
from tuningconsole.notices.models import Event, Notice
from tuningconsole.teams.models import Membership, Role, Team
from tuningconsole.wizard import flow

ADDRESSES = {name: one for name, one in names() if not name.startswith(BY_TOKEN + WITH_PROVIDER)}
STEPS = {
    "wizard:step": ("page_id", [page.id for page in flow.pages({})]),
    "catalog:author": ("step_id", [step.id for step in AUTHORING]),
}
"""Addresses of which each page has a form of its own: name -> the argument, what it can be."""


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


def addresses(made: World) -> Iterator[str]:
    """Yield the addresses of all pages, and some that have more to show with a query."""
    for name, line in LINES.items():
        if line.looks is not None and name not in STEPS:
            yield reverse(name, kwargs=made.arguments(name, ADDRESSES[name]))
    job = TuningJob.objects.get(uuid=made.rows["jobs.uuid"])
    yield reverse("jobs:list") + "?status=Failed"
    yield reverse("jobs:stop-several") + f"?job={job.pk}"
    yield reverse("jobs:tag-several") + f"?job={job.pk}"
    yield reverse("jobs:detail", args=[made.rows["jobs:retry.uuid"]])
    yield reverse("jobs:detail", args=[made.rows["wizard:reopen.job"]])
    yield reverse("wizard:delete-drafts") + f"?draft={made.rows['wizard.uuid']}"
