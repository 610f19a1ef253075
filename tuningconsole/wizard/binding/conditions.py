"""Which inputs of a part count, and which not: a switched-off part has none."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from tuningconsole.wizard.binding import rows
from tuningconsole.wizard.binding.declarations import Field, Is, Part, Rows, Section, Switch
from tuningconsole.wizard.binding.values import Answers, chosen, text


@dataclass(frozen=True, slots=True)
class _Place:
    """A field in a row, or where there are no rows: its key, its conditions with their keys."""

    field: Field
    key: str
    when: tuple[tuple[str, tuple[str, ...]], ...]


@cache
def _places(part: Section | Switch | Rows, number: int) -> tuple[_Place, ...]:
    """Return the fields of a part; there are as many rows as AWS allows at most."""
    return tuple(
        _Place(item, rows.key(item, number), _keyed(item.when, number))
        for item in part.fields
        if isinstance(item, Field)
    )


def _keyed(when: tuple[Is, ...], number: int) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((rows.numbered(condition.path, number), condition.values) for condition in when)


def holds(when: tuple[Is, ...], answers: Answers, number: int = 0) -> bool:
    """Tell whether all conditions hold, in the row of this number where they are a row's."""
    return _hold(_keyed(when, number), answers)


def _hold(when: tuple[tuple[str, tuple[str, ...]], ...], answers: Answers) -> bool:
    return not when or all(chosen(answers, key) in values for key, values in when)


def active_fields(part: Part, answers: Answers) -> Iterator[tuple[Field, str]]:
    """Yield the fields whose answers are sent, each with its key."""
    match part:
        case Section():
            yield from _active(part, answers)
        case Switch() if text(answers, part.path):
            yield from _active(part, answers)
        case Rows() if holds(part.when, answers):
            for number in rows.filled(part, answers):
                yield from in_row(part, answers, number)


def in_row(part: Rows, answers: Answers, number: int) -> Iterator[tuple[Field, str]]:
    """Yield the fields of one row whose answers are sent, each with its key."""
    return _active(part, answers, number)


def _active(
    part: Section | Switch | Rows, answers: Answers, number: int = 0
) -> Iterator[tuple[Field, str]]:
    for place in _places(part, number):
        if _hold(place.when, answers):
            yield place.field, place.key
