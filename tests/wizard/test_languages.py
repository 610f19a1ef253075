"""A page in the language of who reads it: nothing that is remembered is in another one's."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from django.conf import settings
from django.utils import translation

from tests.brackets import speaking
from tests.wizard.pages import Pages
from tuningconsole.audit.models import Entry
from tuningconsole.wizard import drafts
from tuningconsole.wizard.models import UNNAMED

NAME = "HyperParameterTuningJobName"
WORDS = {
    "Hyperparameter tuning job name": "Name des Jobs",
    "Enter a value.": "Geben Sie einen Wert ein.",
    "Define job settings": "Job einrichten",
    "{least} to {most} characters.": "{least} bis {most} Zeichen.",
    "{what} removed.": "{what} wurde entfernt.",
    "{number} hour": ("{number} Stunde", "{number} Stunden"),
    "channel": ("Kanal", "Kanäle"),
    "Unnamed draft": "Ohne Namen",
}


@pytest.fixture(autouse=True)
def german(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """German with the words of these tests alone."""
    catalog = Catalog(locale="de")
    for message, said in WORDS.items():
        is_several = isinstance(said, tuple)
        catalog.add((message, f"{message}s") if is_several else message, said)
    folder = tmp_path / "de" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    with (folder / "django.mo").open("wb") as file:
        write_mo(file, catalog)
    with speaking(tmp_path):
        yield


def read_in(pages: Pages, language: str) -> None:
    pages.client.cookies[settings.LANGUAGE_COOKIE_NAME] = language


@pytest.mark.parametrize("languages", [("en", "de", "en"), ("de", "en", "de")])
def test_labels_limits_and_messages_follow_the_reader(
    pages: Pages, languages: tuple[str, ...]
) -> None:
    said = {
        "de": ("Name des Jobs", "1 bis 32 Zeichen.", "Geben Sie einen Wert ein.", "Job einrichten"),
        "en": (
            "Hyperparameter tuning job name",
            "1 to 32 characters.",
            "Enter a value.",
            "Define job settings",
        ),
    }
    for language in languages:
        read_in(pages, language)
        pages.open("job")
        pages.next({NAME: ""})
        for words in said[language]:
            assert words in pages.text
        for words in said["en" if language == "de" else "de"]:
            assert words not in pages.text


def test_what_must_be_filled_is_remembered_in_no_language(pages: Pages) -> None:
    for language, said in (("de", "Geben Sie einen Wert ein."), ("en", "Enter a value.")):
        read_in(pages, language)
        pages.open("data")
        pages.next()
        assert said in pages.text


def test_rows_are_named_and_counted_in_the_readers_language(pages: Pages) -> None:
    read_in(pages, "de")
    pages.open("data")
    assert "Kanal 1" in pages.text
    assert "You can add up to 19 more Kanäle." in pages.text


def test_a_time_is_said_in_the_readers_language(pages: Pages) -> None:
    for language, said in (("de", "1 Stunde"), ("en", "1 hour")):
        read_in(pages, language)
        pages.open("review")
        assert said in pages.text


def test_the_audit_log_has_one_language(pages: Pages) -> None:
    pages.draft.answers[NAME] = ""
    with translation.override("de"):
        assert str(pages.draft) == "Ohne Namen"
        drafts.delete(pages.draft, pages.draft.owner)
    assert Entry.objects.get(verb="deleted").target_name == UNNAMED
