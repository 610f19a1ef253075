"""``manage.py translations``: bring the catalogs up to date with the words of the console."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from tuningconsole.ui import words

NAME = "django"
MOST_LISTED = 50
_NO_TIME = datetime(2026, 1, 1, tzinfo=UTC)


class Command(BaseCommand):
    """Write each language's django.po and django.mo; what nobody says any more is left out."""

    help = "Bring the catalogs of translations up to date; says what is not translated."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take files of translations."""
        parser.add_argument("--take", nargs="*", default=[], help="JSON: {message: translation}")
        parser.add_argument("--language", default="de", help="the language of --take")

    def handle(self, *, take: list[str], language: str, **_: Any) -> None:
        """Update every language."""
        current = words.catalog()
        [root] = settings.LOCALE_PATHS
        for code, _name in settings.LANGUAGES:
            if code == settings.LANGUAGE_CODE:
                continue
            given: dict[str, Any] = {}
            for path in take if code == language else ():
                given |= json.loads(Path(path).read_text())
            self._update(Path(root, code, "LC_MESSAGES"), code, current, given)

    def _update(self, folder: Path, code: str, current: Catalog, given: dict[str, Any]) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        source = folder / f"{NAME}.po"
        known = read_po(source.open("rb"), locale=code) if source.exists() else Catalog(locale=code)
        made = translated(current, known, given)
        with source.open("wb") as file:
            write_po(file, made, width=100, sort_output=True, no_location=True)
        with (folder / f"{NAME}.mo").open("wb") as file:
            write_mo(file, made)
        left = [message.id for message in made if message.id and not is_translated(message)]
        self.stdout.write(f"{code}: {len(made)} messages, {len(left)} not translated")
        for each in left[:MOST_LISTED]:
            self.stdout.write(f"  {each}")


def translated(current: Catalog, known: Catalog, given: dict[str, Any]) -> Catalog:
    """Return the current messages with their translations, the given ones first.

    The head names no time and nobody: the repository knows when and who.
    """
    made = Catalog(
        known.locale,
        header_comment="# The words of Tuning Console; `manage.py translations` writes this file.",
        project="Tuning Console",
        version="main",
        msgid_bugs_address="the issues",
        creation_date=_NO_TIME,
        revision_date=_NO_TIME,
        last_translator="see git",
        language_team="see git",
        fuzzy=False,
    )
    for message in current:
        if not message.id:
            continue
        before = known.get(message.id, message.context)
        key = message.id[0] if isinstance(message.id, tuple) else message.id
        text: Any = given.get(str(key), before.string if before else "")
        if message.context:
            # As gettext writes it.
            text = given.get(f"{message.context}\x04{key}", text)
        if message.pluralizable:
            # A noun that was translated alone has its plural still to come.
            text = "" if isinstance(text, str) else tuple(text)
        made.add(message.id, text, context=message.context)
    return made


def is_translated(message: Any) -> bool:
    """Tell whether there is a translation, of each plural form where there are several."""
    return all(message.string) if message.pluralizable else bool(message.string)
