"""What the review shows: every value that is sent, a group a page, in the order of the pages."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tuningconsole.wizard import definitions, flow, hyperparameters
from tuningconsole.wizard.binding import pairs, rows
from tuningconsole.wizard.binding.conditions import active_fields, holds, in_row
from tuningconsole.wizard.binding.declarations import (
    Control,
    Field,
    Hyperparameters,
    Pairs,
    Part,
    Rows,
    Switch,
)
from tuningconsole.wizard.binding.values import UNIT, Answers, chosen, lines, several, text
from tuningconsole.wizard.hyperparameters import AUTO, STATIC, Hyperparameter
from tuningconsole.wizard.models import Draft
from tuningconsole.wizard.offers import Offers
from tuningconsole.wizard.progress import address
from tuningconsole.wizard.request import named_algorithm
from tuningconsole.wizard.steps.hyperparameters import METRIC, SPECIFICATION


@dataclass(frozen=True, slots=True)
class Line:
    """A value with its label, as the person entered it; a default is what nobody chose."""

    label: str
    value: str
    is_default: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that belong together; a title where a part has several of them."""

    lines: list[Line]
    title: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """The values of one part of a page."""

    heading: str
    blocks: list[Block]

    @property
    def width(self) -> str:
        """How much room it takes beside others: "" for one line."""
        number = sum(len(block.lines) for block in self.blocks)
        return {1: "", 2: "double"}.get(number, "wide")

    @property
    def is_named(self) -> bool:
        """Whether its heading says more than the label of its only line."""
        return [line.label for block in self.blocks for line in block.lines] != [self.heading]


@dataclass(frozen=True, slots=True)
class Group:
    """The parts of one page that have values; `edit` is the address of the page.

    `definition` is the name of its training job definition where there are several, `summary` what
    that trains.
    """

    heading: str
    parts: list[Shown]
    edit: str
    definition: str = ""
    summary: str = ""


def groups(draft: Draft, offers: Offers) -> list[Group]:
    """Return every page's values; what is not set and need not be is left out."""
    answers = draft.answers
    every = definitions.each(answers)
    found: list[Group] = []
    for page in flow.pages(answers):
        seen = every[page.number]
        its = offers.of(seen)
        is_named = page.is_of_definition and len(every) > 1
        name = flow.title_of(page.number, answers) if is_named else ""
        parts = [
            Shown(_(part.heading), blocks)
            for part in page.step.parts
            if (blocks := [block for block in _blocks(part, seen, its) if block.lines])
        ]
        edit = f"{address(draft, page.id)}?from=review"
        summary = _summary(seen, its) if name else ""
        found.append(Group(_(page.step.title), parts, edit, name, summary))
    return found


def _summary(seen: Answers, offers: Offers) -> str:
    """Say what a definition trains, for which metric, and how much of it is searched."""
    image = text(seen, f"{SPECIFICATION}.TrainingImage")
    trained = named_algorithm(seen).rpartition("/")[2] or image or _("No algorithm")
    kinds = [item.kind(seen) for item in hyperparameters.every(seen, offers.algorithm)]
    number = len(kinds) - kinds.count(STATIC)
    searched = ngettext(
        "{number} hyperparameter searched", "{number} hyperparameters searched", number
    ).format(number=number)
    return ", ".join(filter(None, (trained, chosen(seen, METRIC), searched)))


def _blocks(part: Part, answers: Answers, offers: Offers) -> Iterator[Block]:
    match part:
        case Hyperparameters():
            items = hyperparameters.every(answers, offers.algorithm)
            yield Block([_setting(item, answers) for item in items if _is_set(item, answers)])
        case Pairs():
            yield Block([Line(name, value) for name, value, _ in pairs.entries(part, answers)])
        case Rows() if not holds(part.when, answers):
            pass
        case Rows(compact=True):
            yield Block([_line(part, answers, number) for number in rows.filled(part, answers)])
        case Rows():
            for number in rows.filled(part, answers):
                found = list(_lines(in_row(part, answers, number), answers))
                yield Block(found, rows.called(part, number))
        case Switch():
            fields = _lines(active_fields(part, answers), answers)
            yield Block([*_switched(part, answers, offers), *fields])
        case _:
            yield Block(list(_lines(active_fields(part, answers), answers)))


