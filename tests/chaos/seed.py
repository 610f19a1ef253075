"""Fill a console's database: ``python -m tests.chaos.seed NUMBER`` with the console's variables.

Prints as JSON a person's session and the drafts, each complete: [uuid, key, name].
"""

import json
import os
import sys
from datetime import UTC, datetime

import django


def main(number: int) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tuningconsole.settings.console")
    django.setup()
    from tests.people import connected, member_of
    from tests.wizard.conftest import ARN, REQUEST, ROLE, description
    from tuningconsole.catalog.models import Algorithm, Lookup
    from tuningconsole.teams.models import Role, Team
    from tuningconsole.wizard import bringing
    from tuningconsole.wizard.models import Draft
    from tuningconsole.wizard.steps import NAME

    team = Team.objects.create(name="Foresters")
    alice, connection = member_of(team, "alice", Role.EDITOR), connected(team)
    roles = [{"value": ROLE, "label": "SageMakerRole"}]
    Lookup.objects.create(connection=connection, kind="roles", items=roles)
    Algorithm.objects.create(
        connection=connection,
        source=Algorithm.Source.OWN,
        name="decision-trees",
        arn=ARN,
        status="Completed",
        created_at=datetime(2026, 1, 2, tzinfo=UTC),
        description=description(),
    )
    brought = bringing.document(connection, json.dumps(REQUEST))
    assert not brought.problems, brought.problems
    first = bringing.from_document(alice, connection, brought)
    made = Draft.objects.bulk_create(
        Draft(
            team=team,
            owner=alice,
            connection=connection,
            answers={**first.answers, NAME: f"chaos-{count:05}"},
            current=first.current,
            visited=first.visited,
            number_of_pages=first.number_of_pages,
        )
        for count in range(number)
    )
    drafts = [[str(draft.uuid), str(draft.key), draft.name] for draft in made]
    print(json.dumps({"session": session_of(alice), "drafts": drafts}))  # noqa: T201  Its output.


def session_of(user: object) -> str:
    """Return the key of a session in which the person is signed in."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.auth.models import User
    from django.contrib.sessions.backends.db import SessionStore

    assert isinstance(user, User)
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return str(session.session_key)


if __name__ == "__main__":
    main(int(sys.argv[1]))
