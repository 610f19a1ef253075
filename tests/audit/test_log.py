"""An entry knows its team, whoever writes it and whatever becomes of the team."""

import pytest
from django.contrib.auth.models import User

from tests.people import connected
from tuningconsole.audit.log import record
from tuningconsole.audit.models import Entry
from tuningconsole.teams.models import Membership, Team

pytestmark = pytest.mark.django_db


def test_the_target_tells_the_team(team: Team, ada: User) -> None:
    connection = connected(team)
    for target in (team, Membership.objects.get(), connection):
        assert record(ada, "saw", target, team_name=team.name).team_key == team.pk
    assert record(ada, "saw", ada).team_key is None
    assert record(ada, "saw", ada, team=team).team_name == "Foresters"


def test_an_entry_outlives_team_and_person(team: Team, ada: User) -> None:
    record(ada, "renamed", team, team=team)
    pk = team.pk
    team.delete()
    ada.delete()
    entry = Entry.objects.get()
    assert (entry.team_key, entry.team_name, entry.actor_name) == (pk, "Foresters", "ada")
    assert str(entry) == "ada renamed Foresters"
