"""The pages of connections: an administrator's, without a secret, never waiting on AWS."""

import json
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks
from pytest_django.fixtures import Settings

from tests.people import connected
from tuningconsole.audit.models import Entry
from tuningconsole.aws import policy
from tuningconsole.aws.models import Connection, Probe
from tuningconsole.teams.models import Team

pytestmark = pytest.mark.django_db
LIST = "/connections/"
ROLE = "arn:aws:iam::111122223333:role/TuningConsole"
TYPED = {"name": "research", "source": "default", "region": "eu-central-1"}


@pytest.fixture
def connection(team: Team) -> Connection:
    return connected(team)


@pytest.fixture
def as_ada(client: Client, ada: User) -> Client:
    client.force_login(ada)
    return client


def address(name: str, connection: Connection) -> str:
    return reverse(f"connections:{name}", args=[connection.pk])


def text_of(as_ada: Client, where: str) -> str:
    return as_ada.get(where).content.decode()


def add(as_ada: Client, **typed: str) -> tuple[int, str]:
    answer = as_ada.post(reverse("connections:add"), TYPED | typed)
    return answer.status_code, answer.content.decode()


def test_the_list_says_what_there_is_and_how_the_tests_went(
    as_ada: Client, connection: Connection, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(9):
        more = Connection.objects.create(
            team=connection.team, name=f"c{number}", kind="aws", region="us-east-1"
        )
        Probe.objects.create(
            connection=more,
            asked_at=timezone.now(),
            done_at=timezone.now(),
            results=[{"state": "failed" if number else "works"}],
        )
    with django_assert_num_queries(5):
        html = text_of(as_ada, LIST)
    assert html.count("1 failed") == 8
    assert "All works" in html


def test_without_any_the_list_offers_to_add_one(as_ada: Client) -> None:
    assert "Without one your team sees no jobs" in text_of(as_ada, LIST)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ({}, {"kind": "aws", "profile": "", "role_arn": "", "external_id": ""}),
        ({"role_arn": ROLE, "profile": "x"}, {"profile": "", "role_arn": ""}),
        ({"source": "profile", "profile": " lab "}, {"profile": "lab", "external_id": ""}),
        ({"source": "embedded"}, {"kind": "embedded", "region": "us-east-2"}),
    ],
    ids=["default", "only what the source asks for", "profile", "embedded"],
)
def test_a_connection_is_added_and_written_down(
    as_ada: Client, team: Team, typed: dict[str, str], kept: dict[str, str]
) -> None:
    assert add(as_ada, **typed)[0] == 302
    made = team.connections.get()  # type: ignore[attr-defined]
    assert {name: getattr(made, name) for name in kept} == kept
    entry = Entry.objects.get(verb="added")
    assert (entry.team_key, entry.details["name"]) == (team.pk, "research")


