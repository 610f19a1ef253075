"""The bell, the list, the settings."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from tests.jobs.conftest import Make
from tests.notices.conftest import Service
from tuningconsole.audit.models import Entry
from tuningconsole.notices.models import Delivery, Event, Kind, Notice, Preference, Receiver

NOTICES, SETTINGS, CREATE = "/notices/", "/notices/settings/", "/notices/receivers/create/"
MINE = {"name": "Mine", "address": "alice@example.org", "kinds": ["failed"], "is_own_only": "on"}


def noticed(make_job: Make, user: User, name: str = "trees") -> Notice:
    job, now = make_job(name, status="Completed"), timezone.now()
    event = Event.objects.create(job=job, kind=Kind.COMPLETED, at=now)
    return Notice.objects.create(event=event, user=user, team=job.team, created_at=now)


@pytest.fixture
def signed_in(client: Client, alice: User, connection: Any) -> Client:
    client.force_login(alice)
    return client


def unread(client: Client) -> int:
    return int(client.get(f"{NOTICES}count/").json()["unread"])


def test_a_notice_is_read_by_its_mark_alone(
    signed_in: Client, make_job: Make, alice: User, bob: User
) -> None:
    first, _second = noticed(make_job, alice), noticed(make_job, alice, "other")
    foreign = noticed(make_job, bob, "of-bob")
    page = signed_in.get(NOTICES).content.decode()
    assert "trees has completed" in page
    assert "of-bob" not in page
    assert unread(signed_in) == 2
    signed_in.post(f"{NOTICES}read/", {"pk": first.pk})
    assert unread(signed_in) == 1
    signed_in.post(f"{NOTICES}read/", {"pk": foreign.pk})
    signed_in.post(f"{NOTICES}read/")
    assert unread(signed_in) == 0
    foreign.refresh_from_db()
    assert foreign.read_at is None
    assert "Mark all as read" not in signed_in.get(NOTICES).content.decode()


@pytest.mark.parametrize("key", ["x", "-1", "9" * 19, "\0", "٣"])
def test_a_key_that_is_none_is_not_found(signed_in: Client, key: str) -> None:
    assert signed_in.post(f"{NOTICES}read/", {"pk": key}).status_code == 404


def test_the_list_takes_as_many_queries_however_long_it_is(
    signed_in: Client,
    make_job: Make,
    alice: User,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    signed_in.get(NOTICES)
    for number in range(3):
        noticed(make_job, alice, f"job-{number}")
        with django_assert_num_queries(6):
            assert f"job-{number}" in signed_in.get(NOTICES).content.decode()


def test_a_person_chooses_what_they_see(signed_in: Client, alice: User) -> None:
    page = signed_in.get(SETTINGS).content.decode()
    assert page.count(" checked") == 7
    signed_in.post(SETTINGS, {"kinds": ["best"], "is_own_only": "on"})
    chosen = Preference.objects.get()
    assert (chosen.user, chosen.kinds, chosen.is_own_only) == (alice, ["best"], True)
    assert signed_in.get(SETTINGS).content.decode().count(" checked") == 2
    assert Entry.objects.filter(verb="changed notices", actor=alice).exists()
    assert signed_in.post(SETTINGS, {}).status_code == 302
    assert Preference.objects.get().kinds == []
    assert signed_in.post(SETTINGS, {"kinds": ["bogus"]}).status_code == 422


def test_a_receiver_is_ones_own(signed_in: Client, client: Client, alice: User, bob: User) -> None:
    signed_in.post(CREATE, MINE)
    made = Receiver.objects.get()
    assert (made.owner, made.kinds, made.is_own_only) == (alice, ["failed"], True)
    assert "alice@example.org" not in made.sealed
    assert "alice@example.org" in signed_in.get(SETTINGS).content.decode()
    client.force_login(bob)
    assert "alice@example.org" not in client.get(SETTINGS).content.decode()
    for path in ("", "test/", "remove/"):
        assert client.post(f"/notices/receivers/{made.pk}/{path}", MINE).status_code == 404
    assert Receiver.objects.exists()


def test_the_teams_receiver_is_its_administrators(
    client: Client, alice: User, ada: User, connection: Any
) -> None:
    client.force_login(alice)
    assert client.post(f"{CREATE}?of=team", MINE).status_code == 403
    client.force_login(ada)
    client.post(f"{CREATE}?of=team", MINE)
    made = Receiver.objects.get()
    assert (made.owner, made.is_own_only) == (None, False)
    client.force_login(alice)
    assert "The team's" in client.get(SETTINGS).content.decode()
    for path in ("", "test/", "remove/"):
        assert client.post(f"/notices/receivers/{made.pk}/{path}", MINE).status_code == 403


def test_a_services_secrets_are_shown_nowhere(signed_in: Client, service: Service) -> None:
    signed_in.post(CREATE, MINE | {"address": service.url})
    made = Receiver.objects.get()
    for path in (
        SETTINGS,
        f"/notices/receivers/{made.pk}/",
        f"/notices/receivers/{made.pk}/remove/",
    ):
        page = signed_in.get(path).content.decode()
        assert "JSON at 127.0.0.1" in page
        assert "secret-path" not in page
    assert "secret-path" not in str(list(Entry.objects.values()))


def test_a_receiver_is_tested_changed_and_removed(signed_in: Client) -> None:
    signed_in.post(CREATE, MINE)
    made = Receiver.objects.get()
    assert signed_in.get(f"/notices/receivers/{made.pk}/test/").status_code == 405
    for _ in range(7):
        signed_in.post(f"/notices/receivers/{made.pk}/test/")
    assert Delivery.objects.filter(event=None).count() == 5
    signed_in.post(f"/notices/receivers/{made.pk}/", {"name": "Other", "kinds": ["best"]})
    made.refresh_from_db()
    assert (made.name, made.kinds, made.is_own_only) == ("Other", ["best"], False)
    signed_in.post(f"/notices/receivers/{made.pk}/remove/")
    assert not Receiver.objects.exists()
    verbs = set(Entry.objects.values_list("verb", flat=True))
    done = ("created", "changed", "tested", "removed")
    assert {f"{verb} receiver" for verb in done} <= verbs


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"name": ""}, "Enter a name."),
        ({"address": ""}, "Enter a mail address or a service"),
        ({"address": "bogus"}, "Enter a mail address, or a service"),
        ({"address": "bogus://x"}, "Apprise knows"),
        ({"address": "syslog://"}, "Apprise knows"),
        ({"address": "slack://"}, "Apprise knows"),
        ({"address": "json://x" + "y" * 2000}, "Shorten the address"),
        ({"address": "a@b.example\nBcc: c@d.example"}, "Enter a mail address"),
        ({"kinds": ["bogus"]}, "Choose some of the list."),
        ({"name": "a\0"}, "Null characters"),
    ],
    ids=str,
)
def test_a_wrong_form_says_what_to_do(signed_in: Client, typed: dict[str, Any], told: str) -> None:
    page = signed_in.post(CREATE, MINE | typed)
    assert page.status_code == 422
    assert told in page.content.decode()
    assert not Receiver.objects.exists()


@pytest.mark.parametrize(
    "url", ["json://127.0.0.1/", "json://localhost/", "json://[::1]/", "json://169.254.169.254/"]
)
def test_private_services_are_refused_at_once(signed_in: Client, settings: Any, url: str) -> None:
    settings.NOTICES_ALLOW_PRIVATE = False
    page = signed_in.post(CREATE, MINE | {"address": url}).content.decode()
    assert "private addresses are not allowed" in page or "Apprise knows" in page
    assert not Receiver.objects.exists()


def test_without_a_mail_server_no_mail_is_promised(signed_in: Client, settings: Any) -> None:
    settings.EMAIL_HOST = ""
    assert "no mail server" in signed_in.post(CREATE, MINE).content.decode()
