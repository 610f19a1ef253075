"""Who there is in tests, and where they work."""

from django.contrib.auth.models import User

from tuningconsole.aws.models import Connection
from tuningconsole.teams.models import Membership, Role, Team


def member_of(team: Team, name: str, role: Role) -> User:
    user = User.objects.create_user(name, password=f"{name}-password")
    Membership.objects.create(team=team, user=user, role=role)
    return user


def connected(team: Team) -> Connection:
    """Give the team its connection."""
    return Connection.objects.create(
        team=team,
        name="embedded",
        kind=Connection.Kind.EMBEDDED,
        region="us-east-2",
        account_id="111122223333",
    )
