"""Signing in and out, the throttle, and the team that one works in."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from tuningconsole.aws.models import Connection
from tuningconsole.teams.models import Membership, Role, Team

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"


@pytest.fixture
def alice() -> User:
    user = User.objects.create_user("alice", password=PASSWORD)
    for name in ("Foresters", "Gardeners"):
        team = Team.objects.create(name=name)
        Membership.objects.create(team=team, user=user, role=Role.EDITOR)
        Connection.objects.create(team=team, name=name, kind="embedded", region="us-east-2")
    return user


def sign_in(client: Client, password: str, following: str = "") -> str:
    form = {"username": "alice", "password": password, "next": following}
    return client.post(reverse("teams:sign-in"), form, follow=True).content.decode()


def test_every_page_leads_a_stranger_to_the_sign_in_and_back(client: Client, alice: User) -> None:
    address = reverse("catalog:algorithms")
    answer = client.get(address)
    assert answer["Location"] == f"{reverse('teams:sign-in')}?next={address}"
    assert "<h1>Algorithms</h1>" in sign_in(client, PASSWORD, address)


def test_a_wrong_password_says_so_and_keeps_the_name(client: Client, alice: User) -> None:
    html = sign_in(client, "wrong")
    assert "The user name or the password is wrong." in html
    assert 'value="alice"' in html


def test_a_sign_in_leads_to_no_other_site(client: Client, alice: User) -> None:
    form = {"username": "alice", "password": PASSWORD, "next": "https://example.com/"}
    assert client.post(reverse("teams:sign-in"), form)["Location"] == reverse("home")


def test_guessing_is_stopped(client: Client, alice: User, settings: Settings) -> None:
    settings.AXES_ENABLED = True
    for _ in range(settings.AXES_FAILURE_LIMIT):
        sign_in(client, "wrong")
    answer = client.post(reverse("teams:sign-in"), {"username": "alice", "password": PASSWORD})
    assert answer.status_code == 429
    assert client.get(reverse("jobs:list")).status_code == 302


def test_the_team_that_is_chosen_is_worked_in(client: Client, alice: User) -> None:
    client.force_login(alice)
    assert "Foresters" in client.get(reverse("jobs:list")).content.decode()
    gardeners = Team.objects.get(name="Gardeners")
    client.post(reverse("teams:switch", args=[gardeners.pk]))
    connection = client.get(reverse("catalog:algorithms")).context["connection"]
    assert connection.name == "Gardeners"


def test_a_team_of_others_cannot_be_chosen(client: Client, alice: User) -> None:
    client.force_login(alice)
    other = Team.objects.create(name="Others")
    assert client.post(reverse("teams:switch", args=[other.pk])).status_code == 404


def test_who_is_in_no_team_is_told_what_to_do(client: Client) -> None:
    client.force_login(User.objects.create_user("bob"))
    answer = client.get(reverse("jobs:list"))
    assert answer.status_code == 403
    assert "Ask an administrator to add you to one." in answer.content.decode()


def test_signing_out_takes_a_post(client: Client, alice: User) -> None:
    client.force_login(alice)
    assert client.get(reverse("teams:sign-out")).status_code == 405
    client.post(reverse("teams:sign-out"))
    assert client.get(reverse("jobs:list")).status_code == 302


def test_a_stranger_chooses_the_language_and_stays_where_they_were(client: Client) -> None:
    address = f"{reverse('teams:sign-in')}?next=/jobs/"
    html = client.get(address).content.decode()
    assert '<html lang="en"' in html
    assert f'name="next" value="{address}"' in html
    answer = client.post(reverse("ui:language"), {"language": "de", "next": address})
    assert answer["Location"] == address
    assert '<html lang="de"' in client.get(address).content.decode()