def _lines(fields: Iterator[tuple[Field, str]], answers: Answers) -> Iterator[Line]:
    """Yield the fields with a value, and those that must have one."""
    for item, key in fields:
        value = shown(item, answers, key)
        if value or item.is_required:
            yield Line(_(item.label), value, _is_default(item, answers, key))


def _is_default(item: Field, answers: Answers, key: str) -> bool:
    """Tell whether an optional field holds what every new draft holds."""
    is_plain = item.control is not Control.DURATION
    return is_plain and not item.is_required and chosen(answers, key) == item.initial


def _line(part: Rows, answers: Answers, number: int) -> Line:
    """Return a compact row: its first value is the label."""
    fields = (item for item in part.fields if isinstance(item, Field))
    label, *values = (shown(item, answers, rows.key(item, number)) for item in fields)
    return Line(label, ", ".join(values))


def _switched(part: Switch, answers: Answers, offers: Offers) -> Iterator[Line]:
    """Yield what the switch is at; one that is off is not shown."""
    state = text(answers, part.path)
    if part.options and state:
        labels = {option.value: option.label for option in offers.options(part.options)}
        yield Line(_(part.label), labels.get(state, state))
    elif state:
        yield Line(_(part.label), _("On"))


def shown(item: Field, answers: Answers, key: str) -> str:
    """Return an answer in the words of its page."""
    match item.control:
        case Control.MANY:
            return ", ".join(several(answers, key))
        case Control.LINES:
            return ", ".join(lines(answers, key))
        case Control.DURATION:
            number = text(answers, key)
            return _duration(number, text(answers, key + UNIT)) if number else ""
        case _:
            value = chosen(answers, key)
            return _(item.labels[value]) if value in item.labels else value


def _duration(number: str, unit: str) -> str:
    """Return a time as it was entered; the unit can be anything that was sent."""
    some = 1 if number == "1" else 2
    match unit:
        case "seconds":
            said = ngettext("{number} second", "{number} seconds", some)
        case "minutes":
            said = ngettext("{number} minute", "{number} minutes", some)
        case "hours":
            said = ngettext("{number} hour", "{number} hours", some)
        case "days":
            said = ngettext("{number} day", "{number} days", some)
        case _:
            return f"{number} {unit}"
    return said.format(number=number)


def _setting(item: Hyperparameter, answers: Answers) -> Line:
    value = _set(item, answers)
    return Line(item.name, value, item.kind(answers) == STATIC and value == item.default != "")


def _is_set(item: Hyperparameter, answers: Answers) -> bool:
    """Tell whether it is sent, or has to be."""
    return bool(_set(item, answers) or item.is_required or (item.is_own and item.name))


def _set(item: Hyperparameter, answers: Answers) -> str:
    kind = item.kind(answers)
    if kind == STATIC:
        return text(answers, item.key("value"))
    if kind == AUTO:
        hint = text(answers, item.key("hint"))
        if not hint:
            return _("Chosen by SageMaker")
        return _("Chosen by SageMaker, around {value}").format(value=hint)
    if kind == "Categorical":
        values = ", ".join(lines(answers, item.key("values")))
        return _("One of {values}").format(values=values)
    lowest, highest, scaling = (text(answers, item.key(part)) for part in ("min", "max", "scaling"))
    said = (
        _("{low} to {high} (integer, scaling {scaling})")
        if kind == "Integer"
        else _("{low} to {high} (continuous, scaling {scaling})")
    )
    return said.format(low=lowest, high=highest, scaling=scaling)