def test_the_test_is_a_workers_work(
    as_ada: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks() as callbacks:
        add(as_ada)
    assert len(callbacks) == 1
    html = text_of(as_ada, address("detail", Connection.objects.get()))
    assert "Testing… 0 calls made." in html
    assert 'data-interval-s="2"' in html


def test_a_role_gets_an_external_id_that_nobody_chooses(as_ada: Client) -> None:
    add(as_ada, source="role", role_arn=ROLE, external_id="mine")
    made = Connection.objects.get()
    assert len(made.external_id) == 32
    as_ada.post(
        address("edit", made), TYPED | {"source": "role", "role_arn": f"{ROLE}2", "external_id": ""}
    )
    again = Connection.objects.get()
    assert (again.role_arn, again.external_id) == (f"{ROLE}2", made.external_id)
    html = text_of(as_ada, address("detail", made))
    assert escape(json.dumps(policy.trust(again, "x"), indent=2).split("Condition")[1]) in html


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"name": ""}, "Enter a name."),
        ({"name": "embedded"}, "Choose another name"),
        ({"name": "x" * 101}, "at most 100"),
        ({"region": "mars-1"}, "Select a valid choice"),
        ({"region": ""}, "Choose a Region."),
        ({"source": "endpoint"}, "Select a valid choice"),
        ({"source": "profile"}, "Enter the name of the profile."),
        ({"source": "profile", "profile": "a\x00"}, "Null characters"),
        ({"source": "role"}, "Enter an ARN such as"),
        ({"source": "role", "role_arn": "arn:aws:iam::1:role/x"}, "Enter an ARN such as"),
        ({"source": "role", "role_arn": f"{ROLE}\nx"}, "Enter an ARN such as"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(
    as_ada: Client, connection: Connection, typed: dict[str, str], words: str
) -> None:
    status, html = add(as_ada, **typed)
    assert status == 422
    assert words in html
    assert "field__error" in html
    assert Connection.objects.count() == 1


def test_no_address_and_no_secret_can_be_given(as_ada: Client) -> None:
    html = text_of(as_ada, reverse("connections:add"))
    for name in ("endpoint", "secret", "access_key", "password", "token"):
        assert f'name="{name}' not in html
    add(as_ada, endpoint_url="http://169.254.169.254/", kind="embedded")
    assert Connection.objects.get().kind == "aws"


def test_where_credentials_are_not_shared_only_roles_are_offered(
    as_ada: Client, settings: Settings
) -> None:
    settings.SHARED_CREDENTIALS = False
    html = text_of(as_ada, reverse("connections:add"))
    assert 'value="default"' not in html
    assert 'value="role"' in html
    assert add(as_ada)[0] == 422
    status, html = add(as_ada, source="role", role_arn=ROLE, profile="lab")
    assert (status, "profiles may not be used here" in html) == (422, True)
    assert add(as_ada, source="role", role_arn=ROLE)[0] == 302


def test_a_change_is_kept_written_down_and_tested(as_ada: Client) -> None:
    add(as_ada)
    made = Connection.objects.get()
    Connection.objects.update(account_id="111122223333")
    Probe.objects.update(done_at=timezone.now())
    as_ada.post(address("edit", made), TYPED | {"name": "lab"})
    assert Probe.objects.get().done_at, "A name needs no test."
    as_ada.post(address("edit", made), TYPED | {"name": "lab", "region": "us-east-1"})
    made.refresh_from_db()
    assert (made.name, made.region, made.account_id) == ("lab", "us-east-1", "")
    assert Probe.objects.get().done_at is None
    entry = Entry.objects.filter(verb="changed").latest("pk")
    assert entry.details == {"before": {"region": "eu-central-1"}, "region": "us-east-1"}
    as_ada.post(address("edit", made), TYPED | {"name": "lab", "region": "us-east-1"})
    assert Entry.objects.filter(verb="changed").count() == 2


def test_what_a_test_found_is_shown_with_what_to_do(as_ada: Client, connection: Connection) -> None:
    result = {"action": "iam:ListRoles", "use": "Roles have to be typed.", "detail": "<b>No"}
    failed = result | {"state": "failed", "advice": "Allow iam:ListRoles."}
    now = timezone.now()
    Probe.objects.create(connection=connection, asked_at=now, done_at=now, results=[failed])
    html = text_of(as_ada, address("detail", connection))
    for words in (
        "1 of 1 failed",
        "Allow iam:ListRoles.",
        "Roles have to be typed.",
        "&lt;b&gt;No",
    ):
        assert words in html
    assert 'data-interval-s=""' in html


def test_a_test_that_no_worker_did_says_so(as_ada: Client, connection: Connection) -> None:
    Probe.objects.create(connection=connection, asked_at=timezone.now() - timedelta(minutes=5))
    assert "No worker has finished the test." in text_of(as_ada, address("detail", connection))


def test_the_live_part_is_the_test_alone(as_ada: Client, connection: Connection) -> None:
    html = text_of(as_ada, f"{address('detail', connection)}?live=1")
    assert html.strip().startswith("<div id=")
    assert "<h1>" not in html


def test_the_policies_are_there_to_copy(as_ada: Client, team: Team) -> None:
    made = Connection.objects.create(
        team=team, name="x", kind="aws", region="eu-central-1", role_arn=ROLE, external_id="e1"
    )
    html = text_of(as_ada, address("detail", made))
    for document in (policy.permissions(made), policy.role_making(made)):
        assert escape(json.dumps(document, indent=2)) in html
    assert "The principal is known after a test" in html


def test_the_embedded_stack_needs_no_policy(as_ada: Client, connection: Connection) -> None:
    assert "IAM policy" not in text_of(as_ada, address("detail", connection))


@pytest.mark.parametrize("name", ["detail", "edit", "test", "remove"])
def test_others_do_not_get_there(
    client: Client, connection: Connection, alice: User, stranger: User, name: str
) -> None:
    where = address(name, connection)
    client.force_login(alice)
    assert client.post(where).status_code in {403, 405}
    assert "Connections" not in text_of(client, "/team/")
    client.force_login(stranger)
    assert client.post(where).status_code in {404, 405}
    assert client.get(where).status_code in {404, 405}
