"""Lists of structures in the answers: how many rows there are; adding and removing one."""

import re
from typing import Any

from django.utils.translation import ngettext

from tuningconsole.catalog.authoring.declarations import Rows
from tuningconsole.catalog.authoring.values import Answers, is_blank
from tuningconsole.spec.paths import without_item


def count(rows: Rows, answers: Answers) -> int:
    """Return how many rows the answers hold, blank ones included, never more than AWS allows."""
    pattern = re.compile(rf"{re.escape(rows.path)}\.([0-9]{{1,3}})[.:]")
    numbers = [int(found[1]) for key in answers if (found := pattern.match(key))]
    return min(max(numbers, default=-1) + 1, rows.most)


def called(rows: Rows, number: int = 1) -> str:
    """Return what so many rows are called, in the reader's language."""
    return ngettext(rows.noun, rows.noun + "s", number)


def filled(rows: Rows, answers: Answers) -> list[int]:
    """Return the numbers of the rows that are sent."""
    return [
        number
        for number in range(count(rows, answers))
        if not rows.skip_blank
        or not all(is_blank(field, answers, field.key(number)) for field in rows.fields)
    ]


def added(rows: Rows, answers: Answers) -> dict[str, Any]:
    """Return the answers with one row more, as a new one starts; the same when it is full."""
    number = count(rows, answers)
    if number >= rows.most:
        return dict(answers)
    return {**answers, **{field.key(number): initial(field.initial) for field in rows.fields}}


def initial(given: str | tuple[str, ...]) -> str | list[str]:
    """Return what a new input holds, as answers keep it."""
    return given if isinstance(given, str) else list(given)


def removed(rows: Rows, answers: Answers, number: int) -> dict[str, Any]:
    """Return the answers without that row; those after it move up."""
    return without_item(answers, rows.path, number)
