"""Administrators see whose tokens open their team, never the tokens, and revoke them."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from tests.api.conftest import program_of, token_for
from tests.people import connected, member_of
from tuningconsole.api.models import Scope, Token
from tuningconsole.audit.models import Entry
from tuningconsole.teams.models import Membership, Role, Team
from tuningconsole.ui import paging

pytestmark = pytest.mark.django_db
ADDRESS = "/team/tokens/"


@pytest.fixture
def signed_in(client: Client, ada: User, team: Team) -> Client:
    """The administrator's browser."""
    connected(team)
    client.force_login(ada)
    return client


def page(client: Client, address: str = ADDRESS) -> str:
    return client.get(address).content.decode()


def test_an_administrator_sees_whose_tokens_there_are_and_not_the_tokens(
    signed_in: Client, alice: User, vera: User, stranger: User
) -> None:
    secrets = [token_for(alice, name="nightly"), token_for(vera, Scope.READ, name="report")]
    token_for(stranger, name="foreign")
    Token.objects.filter(name="report").update(
        used_at=timezone.now() - timedelta(hours=3), expires_at=timezone.now()
    )
    html = page(signed_in)
    for shown in ("nightly", "alice", "report", "vera", "3 hours ago", "Never", "Expired"):
        assert shown in html
    assert "foreign" not in html
    for token in Token.objects.all():
        assert token.digest not in html
        assert token.hint not in html + page(signed_in, f"{ADDRESS}{token.pk}/revoke/")
    assert not [secret for secret in secrets if secret in html]
    assert f'href="{ADDRESS}"' in page(signed_in, "/team/")


def test_an_administrator_revokes_a_members_token(
    signed_in: Client, ada: User, alice: User, team: Team
) -> None:
    program = program_of(alice)
    token = Token.objects.get()
    address = f"{ADDRESS}{token.pk}/revoke/"
    assert f"Revoke {token.name} of alice" in page(signed_in, address)
    assert program.get("me").status_code == 200
    answer = signed_in.post(address, follow=True)
    assert f"{token.name} of alice was revoked" in answer.content.decode()
    assert program.get("me").status_code == 401
    entry = Entry.objects.get(verb="revoked API token")
    assert (entry.actor, entry.team_key, entry.details) == (ada, team.pk, {"owner": "alice"})
    assert signed_in.post(address).status_code == 404


def test_a_token_for_another_team_is_that_teams(
    signed_in: Client, alice: User, stranger: User
) -> None:
    other = stranger.teams.get()
    Membership.objects.create(team=other, user=alice, role=Role.EDITOR)
    token_for(stranger)
    Token.objects.update(user=alice)
    token = Token.objects.get()
    assert token.name not in page(signed_in)
    assert signed_in.post(f"{ADDRESS}{token.pk}/revoke/").status_code == 404
    assert Token.objects.exists()


@pytest.mark.parametrize("name", ["alice", "vera"])
def test_nobody_else_sees_or_revokes_them(
    signed_in: Client, alice: User, vera: User, name: str
) -> None:
    token_for(alice)
    signed_in.force_login(User.objects.get(username=name))
    assert signed_in.get(ADDRESS).status_code == 403
    assert signed_in.post(f"{ADDRESS}{Token.objects.get().pk}/revoke/").status_code == 403
    assert f'href="{ADDRESS}"' not in page(signed_in, "/team/")
    assert Token.objects.exists()


def test_the_token_of_who_has_left_is_said_to_open_nothing(
    signed_in: Client, alice: User, bob: User
) -> None:
    token_for(alice)
    token_for(bob)
    assert "opens nothing" not in page(signed_in)
    bob.memberships.all().delete()
    assert page(signed_in).count("(not in the team: it opens nothing)") == 1


def test_a_long_list_has_pages_that_cost_the_same(
    signed_in: Client, team: Team, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    page(signed_in)
    for number in range(paging.SIZE + 2):
        token_for(member_of(team, f"member-{number}", Role.VIEWER), name=f"token-{number:02}")
        if number in {0, paging.SIZE + 1}:
            with django_assert_num_queries(5):
                html = page(signed_in)
    assert "token-26" in html
    assert "token-01" not in html
    older = html.partition('rel="next"')[2].partition('href="')[2].partition('"')[0]
    assert "token-01" in page(signed_in, ADDRESS + older)
