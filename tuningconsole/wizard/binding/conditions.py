"""Which inputs of a part count, and which not: a switched-off part has none."""

from collections.abc import Iterator

from tuningconsole.wizard.binding import rows
from tuningconsole.wizard.binding.declarations import Field, Input, Is, Part, Rows, Section, Switch
from tuningconsole.wizard.binding.values import Answers, chosen, text


def holds(when: tuple[Is, ...], answers: Answers, number: int = 0) -> bool:
    """Tell whether all conditions hold, in the row of this number where they are a row's."""
    return all(
        chosen(answers, rows.numbered(condition.path, number)) in condition.values
        for condition in when
    )


def active_fields(part: Part, answers: Answers) -> Iterator[tuple[Field, str]]:
    """Yield the fields whose answers are sent, each with its key."""
    for item, key, number in _inputs(part, answers):
        if isinstance(item, Field) and holds(item.when, answers, number):
            yield item, key


def _inputs(part: Part, answers: Answers) -> Iterator[tuple[Input, str, int]]:
    match part:
        case Section(fields=fields):
            yield from ((item, item.path, 0) for item in fields)
        case Switch(path=path, fields=fields) if text(answers, path):
            yield from ((item, item.path, 0) for item in fields)
        case Rows(fields=fields) if holds(part.when, answers):
            for number in rows.filled(part, answers):
                yield from ((item, rows.key(item, number), number) for item in fields)
