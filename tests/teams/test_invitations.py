"""Invitations: shown once, kept as a hash, used once, by who has an account and who has none."""

import re
import smtplib
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import Settings

from tuningconsole.audit.models import Entry
from tuningconsole.teams import inviting
from tuningconsole.teams.models import Invitation, Membership, Role, Team

pytestmark = pytest.mark.django_db
ACCOUNT = {
    "username": "nora",
    "password1": "larch beside the quiet pond",
    "password2": "larch beside the quiet pond",
}


@pytest.fixture
def link(ada: User, team: Team) -> str:
    return reverse("teams:join", args=[inviting.invite(ada, team, Role.EDITOR)])


@pytest.fixture
def for_nora(ada: User, team: Team) -> str:
    token = inviting.invite(ada, team, Role.EDITOR, "nora@example.com")
    return reverse("teams:join", args=[token])


def invite(ada: User, **typed: object) -> str:
    client = Client()
    client.force_login(ada)
    form = {"role": "editor", "days": "3", "email": "", **typed}
    return client.post(reverse("teams:invite"), form).content.decode()


def test_the_link_is_shown_once_and_only_its_hash_is_kept(ada: User, team: Team) -> None:
    html = invite(ada)
    [token] = set(re.findall(r"http://testserver/join/([\w-]{43})/", html))
    invitation = Invitation.objects.get()
    assert token not in str(Invitation.objects.values())
    assert token not in str(Entry.objects.values())
    assert invitation.expires_at - invitation.created_at == timedelta(days=3)
    entry = Entry.objects.get()
    assert (entry.verb, entry.team_key, entry.details["role"]) == ("invited", team.pk, "editor")
    client = Client()
    client.force_login(ada)
    assert token not in client.get(reverse("teams:team")).content.decode()


def test_a_new_person_makes_an_account_and_is_in(link: str, team: Team) -> None:
    client = Client()
    assert "ada invites you as editor" in client.get(link).content.decode()
    answer = client.post(link, ACCOUNT, follow=True)
    assert "You are in Foresters. Your role there is editor." in answer.content.decode()
    assert Membership.objects.get(user__username="nora").role == Role.EDITOR
    assert Entry.objects.get(verb="joined").details == {"role": "editor", "invited_by": "ada"}
    assert Client().get(link).status_code == 410
    assert Client().post(link, ACCOUNT | {"username": "nils"}).status_code == 410
    assert not User.objects.filter(username="nils").exists()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"username": "ada"}, "Choose another user name."),
        ({"password1": "short", "password2": "short"}, "at least 15 characters"),
        ({"password1": "passwordpassword", "password2": "x"}, "match"),
        ({"username": "\x00"}, "Null characters"),
    ],
)
def test_an_account_that_cannot_be_made_says_why_and_uses_nothing_up(
    link: str, typed: dict[str, str], words: str
) -> None:
    answer = Client().post(link, ACCOUNT | typed)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert Client().get(link).status_code == 200


def test_who_has_an_account_signs_in_and_joins(link: str, stranger: User) -> None:
    client = Client()
    assert f"{reverse('teams:sign-in')}?next={link}" in client.get(link).content.decode()
    client.force_login(stranger)
    assert "Join as stranger" in client.get(link).content.decode()
    client.post(link)
    assert set(stranger.teams.values_list("name", flat=True)) == {"Foresters", "Gardeners"}
    assert "<h1>Foresters</h1>" in client.get(reverse("teams:team")).content.decode()


def test_who_is_in_already_keeps_the_role_and_the_link(link: str, vera: User) -> None:
    client = Client()
    client.force_login(vera)
    client.post(link)
    assert vera.memberships.get().role == Role.VIEWER
    assert client.get(link).status_code == 200


def test_two_people_do_not_use_one_link(link: str, stranger: User, team: Team) -> None:
    invitation = Invitation.objects.get()
    inviting.accept(stranger, invitation)
    with pytest.raises(inviting.NotOpenError):
        inviting.accept(User.objects.create_user("late"), invitation)
    assert team.memberships.filter(user__username="late").count() == 0


@pytest.mark.parametrize("what", ["expired", "withdrawn", "made up"])
def test_a_link_that_is_over_lets_nobody_in(link: str, ada: User, what: str) -> None:
    if what == "expired":
        Invitation.objects.update(expires_at=timezone.now())
    elif what == "withdrawn":
        client = Client()
        client.force_login(ada)
        address = reverse("teams:withdraw", args=[Invitation.objects.get().pk])
        assert "Invitation withdrawn." in client.post(address, follow=True).content.decode()
    else:
        link = reverse("teams:join", args=["x" * 43])
    answer = Client().post(link, ACCOUNT)
    assert answer.status_code == 410
    assert "Ask who invited you for a new one." in answer.content.decode()
    assert not User.objects.filter(username="nora").exists()


def test_another_teams_invitation_cannot_be_withdrawn(link: str, stranger: User) -> None:
    client = Client()
    client.force_login(stranger)
    address = reverse("teams:withdraw", args=[Invitation.objects.get().pk])
    assert client.post(address).status_code == 404
    assert Invitation.objects.exists()


