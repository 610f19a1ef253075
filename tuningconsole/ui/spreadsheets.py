"""CSV as spreadsheets read it: no text from outside is a formula there (OWASP: CSV injection)."""

import csv
from collections.abc import Iterable, Iterator
from typing import Any
from unicodedata import normalize

_FORMULA = frozenset("=+-@\t\r\n")
"""What begins a formula, in full width too."""


class _Line:
    """What csv's writer hands a line to."""

    @staticmethod
    def write(text: str) -> str:
        return text


def lines(rows: Iterable[Iterable[Any]]) -> Iterator[str]:
    """Yield a line a row: nothing for None, an apostrophe before what looks like a formula."""
    writer: Any = csv.writer(_Line())
    return (writer.writerow([_cell(value) for value in row]) for row in rows)


def _cell(value: Any) -> Any:
    if value is None:
        return ""
    is_formula = isinstance(value, str) and _FORMULA.intersection(normalize("NFKC", value[:1]))
    return f"'{value}" if is_formula else value
