"""A language that is no real one: each message is itself, set in brackets.

What a page says outside of brackets was not marked for translation.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from django.test import override_settings
from django.utils.translation import trans_real

from tuningconsole.ui import jinja2, words

ATTRIBUTES = {"aria-label", "placeholder", "data-busy", "title"}
ALONE = {"br", "hr", "img", "input", "link", "meta", "path"}
OTHERS_WORDS = {"code", "pre", "textarea", "time"}
INNERMOST = re.compile(r"⟦[^⟦⟧]*⟧")
EDGES = " ,:()/-\N{EN DASH}"
WORD = re.compile(r"[A-Za-z]{2}")
OF_AWS = re.compile(r"ml\.[\w.-]+|[a-z]+(-[a-z]+)+-\d|arn:\S+|[a-z0-9-]+:[A-Z]\w+|(M(ax|in)imize)+")


class Page(HTMLParser):
    """Collects what the main part of a page says, outside of code and of what was typed."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.texts: set[str] = set()
        self._way: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ALONE:
            self._way.append(tag)
        if "main" in self._way:
            self.texts |= {value or "" for name, value in attrs if name in ATTRIBUTES}

    def handle_endtag(self, tag: str) -> None:
        if tag in self._way:
            while self._way.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if "main" in self._way and not OTHERS_WORDS & {*self._way}:
            self.texts.add(" ".join(data.split()))


def outside(html: str) -> str:
    """Return what is in no brackets; they may stand in each other, and hold markup."""
    while INNERMOST.search(html):
        html = INNERMOST.sub("", html)
    return html


@pytest.fixture(scope="session")
def in_brackets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a language in which each message is itself, in brackets."""
    made = Catalog(locale="de")
    for message in words.catalog():
        if isinstance(message.id, tuple):
            made.add(message.id, tuple(f"⟦{text}⟧" for text in message.id))
        elif message.id:
            parts = message.id.split(",") if message.id == "Yes,No" else [message.id]
            made.add(message.id, ",".join(f"⟦{text}⟧" for text in parts), context=message.context)
    root = tmp_path_factory.mktemp("locale")
    folder = root / "de" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    with (folder / "django.mo").open("wb") as file:
        write_mo(file, made)
    return root


@contextmanager
def speaking(folder: Path) -> Iterator[None]:
    """Have German be the language of this folder, and forget what is remembered of another."""
    with override_settings(LOCALE_PATHS=[folder]):
        forget()
        yield
    forget()


def forget() -> None:
    """Forget the languages that were read, and what pages have looked up."""
    trans_real._translations.clear()  # type: ignore[attr-defined]
    jinja2.forget()
