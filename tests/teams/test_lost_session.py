"""A session that is over: nothing typed is lost, and nothing is done that nobody sees."""

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.people import connected
from tuningconsole.celery import app
from tuningconsole.importing import LONGEST
from tuningconsole.teams import lost_session
from tuningconsole.teams.models import Team
from tuningconsole.teams.tasks import clear_sessions
from tuningconsole.wizard import drafts
from tuningconsole.wizard.models import Draft

PASSWORD = "correct horse battery"
IMPORT = "/create/import/"
HOME = "/"


@pytest.fixture
def draft(team: Team, alice: User) -> Draft:
    alice.set_password(PASSWORD)
    alice.save()
    cache.clear()
    return drafts.start(alice, connected(team), None)


def sign_in(client: Client, answer: HttpResponse) -> HttpResponse:
    """Follow the answer to the sign-in page, sign in there, and follow where that leads."""
    shown = client.get(answer["Location"])
    form = {"username": "alice", "password": PASSWORD, "next": shown.context["next"]}
    return client.post(reverse("teams:sign-in"), form, follow=True)


def text_of(answer: HttpResponse) -> str:
    return answer.content.decode()


@pytest.mark.parametrize(
    "page", ["http://testserver/create/drafts/?of=team", "", "https://example.com/x"]
)
def test_what_was_asked_for_is_not_done_and_said_so_where_its_button_is(
    client: Client, draft: Draft, page: str
) -> None:
    duplicate = reverse("wizard:duplicate", args=[draft.uuid])
    arrived = sign_in(client, client.post(duplicate, headers={"Referer": page}))
    path = "/create/drafts/" if page.startswith("http://testserver") else HOME
    assert (arrived.status_code, arrived.request["PATH_INFO"]) == (200, path)
    assert lost_session.NOT_DONE in text_of(arrived)
    assert Draft.objects.count() == 1
    assert lost_session.NOT_DONE not in text_of(client.get(path))


def test_a_chosen_file_is_there_after_signing_in(client: Client, draft: Draft) -> None:
    file = SimpleUploadedFile("request.yaml", "Name: \u00fc".encode("utf-16"))
    arrived = sign_in(client, client.post(IMPORT, {"text": "", "file": file}))
    assert "Name: \u00fc" in text_of(arrived)
    assert "What you had entered or chosen is in the text" in text_of(arrived)


@pytest.mark.parametrize("content", [b"x" * (LONGEST + 1), b"\xff\xff"])
def test_a_file_that_cannot_be_kept_is_said_to_be_lost(
    client: Client, draft: Draft, content: bytes
) -> None:
    file = SimpleUploadedFile("request.json", content)
    arrived = sign_in(client, client.post(IMPORT, {"text": "", "file": file}))
    assert "Choose the file again" in text_of(arrived)


def test_the_session_of_a_stranger_does_not_shorten_that_of_the_person(
    client: Client, draft: Draft
) -> None:
    sign_in(client, client.post(reverse("wizard:duplicate", args=[draft.uuid])))
    assert client.session.get_expiry_age() > lost_session.AGE_S
    client.logout()
    sign_in(client, client.post(IMPORT, {"text": "x"}))
    assert client.session.get_expiry_age() > lost_session.AGE_S


def test_strangers_do_not_fill_the_database(draft: Draft) -> None:
    large = {"text": "x" * (lost_session.LARGE + 1)}
    for _ in range(lost_session.MOST_LARGE):
        client = Client()
        client.post(IMPORT, large)
        assert lost_session.KEY in client.session
    client = Client()
    arrived = sign_in(client, client.post(IMPORT, large))
    assert large["text"] not in text_of(arrived)
    assert lost_session.NOT_DONE in text_of(arrived)


def test_a_script_is_told_and_keeps_what_it_has(client: Client, draft: Draft) -> None:
    address = reverse("wizard:step", args=[draft.uuid, "job"])
    answer = client.post(address, {"_save": "1"}, headers={"Sec-Fetch-Mode": "cors"})
    assert answer.status_code == 401
    assert lost_session.KEY not in client.session


def test_a_part_of_a_page_that_is_asked_for_leads_the_whole_page_to_the_sign_in(
    client: Client, draft: Draft
) -> None:
    headers = {"HX-Request": "true", "Sec-Fetch-Mode": "cors", "Referer": "http://testserver/jobs/"}
    answer = client.post(reverse("wizard:duplicate", args=[draft.uuid]), headers=headers)
    assert answer["HX-Redirect"].startswith(reverse("teams:sign-in"))


def test_a_part_of_a_page_does_not_become_the_sign_in_page(client: Client, db: None) -> None:
    page = "http://testserver/jobs/?page=2"
    headers = {"HX-Request": "true", "HX-Current-URL": page, "Referer": page}
    answer = client.get("/algorithms/s3/", headers=headers)
    assert answer["HX-Redirect"] == f"{reverse('teams:sign-in')}?next=/jobs/%3Fpage%3D2"
    assert lost_session.NOT_DONE_KEY not in client.session


def test_sessions_that_are_over_are_cleared(client: Client, alice: User) -> None:
    kept, over = Client(), Client()
    for browser in (kept, over):
        browser.force_login(alice)
    session = over.session
    session.set_expiry(-1)
    session.save()
    for _ in range(2):
        clear_sessions()
        assert list(Session.objects.values_list("pk", flat=True)) == [kept.session.session_key]


def test_beat_knows_the_task() -> None:
    names = {entry["task"] for entry in app.conf.beat_schedule.values()}
    assert clear_sessions.name in names
