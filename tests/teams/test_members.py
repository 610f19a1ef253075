"""The team's page: who sees what, who changes what, and that an administrator is always left."""

import threading

import pytest
from django.contrib.auth.models import User
from django.db import connection as database
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from tests.people import member_of
from tuningconsole.audit.models import Entry
from tuningconsole.teams import managing
from tuningconsole.teams.models import Membership, Role, Team
from tuningconsole.teams.views.members import SIZE

pytestmark = pytest.mark.django_db
TEAM = "/team/"


@pytest.fixture
def as_ada(client: Client, ada: User) -> Client:
    client.force_login(ada)
    return client


def membership(user: User) -> Membership:
    return user.memberships.get()


def text_of(client: Client, address: str = TEAM) -> str:
    return client.get(address).content.decode()


def test_an_administrator_sees_members_and_what_to_do_with_them(
    as_ada: Client, alice: User
) -> None:
    html = text_of(as_ada)
    assert reverse("teams:remove", args=[membership(alice).pk]) in html
    assert reverse("teams:change-role", args=[membership(alice).pk]) in html
    assert "Open invitations" in html


def test_a_viewer_sees_members_and_nothing_to_change(client: Client, vera: User, ada: User) -> None:
    client.force_login(vera)
    html = text_of(client)
    assert "ada" in html
    for absent in ("/remove/", "/role/", "Open invitations", reverse("teams:invite")):
        assert absent not in html


def test_a_role_is_changed_and_written_down(as_ada: Client, alice: User, team: Team) -> None:
    address = reverse("teams:change-role", args=[membership(alice).pk])
    answer = as_ada.post(address, {"role": "viewer"}, follow=True)
    assert "alice is viewer now." in answer.content.decode()
    assert membership(alice).role == Role.VIEWER
    entry = Entry.objects.get()
    assert (entry.actor_name, entry.verb, entry.team_key) == ("ada", "changed role", team.pk)
    assert entry.details == {"before": "editor", "role": "viewer"}


def test_the_same_role_is_no_change(as_ada: Client, alice: User) -> None:
    as_ada.post(reverse("teams:change-role", args=[membership(alice).pk]), {"role": "editor"})
    assert not Entry.objects.exists()


@pytest.mark.parametrize("role", ["", "owner", "admin\x00"])
def test_a_role_that_there_is_not_is_refused(as_ada: Client, alice: User, role: str) -> None:
    address = reverse("teams:change-role", args=[membership(alice).pk])
    assert as_ada.post(address, {"role": role}).status_code == 404


def test_a_member_is_removed_after_being_told_what_stays(as_ada: Client, alice: User) -> None:
    address = reverse("teams:remove", args=[membership(alice).pk])
    assert "Jobs and drafts stay with the team" in text_of(as_ada, address)
    assert "alice has left Foresters." in as_ada.post(address, follow=True).content.decode()
    assert not alice.memberships.exists()
    assert Entry.objects.get().verb == "removed"


def test_who_was_removed_sees_nothing_any_more(as_ada: Client, alice: User) -> None:
    browser = Client()
    browser.force_login(alice)
    assert browser.get(TEAM).status_code == 200
    as_ada.post(reverse("teams:remove", args=[membership(alice).pk]))
    assert browser.get(TEAM).status_code == 403


def test_one_leaves_by_oneself(client: Client, vera: User, ada: User) -> None:
    client.force_login(vera)
    client.post(reverse("teams:leave"))
    assert not vera.memberships.exists()
    assert Entry.objects.get().verb == "left"


def test_the_last_administrator_stays(as_ada: Client, ada: User, alice: User) -> None:
    answer = as_ada.post(reverse("teams:leave"))
    assert answer.status_code == 409
    assert "Make another member one first" in answer.content.decode()
    own = reverse("teams:change-role", args=[membership(ada).pk])
    html = as_ada.post(own, {"role": "viewer"}, follow=True).content.decode()
    assert "Foresters has no other administrator." in html
    assert membership(ada).role == Role.ADMIN
    assert not Entry.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_administrators_do_not_let_each_other_go_at_once(team: Team, ada: User) -> None:
    other = member_of(team, "otto", Role.ADMIN)
    together, refused = threading.Barrier(2), []

    def remove(actor: User, member: Membership) -> None:
        together.wait()
        try:
            managing.remove(actor, member)
        except managing.LastAdministratorError as error:
            refused.append(error)
        finally:
            database.close()

    threads = [
        threading.Thread(target=remove, args=(ada, membership(other))),
        threading.Thread(target=remove, args=(other, membership(ada))),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(refused), team.memberships.count()) == (1, 1)


@pytest.mark.parametrize("name", ["change-role", "remove"])
def test_a_member_of_another_team_is_not_there(as_ada: Client, stranger: User, name: str) -> None:
    address = reverse(f"teams:{name}", args=[membership(stranger).pk])
    assert as_ada.post(address, {"role": "viewer"}).status_code == 404
    assert membership(stranger).role == Role.ADMIN


def test_a_team_is_created_by_who_administers_one(as_ada: Client, ada: User) -> None:
    answer = as_ada.post(reverse("teams:create"), {"name": "Gardeners"}, follow=True)
    assert "<h1>Gardeners</h1>" in answer.content.decode()
    assert ada.memberships.get(team__name="Gardeners").role == Role.ADMIN
    assert Entry.objects.get(verb="created").team_name == "Gardeners"


def test_others_do_not_create_teams(client: Client, alice: User) -> None:
    client.force_login(alice)
    assert reverse("teams:create") not in text_of(client)
    assert client.post(reverse("teams:create"), {"name": "X"}).status_code == 403
    alice.is_superuser = True
    alice.save()
    assert client.post(reverse("teams:create"), {"name": "X"}).status_code == 302


@pytest.mark.parametrize(
    ("name", "words"),
    [("", "Enter a name."), ("Foresters", "Choose another name"), ("x" * 101, "at most 100")],
)
def test_a_name_that_cannot_be_keeps_what_was_typed(as_ada: Client, name: str, words: str) -> None:
    answer = as_ada.post(reverse("teams:create"), {"name": name})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert f'value="{name}"' in answer.content.decode() or not name


def test_a_team_is_renamed_and_its_entries_stay_its_own(as_ada: Client, team: Team) -> None:
    as_ada.post(reverse("teams:rename"), {"name": "Rangers"})
    entry = Entry.objects.get()
    assert (entry.team_key, entry.team_name, entry.details) == (
        team.pk,
        "Rangers",
        {"before": "Foresters"},
    )
    html = as_ada.post(reverse("teams:rename"), {"name": ""}).content.decode()
    assert "Rangers" in html


def test_many_members_are_pages_that_cost_the_same(
    as_ada: Client, team: Team, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    people = [User(username=f"person-{number:03}") for number in range(SIZE + 5)]
    for user in User.objects.bulk_create(people):
        Membership.objects.create(team=team, user=user)
    with django_assert_num_queries(8):
        html = text_of(as_ada)
    assert f"({SIZE + 6})" in html
    assert "person-048" in html
    assert "person-049" not in html
    assert "person-049" in text_of(as_ada, f"{TEAM}?after=person-048")
    assert "No members beyond" in text_of(as_ada, f"{TEAM}?after=zz%00")
