"""How each address of the console is called, and by whom: a new one needs a line here.

`LINES` says for each name of an address who may look (GET) and who may act (POST); None: the method
is not known there (405). `World.rows` says which row an argument of an address names.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import User
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from tests.people import connected, member_of
from tests.wizard.conftest import ARN, description
from tuningconsole.api import tokens
from tuningconsole.api.models import Scope
from tuningconsole.aws.models import Connection
from tuningconsole.catalog.models import Algorithm, AlgorithmDraft
from tuningconsole.jobs.models import SavedView, State, TrainingJob, TuningJob
from tuningconsole.notices.models import Receiver
from tuningconsole.teams import inviting
from tuningconsole.teams.models import Membership, Role, Team
from tuningconsole.wizard import drafts

ANYBODY, VIEWER, EDITOR, ADMIN, OWNER = 0, 1, 2, 3, 4
"""Who is let in: these and who has more rights; OWNER: an editor, to what is theirs alone."""


@dataclass(frozen=True, slots=True)
class Line:
    """Who may look and who may act; None: nobody can."""

    looks: int | None
    acts: int | None = None


SEEN, CHANGED, DONE = Line(VIEWER), Line(EDITOR, EDITOR), Line(None, EDITOR)
MANAGED, OWN = Line(ADMIN, ADMIN), Line(OWNER, OWNER)
LINES = {
    "home": SEEN,
    "wall": SEEN,
    "ui:theme": Line(None, ANYBODY),
    "ui:language": Line(None, ANYBODY),
    "teams:sign-in": Line(ANYBODY, ANYBODY),
    "teams:sign-out": Line(None, VIEWER),
    "teams:join": Line(ANYBODY, ANYBODY),
    "teams:switch": Line(None, VIEWER),
    "teams:team": SEEN,
    "teams:leave": Line(VIEWER, VIEWER),
    "teams:account": SEEN,
    "teams:change-password": Line(VIEWER, VIEWER),
    "teams:sign-out-elsewhere": Line(None, VIEWER),
    "teams:create": MANAGED,
    "teams:rename": MANAGED,
    "teams:change-role": Line(None, ADMIN),
    "teams:remove": MANAGED,
    "teams:invite": MANAGED,
    "teams:withdraw": Line(None, ADMIN),
    "account_login": Line(ANYBODY, ANYBODY),
    "account_logout": Line(None, VIEWER),
    "account_inactive": Line(ANYBODY),
    "account_reauthenticate": Line(VIEWER, VIEWER),
    "mfa_authenticate": Line(ANYBODY, ANYBODY),
    "mfa_reauthenticate": Line(VIEWER, VIEWER),
    "mfa_index": SEEN,
    "mfa_activate_totp": Line(VIEWER, VIEWER),
    "mfa_deactivate_totp": Line(VIEWER, VIEWER),
    "mfa_view_recovery_codes": SEEN,
    "mfa_generate_recovery_codes": Line(VIEWER, VIEWER),
    "mfa_download_recovery_codes": Line(VIEWER, VIEWER),
    "socialaccount_login_cancelled": Line(ANYBODY),
    "socialaccount_signup": Line(ANYBODY, ANYBODY),
    "history:log": SEEN,
    "history:export": SEEN,
    "connections:list": Line(ADMIN),
    "connections:add": MANAGED,
    "connections:detail": Line(ADMIN),
    "connections:edit": MANAGED,
    "connections:test": Line(None, ADMIN),
    "connections:remove": MANAGED,
    "catalog:algorithms": SEEN,
    "catalog:read-again": Line(None, VIEWER),
    "catalog:subscriptions": Line(VIEWER, EDITOR),
    "catalog:remove": CHANGED,
    "catalog:s3": SEEN,
    "catalog:create-role": MANAGED,
    "catalog:begin": CHANGED,
    "catalog:review": Line(OWNER),
    "catalog:create": Line(None, OWNER),
    "catalog:discard": OWN,
    "catalog:author": OWN,
    "catalog:connection": Line(None, VIEWER),
    "catalog:copy": DONE,
    "catalog:delete": CHANGED,
    "catalog:algorithm": SEEN,
    "jobs:list": SEEN,
    "jobs:export-list": SEEN,
    "jobs:budget": Line(VIEWER, ADMIN),
    "jobs:prices": Line(VIEWER, ADMIN),
    "jobs:preferences": Line(None, VIEWER),
    "jobs:save-view": Line(None, VIEWER),
    "jobs:delete-view": Line(None, OWNER),
    "jobs:stop-several": CHANGED,
    "jobs:tag-several": CHANGED,
    "jobs:metric-tester": Line(VIEWER, VIEWER),
    "jobs:compare": SEEN,
    "jobs:compare-jobs": SEEN,
    "jobs:create-model": CHANGED,
    "jobs:stop": CHANGED,
    "jobs:retry": DONE,
    "jobs:discard": CHANGED,
    "wizard:start": CHANGED,
    "wizard:import": CHANGED,
    "wizard:clone": DONE,
    "wizard:warm-start": DONE,
    "wizard:drafts": SEEN,
    "wizard:delete-drafts": Line(VIEWER, EDITOR),
    "wizard:rename": CHANGED,
    "wizard:duplicate": DONE,
    "wizard:reopen": DONE,
    "wizard:review": Line(EDITOR),
    "wizard:create": Line(VIEWER, EDITOR),
    "wizard:cancel": CHANGED,
    "wizard:step": CHANGED,
    "notices:list": SEEN,
    "notices:count": SEEN,
    "notices:read": Line(None, VIEWER),
    "notices:settings": Line(VIEWER, VIEWER),
    "notices:create-receiver": Line(VIEWER, VIEWER),
    "notices:change-receiver": OWN,
    "notices:test-receiver": Line(None, OWNER),
    "notices:remove-receiver": OWN,
    "api:tokens": SEEN,
    "api:create-token": Line(VIEWER, VIEWER),
    "api:revoke-token": OWN,
    "api:team-tokens": Line(ADMIN),
    "api:revoke-team-token": MANAGED,
    "api:reference": SEEN,
    "api:openapi": Line(ANYBODY, ANYBODY),
    "operations:live": Line(ANYBODY),
    "operations:ready": Line(ANYBODY),
}
for _tab in (
    *("detail", "training-jobs", "charts", "chart", "chart-figure", "chart-numbers"),
    *("curves", "curves-figure", "curves-numbers", "definition", "configuration", "tags"),
    *("bests", "export", "family", "training-job", "log", "whole-log"),
):
    LINES[f"jobs:{_tab}"] = SEEN

BY_TOKEN = ("api:v1-", "api:<", "operations:metrics")
"""How names of addresses begin where a session counts for nothing; tests/api has their tokens."""
WITH_PROVIDER = ("openid_connect_",)
"""And where there is nothing but with a provider; tests/teams/test_single_sign_on.py has one."""


def names() -> Iterator[tuple[str, URLPattern]]:
    """Yield the name and the pattern of every address that the console has."""

    def walk(patterns: list[Any], space: str) -> Iterator[tuple[str, URLPattern]]:
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
                yield from walk(pattern.url_patterns, inner)
            else:
                yield f"{space}{pattern.name or '<nameless>'}", pattern

    yield from walk(get_resolver().url_patterns, "")


@dataclass
class World:
    """A team with people of each role and a row of every kind, and a stranger.

    Attributes:
        rows: name of an address's argument, with its package or its address before it -> value.
    """

    people: dict[str, User | None]
    rows: dict[str, Any] = field(default_factory=dict)

    def arguments(self, name: str, pattern: URLPattern) -> dict[str, Any]:
        """Return what the address is called with.

        Raises:
            KeyError: an argument that this module does not know a row for.
        """
        package = name.partition(":")[0]
        found = {}
        for argument in pattern.pattern.converters:
            keys = (f"{name}.{argument}", f"{package}.{argument}")
            [value, *_] = [self.rows[key] for key in keys if key in self.rows] or [None]
            if value is None:
                raise KeyError(f"Say in tests/teams/addresses.py what {keys[0]} is.")
            found[argument] = value
        return found


def world(region: str) -> World:
    """Make it. The Region is one that no other test has a client for."""
    team, other = Team.objects.create(name="Secretive"), Team.objects.create(name="Others")
    alice = member_of(team, "secret-alice", Role.EDITOR)
    ada = member_of(team, "secret-ada", Role.ADMIN)
    member_of(team, "secret-otto", Role.ADMIN)
    vera = member_of(team, "secret-vera", Role.VIEWER)
    bob = member_of(team, "secret-bob", Role.EDITOR)
    stranger = member_of(other, "sid", Role.ADMIN)
    for one in (connected(team), connected(other)):
        Connection.objects.filter(pk=one.pk).update(region=region)
    made = World({"anonymous": None, "sid": stranger, "vera": vera, "alice": alice, "ada": ada})
    made.rows = {
        "api.pk": _token(alice),
        "teams:switch.pk": team.pk,
        "teams:change-role.pk": Membership.objects.get(user=bob).pk,
        "teams:remove.pk": Membership.objects.get(user=bob).pk,
        "teams:join.token": inviting.invite(ada, team, Role.VIEWER),
        "teams:withdraw.pk": team.invitations.get().pk,
        "history.form": "csv",
        **_algorithms(team, alice),
        **_jobs(team, alice),
    }
    return made


def _token(user: User) -> int:
    token, _ = tokens.create(Membership.objects.get(user=user), "secret-token", Scope.READ, 1)
    return int(token.pk)


def _algorithms(team: Team, alice: User) -> dict[str, Any]:
    connection = Connection.objects.get(team=team)
    algorithms = [
        Algorithm.objects.create(
            connection=connection,
            source=source,
            name=f"secret-{source}",
            arn=f"{ARN}-{source}",
            status="Completed",
            created_at=timezone.now(),
            description=description(),
        )
        for source in Algorithm.Source
    ]
    draft = AlgorithmDraft.objects.create(team=team, owner=alice, connection=connection)
    return {
        "connections.pk": connection.pk,
        "catalog:connection.pk": connection.pk,
        "catalog:remove.pk": algorithms[1].pk,
        "catalog.pk": algorithms[0].pk,
        "catalog.uuid": draft.uuid,
        "catalog.step_id": "training",
        "wizard.uuid": drafts.start(alice, connection, algorithms[0]).uuid,
        "wizard.page_id": "job",
    }


def _jobs(team: Team, alice: User) -> dict[str, Any]:
    now, connection = timezone.now(), Connection.objects.get(team=team)
    job = TuningJob.objects.create(
        team=team,
        connection=connection,
        creator=alice,
        name="secret-job",
        name_key="secret-job",
        account="111122223333",
        region=connection.region,
        state=State.CREATED,
        status="InProgress",
        created_at=now,
        seen_at=now,
        training_jobs_wanted=1,
        description={"TrainingJobDefinition": {}},
        tags={},
    )
    TrainingJob.objects.create(
        tuning_job=job, name="trained-1", status="Completed", created_at=now, seen_at=now
    )
    view = SavedView.objects.create(team=team, owner=alice, name="secret-view", query="q=x")
    receiver = Receiver.objects.create(
        team=team, owner=alice, name="secret-mail", is_mail=True, sealed="", created_at=now
    )
    return {
        "jobs.uuid": job.uuid,
        "jobs.name": "trained-1",
        "jobs.key": "history",
        "jobs.ending": "csv",
        "jobs:delete-view.pk": view.pk,
        "notices.pk": receiver.pk,
        "wizard.job": job.uuid,
        "api.uuid": job.uuid,
        "api.format": "json",
    }
