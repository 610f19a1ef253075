"""What the review shows: every value that is sent, grouped as the pages are."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tuningconsole.wizard import hyperparameters
from tuningconsole.wizard.binding import rows
from tuningconsole.wizard.binding.declarations import (
    Control,
    Field,
    Hyperparameters,
    Part,
    Rows,
    Switch,
)
from tuningconsole.wizard.binding.values import UNIT, Answers, chosen, several, text
from tuningconsole.wizard.hyperparameters import STATIC, Declared
from tuningconsole.wizard.models import Draft
from tuningconsole.wizard.progress import address
from tuningconsole.wizard.request import active_fields
from tuningconsole.wizard.steps import FIXED, FLOW


@dataclass(frozen=True, slots=True)
class Line:
    """A value with its label, as the person entered it."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Group:
    """The values of one part; `edit` is the address of its page, "" where nothing can be edited."""

    heading: str
    lines: list[Line]
    edit: str = ""

    @property
    def actions(self) -> str:
        """The template of the container's buttons."""
        return "wizard/_edit.html" if self.edit else ""


def groups(draft: Draft, algorithm: Mapping[str, Any]) -> list[Group]:
    """Return every part's values in the order of the pages."""
    fixed = Group(FIXED.heading, list(_lines(FIXED, draft.answers, algorithm)))
    return [
        fixed,
        *(
            Group(
                part.heading, list(_lines(part, draft.answers, algorithm)), address(draft, step.id)
            )
            for step in FLOW
            for part in step.parts
        ),
    ]


def _lines(part: Part, answers: Answers, algorithm: Mapping[str, Any]) -> Iterator[Line]:
    match part:
        case Hyperparameters(path=prefix):
            for declared in hyperparameters.declared(prefix, algorithm):
                yield Line(declared.name, _setting(declared, answers))
        case Rows():
            for number in rows.filled(part, answers):
                yield from _row(part, answers, number)
        case Switch(path=path, label=label) if not text(answers, path):
            yield Line(label, "None" if part.options else "Off")
        case _:
            for item, key in active_fields(part, answers):
                yield Line(item.label, shown(item, answers, key))


def _row(part: Rows, answers: Answers, number: int) -> Iterator[Line]:
    """Yield a line a field; a compact row is one line, its first value the label."""
    values = [shown(item, answers, rows.key(item, number)) for item in part.fields]
    if part.compact:
        yield Line(values[0], ", ".join(values[1:]))
        return
    for item, value in zip(part.fields, values, strict=True):
        yield Line(f"{part.noun.capitalize()} {number + 1}: {item.label}", value)


def shown(item: Field, answers: Answers, key: str) -> str:
    """Return an answer in the words of its page."""
    match item.control:
        case Control.MANY:
            return ", ".join(several(answers, key))
        case Control.DURATION:
            return f"{text(answers, key)} {text(answers, key + UNIT)}".strip()
        case _:
            value = chosen(answers, key)
            return str(item.labels.get(value, value))


def _setting(item: Declared, answers: Answers) -> str:
    if item.kind(answers) == STATIC:
        return text(answers, item.key("value"))
    if item.type == "Categorical":
        return f"One of {', '.join(hyperparameters.categories(answers, item.key('values')))}"
    lowest, highest, scaling = (text(answers, item.key(part)) for part in ("min", "max", "scaling"))
    return f"{lowest} to {highest} ({item.type.lower()}, scaling {scaling})"
