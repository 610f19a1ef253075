"""What Django refuses by itself says what happened, what to do and what is safe."""

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.people import connected
from tuningconsole import importing
from tuningconsole.teams.models import Team

IMPORT = "/create/import/"
LARGEST = settings.DATA_UPLOAD_MAX_MEMORY_SIZE


@pytest.fixture
def editor(client: Client, alice: User, team: Team) -> Client:
    connected(team)
    client.force_login(alice)
    return client


@pytest.mark.parametrize(
    "sent",
    [
        {"text": "x" * (LARGEST + 1)},
        {f"field{number}": "" for number in range(settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1)},
        {"a": SimpleUploadedFile("a", b"a"), "b": SimpleUploadedFile("b", b"b")},
    ],
    ids=["too long", "too many fields", "too many files"],
)
def test_too_much_is_said_to_be_too_much(editor: Client, sent: dict[str, object]) -> None:
    answer = editor.post(IMPORT, sent)
    assert answer.status_code == 413
    text = answer.content.decode()
    assert "Too much was sent at once" in text
    assert "nothing was changed" in text
    assert f"{importing.LONGEST:,} bytes" in text


def test_an_action_that_is_opened_as_a_page_is_one(editor: Client) -> None:
    answer = editor.get("/create/clone/6f9619ff-8b86-d011-b42d-00cf4fc964ff/")
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert "Nothing was changed." in answer.content.decode()


def test_a_file_of_any_length_is_refused_by_its_own_page(editor: Client) -> None:
    file = SimpleUploadedFile("request.json", b"[" * 30_000_000)
    answer = editor.post(IMPORT, {"file": file})
    assert answer.status_code == 422
    assert f"at most {importing.LONGEST:,} bytes" in answer.content.decode()


def test_a_refusal_is_in_the_language_that_the_browser_asks_for(editor: Client) -> None:
    sent = {"text": "x" * (LARGEST + 1)}
    for language in ("de", "en"):
        answer = editor.post(IMPORT, sent, headers={"accept-language": language})
        assert answer.status_code == 413
        assert f'<html lang="{language}"' in answer.content.decode()
