"""A team with a person of every role, and a stranger; made only for the tests that ask for them."""

from typing import Any

import pytest
from django.contrib.auth.models import User

from tests.brackets import in_brackets  # noqa: F401  # a fixture of all tests
from tests.hostile import tally
from tests.people import connected, member_of
from tuningconsole.teams.models import Role, Team


@pytest.fixture
def team(db: None) -> Team:
    return Team.objects.create(name="Foresters")


@pytest.fixture
def alice(team: Team) -> User:
    return member_of(team, "alice", Role.EDITOR)


@pytest.fixture
def bob(team: Team) -> User:
    """A team mate of Alice's."""
    return member_of(team, "bob", Role.EDITOR)


@pytest.fixture
def ada(team: Team) -> User:
    """The team's administrator."""
    return member_of(team, "ada", Role.ADMIN)


@pytest.fixture
def vera(team: Team) -> User:
    """Only looks."""
    return member_of(team, "vera", Role.VIEWER)


@pytest.fixture
def stranger(db: None) -> User:
    """Of another team, which has a connection too."""
    other = Team.objects.create(name="Gardeners")
    connected(other)
    return member_of(other, "stranger", Role.ADMIN)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Tell of the requests that nobody should send, how they were answered."""
    if tally.answers:
        terminalreporter.section("requests that nobody should send")
        for line in tally.told():
            terminalreporter.write_line(line)
