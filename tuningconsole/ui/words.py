"""The words of the console that a translator must have: read out of templates, code, declarations.

A template marks them by `{% translate %}`, code by gettext's functions. What the wizards declare is
marked nowhere: it is drawn through gettext, and found by walking the declarations, which each
package lists in `words.DECLARED`. Needs Babel, of requirements-dev.txt.
"""

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from importlib import import_module
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from django.apps import apps
from django.conf import settings
from django.utils.translation.template import templatize

WORDS_OF_PEOPLE = {"title", "heading", "label", "labels", "description", "help", "limits"}
"""Attributes of declarations that are shown."""
NOUN = "noun"
"""The attribute that says what a row is called; several of them are called so with an s."""
Word = str | tuple[str, str]
KEYWORDS: dict[str, Any] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
_PROSE = re.compile(r"[A-Za-z]{2}")


def catalog() -> Catalog:
    """Return every message that is to be translated, without translations."""
    found = Catalog()
    for path in sorted(_files()):
        text = path.read_text()
        if path.suffix != ".py":
            # Blanks at the beginnings of lines would be Python's.
            lines = templatize(text).splitlines()
            text = "\n".join(line.strip() for line in lines)
        code = BytesIO(text.encode())
        for _line, message, _comments, context in extract("python", code, KEYWORDS):
            found.add(message, context=context)
    for word in sorted(set(declared()), key=str):
        found.add(word)
    return found


def declared() -> Iterator[Word]:
    """Yield the words of all declarations, from the `words` modules of the installed packages.

    A noun comes with its plural.
    """
    for app in apps.get_app_configs():
        name = f"{app.name}.words"
        if app.name.startswith("tuningconsole.") and find_spec(name):
            for declaration in getattr(import_module(name), "DECLARED", ()):
                yield from [declaration] if isinstance(declaration, str) else _words(declaration)


def _words(declaration: Any) -> Iterator[Word]:
    if isinstance(declaration, list | tuple):
        for each in declaration:
            yield from _words(each)
    elif is_dataclass(declaration):
        for item in fields(declaration):
            value = getattr(declaration, item.name)
            if item.name == NOUN and value:
                yield value, f"{value}s"
            elif item.name in WORDS_OF_PEOPLE:
                yield from _texts(value)
            else:
                yield from _words(value)


def _texts(value: Any) -> Iterator[Word]:
    texts = value.values() if isinstance(value, dict) else [value]
    yield from (text for text in texts if isinstance(text, str) and _PROSE.search(text))


def _files() -> Iterator[Path]:
    root = Path(settings.BASE_DIR)
    yield from (root / "templates").rglob("*.html")
    yield from (root / "templates").rglob("*.txt")
    yield from (root / "tuningconsole").rglob("*.py")
