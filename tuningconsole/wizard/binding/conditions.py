"""Which inputs of a part count, and which not: a switched-off part has none."""

from collections.abc import Iterator

from tuningconsole.wizard.binding import rows
from tuningconsole.wizard.binding.declarations import Field, Input, Is, Part, Rows, Section, Switch
from tuningconsole.wizard.binding.values import Answers, chosen, text


def holds(when: tuple[Is, ...], answers: Answers, number: int = 0) -> bool:
    """Tell whether all conditions hold, in the row of this number where they are a row's."""
    for condition in when:
        if chosen(answers, rows.numbered(condition.path, number)) not in condition.values:
            return False
    return True


def active_fields(part: Part, answers: Answers) -> Iterator[tuple[Field, str]]:
    """Yield the fields whose answers are sent, each with its key."""
    match part:
        case Section(fields=fields):
            yield from _active(fields, answers)
        case Switch(path=path, fields=fields) if text(answers, path):
            yield from _active(fields, answers)
        case Rows() if holds(part.when, answers):
            for number in rows.filled(part, answers):
                yield from in_row(part, answers, number)


def in_row(part: Rows, answers: Answers, number: int) -> Iterator[tuple[Field, str]]:
    """Yield the fields of one row whose answers are sent, each with its key."""
    return _active(part.fields, answers, number)


def _active(
    fields: tuple[Input, ...], answers: Answers, number: int = 0
) -> Iterator[tuple[Field, str]]:
    for item in fields:
        if isinstance(item, Field) and holds(item.when, answers, number):
            yield item, rows.key(item, number)
