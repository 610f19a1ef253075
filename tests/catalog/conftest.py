"""People of every role, and a script of what AWS says."""

from collections.abc import Callable, Iterator

import pytest
from botocore.stub import Stubber
from django.contrib.auth.models import User
from django.test import Client

from tests.wizard.conftest import algorithm, connection  # noqa: F401  Fixtures.
from tuningconsole.aws.client import client_for
from tuningconsole.aws.models import Connection
from tuningconsole.teams.models import Membership, Role, Team

As = Callable[[str], Client]


@pytest.fixture
def browse_as(team: Team) -> As:
    """Return a browser signed in as viewer, editor or admin of the team, or as a stranger."""

    def sign_in(role: str) -> Client:
        user = User.objects.create_user(role)
        own = team if role in Role.values else Team.objects.create(name="Strangers")
        if own != team:
            Connection.objects.create(team=own, name="own", kind="embedded", region="us-east-2")
        Membership.objects.create(team=own, user=user, role=role if own == team else Role.ADMIN)
        client = Client()
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture
def script(connection: Connection) -> Iterator[Callable[..., Stubber]]:  # noqa: F811
    """Return the script of a service, which says what it is given and nothing else."""
    stubs: dict[tuple[str, bool], Stubber] = {}

    def of(service: str, *, retries: bool = True) -> Stubber:
        key = (service, retries)
        if key not in stubs:
            stubs[key] = Stubber(client_for(connection, service, retries=retries))
            stubs[key].activate()
        return stubs[key]

    for service in ("sagemaker", "s3", "iam", "ec2", "kms", "logs"):
        of(service)
    of("iam", retries=False)
    yield of
    for stub in stubs.values():
        stub.deactivate()
    for stub in stubs.values():
        stub.assert_no_pending_responses()
