"""Lists of structures in the answers: how many rows there are; adding and removing one."""

from functools import lru_cache
from typing import Any

from django.utils.translation import ngettext

from tuningconsole.spec import shapes
from tuningconsole.spec.paths import without_item
from tuningconsole.wizard.binding.declarations import Hyperparameters, Input, Pairs, Rows
from tuningconsole.wizard.binding.values import Answers, several


def called(part: Rows | Pairs | Hyperparameters, number: int) -> str:
    """Return what the row of this number is called: "Channel 1" for number 0."""
    noun = ngettext(part.noun, f"{part.noun}s", 1)
    return f"{noun[0].upper()}{noun[1:]} {number + 1}"


def count(rows: Rows, answers: Answers) -> int:
    """Return how many rows the answers hold, blank ones included, never more than AWS allows.

    A row is there when its first input has an answer, if only "".
    """
    first, limit = rows.fields[0], most(rows)
    number = 0
    while number < limit and key(first, number) in answers:
        number += 1
    return number


def most(rows: Rows) -> int:
    """Return how many rows AWS allows."""
    return int(shapes.resolve(rows.path).shape.metadata["max"])


def filled(rows: Rows, answers: Answers) -> list[int]:
    """Return the numbers of the rows that are sent."""
    return [
        number
        for number in range(count(rows, answers))
        if not rows.skip_blank or _is_filled(rows, answers, number)
    ]


def _is_filled(rows: Rows, answers: Answers, number: int) -> bool:
    """Tell whether the row holds anything that a new one does not."""
    return any(
        given != [field.initial]
        for field in rows.fields
        if (given := several(answers, key(field, number)))
    )


def key(field: Input, number: int) -> str:
    """Return the name of the field's input in the row with this number."""
    return numbered(field.path, number)


@lru_cache(maxsize=16_384)
def numbered(path: str, number: int) -> str:
    """Return the path with the row's number in it."""
    return path.replace("*", str(number), 1)


def member(rows: Rows, field: Input) -> str:
    """Return the field's path within its row."""
    return field.path.removeprefix(f"{rows.path}.*.")


def added(rows: Rows, answers: Answers) -> dict[str, Any]:
    """Return the answers with one row more, as a new one starts; the same when it is full."""
    number = count(rows, answers)
    if number >= most(rows):
        return dict(answers)
    return {**answers, **{key(field, number): field.initial for field in rows.fields}}


def removed(rows: Rows, answers: Answers, number: int) -> dict[str, Any]:
    """Return the answers without that row; those after it move up."""
    return without_item(answers, rows.path, number)
