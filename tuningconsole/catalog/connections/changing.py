"""Add, change and remove a team's connections."""

from functools import partial
from typing import Any, cast
from uuid import uuid4

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import ngettext

from tuningconsole.audit.log import record
from tuningconsole.aws import tasks
from tuningconsole.aws.models import Connection, Probe
from tuningconsole.teams.models import Team


class InUseError(Exception):
    """Jobs of the connection are still under way; the message says how many."""

    def __init__(self, count: int) -> None:
        message = ngettext(
            "{count} tuning job of this connection is being sent or still runs. Stop it, or wait"
            " for its end.",
            "{count} tuning jobs of this connection are being sent or still run. Stop them, or wait"
            " for their end.",
            count,
        )
        super().__init__(message.format(count=count))


def add(user: User, team: Team, values: dict[str, Any]) -> Connection:
    """Add a connection and have it tested."""
    with transaction.atomic():
        made = Connection(team=team, **values)
        _give_external_id(made)
        made.save()
        record(user, "added", made, team=team, **values)
        _test(made)
    return made


def change(user: User, connection: Connection, values: dict[str, Any]) -> bool:
    """Give a connection other values and have it tested; tell whether anything has changed."""
    changed = {name: value for name, value in values.items() if getattr(connection, name) != value}
    if not changed:
        return False
    before = {name: getattr(connection, name) for name in changed}
    is_elsewhere = changed.keys() - {"name"}
    for name, value in changed.items():
        setattr(connection, name, value)
    if is_elsewhere and not cast("Any", connection).tuning_jobs.exists():
        connection.account_id = ""  # Of the credentials before; the test will tell.
    _give_external_id(connection)
    with transaction.atomic():
        connection.save()
        record(user, "changed", connection, team=connection.team, before=before, **changed)
        if is_elsewhere:
            _test(connection)
    return True


def remove(user: User, connection: Connection) -> None:
    """Remove a connection, and with it what the console knows of it; at AWS nothing changes.

    Raises:
        InUseError: jobs are under way.
    """
    with transaction.atomic():
        # What is being submitted now waits for this lock, and then finds no connection.
        Connection.objects.select_for_update().get(pk=connection.pk)
        if count := under_way(connection):
            raise InUseError(count)
        record(user, "removed", connection, team=connection.team)
        connection.delete()


def ask_for_test(user: User, connection: Connection) -> None:
    """Have a worker test the connection; what the last test said is forgotten."""
    with transaction.atomic():
        record(user, "tested", connection, team=connection.team)
        _test(connection)


def under_way(connection: Connection) -> int:
    """Return how many jobs run, or wait to be sent."""
    jobs = cast("Any", connection).tuning_jobs
    waits = Q(due_at__isnull=False) | Q(lease_until__isnull=False)
    new = Q(status="", refresh_due_at__isnull=False)
    running = jobs.alive().values("pk")
    return int(jobs.filter(waits | new | Q(pk__in=running)).count())


def what_goes(connection: Connection) -> dict[str, int]:
    """Return how much of what goes with the connection there is."""
    held: Any = connection
    return {
        "jobs": held.tuning_jobs.count(),
        "drafts": held.drafts.count() + held.algorithm_drafts.count(),
        "algorithms": held.algorithms.count(),
    }


def _test(connection: Connection) -> None:
    asked: dict[str, Any] = {"asked_at": timezone.now(), "done_at": None, "results": []}
    Probe.objects.update_or_create(connection=connection, defaults=asked)
    transaction.on_commit(partial(tasks.probe.delay, connection.pk), robust=True)


def _give_external_id(connection: Connection) -> None:
    """Give a connection with a role an external id: made here, so that nobody can choose it.

    It stands for the team: whoever else enters the same role has another one, and is refused.
    """
    if connection.role_arn and not connection.external_id:
        connection.external_id = uuid4().hex
