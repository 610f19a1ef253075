"""``manage.py seed_console``: what the console has to show at its first start; harmless later."""

import secrets
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.management.base import BaseCommand
from django.db import transaction

from tuningconsole.audit.log import record
from tuningconsole.aws import algorithms as remote
from tuningconsole.aws import credentials
from tuningconsole.aws.errors import AwsError
from tuningconsole.aws.models import Connection
from tuningconsole.catalog import algorithms, refresh
from tuningconsole.catalog.models import Algorithm
from tuningconsole.settings import env
from tuningconsole.teams.models import Membership, Role, Team

ADMINISTRATOR = "admin"
TEAM = "My team"
SUBSCRIPTION = "arn:aws:sagemaker:us-east-2:764419575721:algorithm/scikit-decision-trees-1542410022"
"""The algorithm that the AWS documentation's example subscribes to; the engine has it."""


class Command(BaseCommand):
    """Makes the first administrator, their team and its connections, once."""

    help = "Make the first administrator, a team and its connections, where there are none."

    def handle(self, **_options: Any) -> None:
        """Make what is missing; nothing that people made or removed is touched later."""
        if not User.objects.exists():
            with transaction.atomic():
                _make_team(_make_administrator())
        for connection in Connection.objects.filter(kind=Connection.Kind.EMBEDDED):
            try:
                _fill(connection)
            except AwsError as error:
                # The sweeps fill it as soon as it answers.
                self.stderr.write(f"{connection} does not answer yet: {error}")


def _make_administrator() -> User:
    path = Path(env.text("TUNINGCONSOLE_ADMIN_PASSWORD_FILE"))
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(12))
    administrator = User.objects.create_superuser(ADMINISTRATOR, password=path.read_text().strip())
    record(None, "create", administrator)
    return administrator


def _make_team(administrator: User) -> None:
    team = Team.objects.create(name=TEAM)
    Membership.objects.create(team=team, user=administrator, role=Role.ADMIN)
    if settings.EMBEDDED["endpoints"]["sagemaker"]:
        Connection.objects.create(
            team=team,
            name="embedded",
            kind=Connection.Kind.EMBEDDED,
            region=settings.EMBEDDED["region"],
            account_id=settings.EMBEDDED["account"],
        )
    if found := credentials.find():
        Connection.objects.create(
            team=team,
            name="AWS",
            kind=Connection.Kind.AWS,
            region=found.region,
            profile=found.profile,
        )
    record(None, "create", team, team_name=team.name)


def _fill(connection: Connection) -> None:
    """Mirror what the embedded stack offers, and at the very first time add the subscription."""
    is_new = not Algorithm.objects.filter(connection=connection).exists()
    refresh.algorithms(connection)
    if is_new:
        description = remote.describe(connection, SUBSCRIPTION)
        algorithms.keep(connection, Algorithm.Source.SUBSCRIPTION, description)
    refresh.lookups(connection)
