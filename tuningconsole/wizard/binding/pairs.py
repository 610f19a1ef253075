"""Maps in the answers: a row a name and its value, under ``<path>.<row>:name`` and ``:value``."""

from collections.abc import Iterator
from typing import Any

from botocore.model import MapShape

from tuningconsole.spec import shapes
from tuningconsole.spec.paths import without_item
from tuningconsole.wizard.binding.declarations import Pairs
from tuningconsole.wizard.binding.values import Answers, text

NAME, VALUE = ":name", ":value"


def shape_of(part: Pairs) -> MapShape:
    """Return the map's shape."""
    found = shapes.resolve(part.path).shape
    if not isinstance(found, MapShape):
        raise shapes.UnknownMemberError(f"{part.path} is no map")
    return found


def most(part: Pairs) -> int:
    """Return how many entries AWS allows."""
    return int(shape_of(part).metadata["max"])


def count(part: Pairs, answers: Answers) -> int:
    """Return how many rows the answers hold, blank ones included, never more than AWS allows."""
    limit = most(part)
    number = 0
    while number < limit and key(part, number) + NAME in answers:
        number += 1
    return number


def key(part: Pairs, number: int) -> str:
    """Return how the names of the row's inputs begin."""
    return f"{part.path}.{number}"


def entries(part: Pairs, answers: Answers) -> Iterator[tuple[str, str, str]]:
    """Yield name, value and key of every row in which something was typed."""
    for number in range(count(part, answers)):
        at = key(part, number)
        name, value = text(answers, at + NAME), text(answers, at + VALUE)
        if name or value:
            yield name, value, at + NAME if not name else at + VALUE


def added(part: Pairs, answers: Answers, name: str = "", value: str = "") -> dict[str, Any]:
    """Return the answers with one row more; the same when it is full."""
    number = count(part, answers)
    if number >= most(part):
        return dict(answers)
    at = key(part, number)
    return {**answers, at + NAME: name, at + VALUE: value}


def removed(part: Pairs, answers: Answers, number: int) -> dict[str, Any]:
    """Return the answers without the row; those after it move up."""
    return without_item(answers, part.path, number)
