"""What the review shows: every value that is sent, grouped as the pages are."""

from collections.abc import Iterator
from dataclasses import dataclass

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
from tuningconsole.wizard.offers import Offers
from tuningconsole.wizard.progress import address
from tuningconsole.wizard.request import active_fields
from tuningconsole.wizard.steps import FIXED, FLOW


@dataclass(frozen=True, slots=True)
class Line:
    """A value with its label, as the person entered it."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that belong together; a title where a part has several of them."""

    lines: list[Line]
    title: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """The values of one part; `edit` is the address of its page, "" where nothing can be edited."""

    heading: str
    blocks: list[Block]
    edit: str = ""

    @property
    def actions(self) -> str:
        """The template of the container's buttons."""
        return "wizard/_edit.html" if self.edit else ""


def groups(draft: Draft, offers: Offers) -> list[Group]:
    """Return every part's values in the order of the pages."""
    fixed = Group(FIXED.heading, list(_blocks(FIXED, draft.answers, offers)))
    return [
        fixed,
        *(
            Group(part.heading, list(_blocks(part, draft.answers, offers)), address(draft, step.id))
            for step in FLOW
            for part in step.parts
        ),
    ]


def _blocks(part: Part, answers: Answers, offers: Offers) -> Iterator[Block]:
    match part:
        case Hyperparameters(path=prefix):
            declared = hyperparameters.declared(prefix, offers.algorithm)
            yield Block([Line(item.name, _setting(item, answers)) for item in declared])
        case Rows(compact=True):
            yield Block([_line(part, answers, number) for number in rows.filled(part, answers)])
        case Rows():
            for number in rows.filled(part, answers):
                lines = [
                    Line(item.label, shown(item, answers, rows.key(item, number)))
                    for item in part.fields
                ]
                yield Block(lines, f"{part.noun.capitalize()} {number + 1}")
        case _:
            first = [_switched(part, answers, offers)] if isinstance(part, Switch) else []
            active = active_fields(part, answers)
            rest = [Line(item.label, shown(item, answers, key)) for item, key in active]
            yield Block([*first, *rest])


def _line(part: Rows, answers: Answers, number: int) -> Line:
    """Return a compact row: its first value is the label."""
    label, *values = (shown(item, answers, rows.key(item, number)) for item in part.fields)
    return Line(label, ", ".join(values))


def _switched(part: Switch, answers: Answers, offers: Offers) -> Line:
    """Return what the switch is at."""
    state = text(answers, part.path)
    if not part.options:
        return Line(part.label, "On" if state else "Off")
    labels = {option.value: option.label for option in offers.options(part.options)}
    return Line(part.label, labels.get(state, state))


def shown(item: Field, answers: Answers, key: str) -> str:
    """Return an answer in the words of its page."""
    match item.control:
        case Control.MANY:
            return ", ".join(several(answers, key))
        case Control.DURATION:
            number, unit = text(answers, key), text(answers, key + UNIT)
            return f"{number} {unit.removesuffix('s') if number == '1' else unit}".strip()
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
