"""The audit log as a file: CSV or JSON, written row by row however long it is."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from tuningconsole.audit.models import Entry
from tuningconsole.ui import spreadsheets

CHUNK = 2000


def as_csv(entries: Iterable[Entry]) -> Iterator[str]:
    """Yield the lines of a CSV file."""
    yield from spreadsheets.lines([_row(Entry())])
    yield from spreadsheets.lines(
        (_row(entry) | {"details": json.dumps(entry.details, ensure_ascii=False)}).values()
        for entry in entries
    )


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
