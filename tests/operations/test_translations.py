"""German: every word has one, and what is shown follows the browser's or the chosen language."""

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from django.conf import settings
from django.urls import reverse

from tests.people import member_of
from tuningconsole.operations.management.commands.translations import (
    is_translated,
    translated,
)
from tuningconsole.teams.models import Role, Team
from tuningconsole.ui import words

FOLDER = Path(settings.LOCALE_PATHS[0], "de", "LC_MESSAGES")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w*\}|%[sd]")


@pytest.fixture(scope="module")
def german():
    with (FOLDER / "django.po").open("rb") as file:
        return read_po(file, locale="de")


def _messages(catalog):
    """Return (context, message, plural) -> message; a compiled catalog has lists of plurals."""
    found = (message for message in catalog if message.id)
    return {(each.context, *_ids(each)): each for each in found}


def _ids(message):
    return message.id if isinstance(message.id, list | tuple) else (message.id,)


def _strings(message):
    return message.string if isinstance(message.string, list | tuple) else (message.string,)


def test_every_message_has_a_translation_and_none_is_left_over(german):
    known, wanted = _messages(german), _messages(words.catalog())
    assert sorted(map(str, wanted.keys() - known.keys())) == [], "run manage.py translations"
    assert sorted(map(str, known.keys() - wanted.keys())) == [], "run manage.py translations"
    assert [each.id for each in known.values() if not is_translated(each)] == []


def test_translations_have_the_placeholders_of_their_messages(german):
    for message in _messages(german).values():
        texts = message.string if message.pluralizable else [message.string]
        last = message.id[-1] if message.pluralizable else message.id
        for text in texts[-1:]:
            assert sorted(PLACEHOLDER.findall(text)) == sorted(PLACEHOLDER.findall(last)), last


def test_markup_is_the_same_in_both(german):
    for message in _messages(german).values():
        if not message.pluralizable:
            tags = re.findall(r"<[^>]+>", message.id)
            assert sorted(re.findall(r"<[^>]+>", message.string)) == sorted(tags), message.id


def test_what_django_reads_is_what_translators_wrote(german):
    with (FOLDER / "django.mo").open("rb") as file:
        compiled = _messages(read_mo(file))
    assert {key: tuple(_strings(item)) for key, item in compiled.items()} == {
        key: tuple(_strings(item)) for key, item in _messages(german).items()
    }


def test_a_message_with_a_context_can_be_given_a_translation_of_its_own():
    current = Catalog()
    current.add("Mine")
    current.add("Mine", context="receiver")
    made = translated(
        current, Catalog(locale="de"), {"Mine": "Meine", "receiver\x04Mine": "Meiner"}
    )
    assert made.get("Mine").string == "Meine"
    assert made.get("Mine", "receiver").string == "Meiner"


@pytest.fixture
def editor(client, db):
    user = member_of(Team.objects.create(name="Tuners"), "alice", Role.EDITOR)
    client.force_login(user)
    return client


def test_a_page_is_in_the_language_that_the_browser_asks_for(editor):
    page = editor.get(reverse("home"), headers={"accept-language": "de-CH,de;q=0.9,en;q=0.5"})
    assert '<html lang="de"' in page.text
    assert "Zum Hauptinhalt springen" in page.text
    assert page["Content-Language"] == "de"


def test_another_language_than_there_is_gives_english(editor):
    page = editor.get(reverse("home"), headers={"accept-language": "fr"})
    assert '<html lang="en"' in page.text
    assert "Skip to main content" in page.text


def test_the_chosen_language_counts_more_than_the_browsers(editor):
    answer = editor.post(reverse("ui:language"), {"language": "de", "next": "/jobs/"})
    assert answer["Location"] == "/jobs/"
    page = editor.get("/jobs/", headers={"accept-language": "en"})
    assert '<html lang="de"' in page.text
    editor.post(reverse("ui:language"), {"language": "en", "next": "/jobs/"})
    assert '<html lang="en"' in editor.get("/jobs/", headers={"accept-language": "de"}).text


def test_a_language_that_there_is_not_changes_nothing(editor):
    answer = editor.post(reverse("ui:language"), {"language": "xx", "next": "//evil.example"})
    assert answer["Location"] == "/"
    assert settings.LANGUAGE_COOKIE_NAME not in answer.cookies
