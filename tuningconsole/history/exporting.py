"""The audit log as a file: CSV or JSON, written row by row however long it is."""

import csv
import json
from collections.abc import Iterable, Iterator
from typing import Any
from unicodedata import normalize

from tuningconsole.audit.models import Entry

CHUNK = 2000
_FORMULA = frozenset("=+-@\t\r\n")
"""What a spreadsheet takes for the beginning of a formula (OWASP: CSV injection)."""


class _Line:
    """What csv's writer hands a line to."""

    @staticmethod
    def write(text: str) -> str:
        return text


def as_csv(entries: Iterable[Entry]) -> Iterator[str]:
    """Yield the lines of a CSV file; what looks like a formula has an apostrophe before it."""
    writer: Any = csv.writer(_Line())
    is_first = True
    for entry in entries:
        row = _row(entry) | {"details": json.dumps(entry.details, ensure_ascii=False)}
        if is_first:
            yield writer.writerow(row)
            is_first = False
        yield writer.writerow([_defused(str(value)) for value in row.values()])
    if is_first:
        yield writer.writerow(_row(Entry()))


def as_json(entries: Iterable[Entry]) -> Iterator[str]:
    """Yield the lines of a JSON file: a list of objects."""
    separator = "["
    for entry in entries:
        yield f"{separator}\n{json.dumps(_row(entry), ensure_ascii=False)}"
        separator = ","
    yield "[]\n" if separator == "[" else "\n]\n"


def _row(entry: Entry) -> dict[str, Any]:
    return {
        "at": entry.at.isoformat(),
        "person": entry.actor_name,
        "verb": entry.verb,
        "object_type": entry.target_type,
        "object_id": entry.target_id,
        "object": entry.target_name,
        "details": entry.details,
    }


def _defused(text: str) -> str:
    """Return the text with an apostrophe where it looks like a formula, in full width too."""
    return f"'{text}" if _FORMULA.intersection(normalize("NFKC", text[:1])) else text