@pytest.mark.parametrize(
    "typed", [{"role": "owner"}, {"days": "4000"}, {"days": "x"}, {"email": "no address"}]
)
def test_what_cannot_be_asked_for_is_refused_at_its_field(ada: User, typed: dict[str, str]) -> None:
    html = invite(ada, **typed)
    assert "field__error" in html
    assert not Invitation.objects.exists()


def test_only_an_administrator_invites(alice: User) -> None:
    client = Client()
    client.force_login(alice)
    assert client.post(reverse("teams:invite"), {"role": "admin", "days": "3"}).status_code == 403


def test_the_link_is_mailed_where_a_server_is_named(ada: User, settings: Settings) -> None:
    settings.EMAIL_HOST = "mail.example.com"
    html = invite(ada, email="nora@example.com")
    assert "It was mailed to nora@example.com." in html
    [sent] = mail.outbox
    assert sent.to == ["nora@example.com"]
    [token] = re.findall(r"http://testserver/join/([\w-]{43})/", sent.body)
    assert token in html
    client = Client()
    client.post(reverse("teams:join", args=[token]), ACCOUNT)
    assert User.objects.get(username="nora").email == "nora@example.com"


def test_without_a_server_nothing_is_mailed(ada: User, settings: Settings) -> None:
    settings.EMAIL_HOST = ""
    assert "mailed" not in invite(ada, email="nora@example.com")
    assert mail.outbox == []


class Refusing(EmailBackend):
    """A server that is there and takes nothing."""

    def send_messages(self, messages: object) -> int:
        raise smtplib.SMTPDataError(554, b"no")


def test_a_server_that_refuses_is_told_of_and_the_link_is_there(
    ada: User, settings: Settings
) -> None:
    settings.EMAIL_HOST = "mail.example.com"
    settings.EMAIL_BACKEND = f"{Refusing.__module__}.{Refusing.__qualname__}"
    html = invite(ada, email="nora@example.com")
    assert "The link was not mailed to nora@example.com" in html
    assert "http://testserver/join/" in html


def account(username: str, email: str = "") -> Client:
    """Return the browser of a new person."""
    client = Client()
    client.force_login(User.objects.create_user(username, email=email))
    return client


def text_of(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_who_has_another_address_is_told_what_to_do_and_is_not_let_in(
    for_nora: str, team: Team
) -> None:
    for client, own in (
        (account("nils", "nils@example.com"), "which has the address nils@example.com"),
        (account("nobody"), "which has no address"),
    ):
        for answer in (client.get(for_nora), client.post(for_nora)):
            html = answer.content.decode()
            assert answer.status_code == 403
            assert "This invitation is for nora@example.com" in html
            assert own in html
            assert "Sign out and go on" in html
    assert not team.memberships.filter(user__username__in=["nils", "nobody"]).exists()
    assert Invitation.objects.get().used_at is None


def test_signing_out_there_leads_back_to_the_link(for_nora: str) -> None:
    client = account("nils", "nils@example.com")
    answer = client.post(reverse("teams:sign-out"), {"next": for_nora}, follow=True)
    assert answer.request["PATH_INFO"] == for_nora
    assert "ada invites nora@example.com as editor" in answer.content.decode()


def test_the_account_with_the_address_joins_however_it_is_written(for_nora: str) -> None:
    client = account("nora", "Nora@Example.com")
    assert "Join as nora" in text_of(client, for_nora)
    client.post(for_nora)
    assert Membership.objects.get(user__username="nora").role == Role.EDITOR


def test_an_account_that_is_made_gets_the_address(for_nora: str) -> None:
    client = Client()
    assert "It gets the address nora@example.com." in text_of(client, for_nora)
    client.post(for_nora, ACCOUNT)
    user = User.objects.get(username="nora")
    assert (user.email, user.memberships.get().role) == ("nora@example.com", Role.EDITOR)


@pytest.mark.parametrize("is_active", [True, False])
def test_no_second_account_is_made_for_an_address(for_nora: str, *, is_active: bool) -> None:
    User.objects.create_user("known", email="NORA@example.com", is_active=is_active)
    client = Client()
    html = text_of(client, for_nora)
    assert "An account has this address. Sign in with it to join." in html
    assert "password1" not in html
    assert client.post(for_nora, ACCOUNT).status_code == 409
    assert not User.objects.filter(username="nora").exists()


def test_who_is_in_with_another_address_stays_in(for_nora: str, vera: User) -> None:
    client = Client()
    client.force_login(vera)
    assert client.post(for_nora).status_code == 302
    assert vera.memberships.get().role == Role.VIEWER
    assert Invitation.objects.get().used_at is None


def test_whoever_asks_it_is_refused_below_the_page_too(for_nora: str, stranger: User) -> None:
    with pytest.raises(inviting.WrongPersonError):
        inviting.accept(stranger, Invitation.objects.get())
