"""Single sign-on by OpenID Connect, against a provider that answers over HTTP."""

import http.client
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from tests.people import connected
from tests.teams.provider import CLIENT, SECRET, Provider
from tuningconsole.teams import inviting
from tuningconsole.teams.models import Membership, Role, Team

pytestmark = pytest.mark.django_db
SIGN_IN = "/sign-in/"
SSO = "/sign-in/sso/"


@pytest.fixture
def provider(settings: Settings) -> Iterator[Provider]:
    cache.clear()
    started = Provider()
    settings.OIDC_SERVER_URL, settings.OIDC_NAME = started.url, "Corporate ID"
    app = {
        "provider_id": "sso",
        "name": "Corporate ID",
        "client_id": CLIENT,
        "secret": SECRET,
        "settings": {"server_url": started.url},
    }
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}
    }
    yield started
    started.stop()


def visit(address: str) -> str:
    """Ask the provider, as the browser would, and return where it sends to."""
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(parts.netloc, timeout=10)
    connection.request("GET", f"{parts.path}?{parts.query}")
    location = connection.getresponse().headers["Location"]
    connection.close()
    return str(location)


def sign_in(client: Client, following: str = "") -> HttpResponse:
    """Go to the provider and come back."""
    begun = client.get(SSO, {"next": following} if following else {})
    back = visit(begun["Location"])
    assert back.startswith(f"http://testserver{SSO}callback/")
    return client.get(back.removeprefix("http://testserver"), follow=True)


def test_without_a_provider_nothing_is_offered(client: Client) -> None:
    assert "Continue with" not in client.get(SIGN_IN).content.decode()
    assert client.get(SSO).status_code == 404
    assert client.get(f"{SSO}callback/").status_code == 404


def test_who_is_new_gets_an_account_and_is_told_to_be_invited(
    client: Client, provider: Provider
) -> None:
    html = client.get(SIGN_IN).content.decode()
    assert "Continue with Corporate ID" in html
    answer = sign_in(client)
    assert answer.status_code == 403
    assert "Ask an administrator to add you to one." in answer.content.decode()
    made = User.objects.get()
    assert (made.username, made.has_usable_password()) == ("nora", False)
    assert "/token" in provider.asked


def test_an_invitation_is_accepted_by_single_sign_on(
    client: Client, provider: Provider, ada: User, team: Team
) -> None:
    link = reverse("teams:join", args=[inviting.invite(ada, team, Role.EDITOR)])
    answer = sign_in(client, link)
    assert "Join as nora" in answer.content.decode()
    client.post(link)
    assert Membership.objects.get(user__username="nora").role == Role.EDITOR


def test_who_has_come_before_is_known_again(client: Client, provider: Provider, team: Team) -> None:
    connected(team)
    sign_in(client)
    Membership.objects.create(team=team, user=User.objects.get(), role=Role.VIEWER)
    provider.person["preferred_username"] = "nora-married"
    again = Client()
    assert sign_in(again, "/team/").request["PATH_INFO"] == "/team/"
    assert User.objects.count() == 1


@pytest.mark.parametrize(
    ("claims", "trusts", "is_known"),
    [
        ({"email_verified": True}, False, True),
        ({"email_verified": False}, False, False),
        ({}, False, False),
        ({}, True, True),
    ],
)
def test_only_a_verified_address_opens_an_invitation_for_it(
    client: Client,
    provider: Provider,
    settings: Settings,
    ada: User,
    team: Team,
    claims: dict[str, object],
    trusts: bool,
    is_known: bool,
) -> None:
    [app] = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]
    app["settings"]["verified_email"] = trusts
    provider.person |= {"email": "nora@example.com", **claims}
    link = reverse("teams:join", args=[inviting.invite(ada, team, Role.EDITOR, "nora@example.com")])
    answer = sign_in(client, link)
    assert answer.status_code == (200 if is_known else 403)
    assert User.objects.get(username="nora").email == ("nora@example.com" if is_known else "")
    client.post(link)
    assert Membership.objects.filter(user__username="nora").exists() == is_known


def test_nobody_gets_the_account_of_another_by_its_name_or_address(
    client: Client, provider: Provider, alice: User
) -> None:
    alice.email = "alice@example.com"
    alice.save()
    provider.person |= {
        "preferred_username": "alice",
        "email": "alice@example.com",
        "email_verified": True,
    }
    sign_in(client)
    session_user = client.session.get("_auth_user_id")
    assert session_user != str(alice.pk)


def test_where_accounts_are_not_made_who_is_new_is_sent_away(
    client: Client, provider: Provider, settings: Settings
) -> None:
    settings.OIDC_CREATES_ACCOUNTS = False
    assert "You have no account" in sign_in(client).content.decode()
    assert not User.objects.exists()


@pytest.mark.parametrize(
    "changed", [{"iss": "http://elsewhere"}, {"aud": "another"}, {"exp": 1}], ids=str
)
def test_a_token_that_is_not_for_the_console_lets_nobody_in(
    client: Client, provider: Provider, changed: dict[str, object]
) -> None:
    provider.changed = changed
    assert "You are not signed in" in sign_in(client).content.decode()
    assert "_auth_user_id" not in client.session


def test_an_answer_that_was_not_asked_for_lets_nobody_in(
    client: Client, provider: Provider
) -> None:
    begun = client.get(SSO)
    back = visit(begun["Location"]).removeprefix("http://testserver")
    other = Client()
    other.get(back, follow=True)
    assert "_auth_user_id" not in other.session


def test_a_provider_that_is_down_is_told_of(client: Client, provider: Provider) -> None:
    provider.stop()
    answer = client.get(SSO, follow=True)
    assert answer.status_code == 502
    assert "You are not signed in" in answer.content.decode()
