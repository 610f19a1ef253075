"""One's own account: password, second factor and recovery codes, and where one is signed in."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import hotp_value, yield_hotp_counters_from_time
from django.contrib.auth.models import User
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from tests.people import connected
from tuningconsole.audit.models import Entry
from tuningconsole.teams.models import Browser, Team
from tuningconsole.teams.tasks import clear_sessions

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery staple"
NEW = "larch beside the quiet pond"
ACCOUNT = "/account/"
PAGE = "/team/"


@pytest.fixture
def vera(team: Team, vera: User) -> User:
    cache.clear()
    connected(team)
    vera.set_password(PASSWORD)
    vera.save()
    return vera


def browser(password: str = PASSWORD, agent: str = "Firefox") -> Client:
    client = Client(headers={"User-Agent": agent})
    client.post("/sign-in/", {"username": "vera", "password": password, "next": PAGE})
    return client


def is_in(client: Client) -> bool:
    return client.get(PAGE).status_code == 200


def text_of(client: Client, address: str) -> str:
    return client.get(address, follow=True).content.decode()


def test_the_sessions_are_listed_and_the_others_ended(vera: User) -> None:
    here, there = browser(agent="Here \x00<b>"), browser(agent="There")
    html = text_of(here, ACCOUNT)
    assert "There" in html
    assert "(this one)" in html
    assert "<b>" not in html
    here.post(reverse("teams:sign-out-elsewhere"))
    assert (is_in(here), is_in(there)) == (True, False)
    assert "There" not in text_of(here, ACCOUNT)
    assert Entry.objects.get().details == {"sessions": 1}


def test_nobody_ends_the_sessions_of_another(vera: User, alice: User) -> None:
    theirs = browser()
    other = Client()
    other.force_login(alice)
    other.post(reverse("teams:sign-out-elsewhere"))
    assert is_in(theirs)


def test_browsers_of_sessions_that_are_over_are_forgotten(vera: User) -> None:
    kept, over = browser(), browser()
    session = over.session
    session.set_expiry(-1)
    session.save()
    clear_sessions()
    assert Browser.objects.get().session_key == kept.session.session_key


def test_a_new_password_ends_the_other_sessions(vera: User) -> None:
    here, there = browser(), browser()
    form = {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW}
    answer = here.post(reverse("teams:change-password"), form, follow=True)
    assert "Password changed." in answer.content.decode()
    assert (is_in(here), is_in(there)) == (True, False)
    assert is_in(browser(NEW))
    assert not is_in(browser(PASSWORD))
    assert "(this one)" in text_of(here, ACCOUNT)
    assert NEW not in str(Entry.objects.values())


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"old_password": "wrong"}, "Enter the password that you sign in with now."),
        ({"new_password1": "fourteen chars", "new_password2": "fourteen chars"}, "15 characters"),
        ({"new_password1": "passwordpassword"}, "match"),
    ],
)
def test_a_password_that_cannot_be_says_why(vera: User, typed: dict[str, str], words: str) -> None:
    here = browser()
    form = {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW, **typed}
    answer = here.post(reverse("teams:change-password"), form)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert is_in(browser())


def code(secret: str) -> str:
    counter = next(iter(yield_hotp_counters_from_time()))
    return f"{hotp_value(secret, counter):06}"


def confirmed(client: Client, address: str, secret: str = "") -> str:
    """Return the page after who one is was asked for and given."""
    asked = client.get(address, follow=True)
    assert "Confirm that it is you" in asked.content.decode()
    cache.clear()
    given = {"code": code(secret)} if secret and "code" in asked.request["PATH_INFO"] else {}
    given |= {"password": PASSWORD, "next": address}
    return client.post(asked.request["PATH_INFO"], given, follow=True).content.decode()


@pytest.fixture
def secret(vera: User) -> str:
    """Vera has turned a second factor on; its secret."""
    here = browser()
    html = confirmed(here, reverse("mfa_activate_totp"))
    [found] = re.findall(r'<code class="one-time">([A-Z2-7]+)</code>', html)
    answer = here.post(reverse("mfa_activate_totp"), {"code": code(found)}, follow=True)
    assert "Recovery codes" in answer.content.decode()
    cache.clear()
    return found


def test_signing_in_asks_for_the_second_factor(vera: User, secret: str) -> None:
    client = browser()
    assert not is_in(client)
    html = text_of(client, reverse("mfa_authenticate"))
    assert "Enter your code" in html
    answer = client.post(reverse("mfa_authenticate"), {"code": code(secret)})
    assert answer["Location"] == PAGE
    assert is_in(client)


def test_a_wrong_code_lets_nobody_in_and_guessing_is_stopped(vera: User, secret: str) -> None:
    client = browser()
    for _ in range(5):
        answer = client.post(reverse("mfa_authenticate"), {"code": "000000"})
        assert "field__error" in answer.content.decode()
    answer = client.post(reverse("mfa_authenticate"), {"code": code(secret)})
    assert answer.status_code in {200, 429}
    assert not is_in(client)


def test_a_code_is_asked_for_after_the_password_only(vera: User, secret: str) -> None:
    client = Client()
    answer = client.post(reverse("mfa_authenticate"), {"code": code(secret)})
    assert answer["Location"] == reverse("teams:sign-in")
    assert not is_in(browser("wrong"))


def test_a_recovery_code_works_once(vera: User, secret: str) -> None:
    here = browser()
    here.post(reverse("mfa_authenticate"), {"code": code(secret)})
    html = confirmed(here, reverse("mfa_view_recovery_codes"), secret)
    codes = re.findall(r"<code>(\d{8})</code>", html)
    assert len(codes) == 10
    for is_first in (True, False):
        client = browser()
        client.post(reverse("mfa_authenticate"), {"code": codes[0]})
        assert is_in(client) == is_first


def test_the_secret_is_not_readable_in_the_database(vera: User, secret: str) -> None:
    kept = str(list(Authenticator.objects.values()))
    assert secret not in kept


def test_it_is_turned_off_after_one_has_said_again_who_one_is(vera: User, secret: str) -> None:
    here = browser()
    here.post(reverse("mfa_authenticate"), {"code": code(secret)})
    here.post(reverse("mfa_deactivate_totp"))
    assert Authenticator.objects.exists()
    confirmed(here, reverse("mfa_deactivate_totp"), secret)
    here.post(reverse("mfa_deactivate_totp"))
    assert not Authenticator.objects.exists()
    assert is_in(browser())


def test_guessing_a_password_is_stopped_with_a_second_factor_too(
    vera: User, secret: str, settings: Settings
) -> None:
    settings.AXES_ENABLED = True
    for _ in range(settings.AXES_FAILURE_LIMIT):
        browser("wrong")
    client = browser()
    assert client.get(reverse("mfa_authenticate")).status_code == 302
