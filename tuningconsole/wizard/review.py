"""What the review shows: every value that is sent, grouped as the pages are."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

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
    """The values of one part; `edit` is the address of its page.

    `definition` is the name of its training job definition where there are several.
    """

    heading: str
    blocks: list[Block]
    edit: str
    definition: str = ""


def groups(draft: Draft, offers: Offers) -> list[Group]:
    """Return every part's values in the order of the pages; advanced parts only when used."""
    answers = draft.answers
    every = definitions.each(answers)
    found: list[Group] = []
    for page in flow.pages(answers):
        seen = every[page.number]
        its = offers.of(seen)
        is_named = page.is_of_definition and len(every) > 1
        name = flow.title_of(page.number, answers) if is_named else ""
        for part in page.step.parts:
            blocks = list(_blocks(part, seen, its))
            is_away = part.advanced or not holds(getattr(part, "when", ()), seen)
            if any(block.lines for block in blocks) or not is_away:
                edit = f"{address(draft, page.id)}?from=review"
                found.append(Group(part.heading, blocks, edit, name))
    return found


def _blocks(part: Part, answers: Answers, offers: Offers) -> Iterator[Block]:
    match part:
        case Hyperparameters():
            items = hyperparameters.every(answers, offers.algorithm)
            yield Block([Line(item.name, _setting(item, answers)) for item in items])
        case Pairs():
            yield Block([Line(name, value) for name, value, _ in pairs.entries(part, answers)])
        case Rows() if not holds(part.when, answers):
            pass
        case Rows(compact=True):
            yield Block([_line(part, answers, number) for number in rows.filled(part, answers)])
        case Rows():
            for number in rows.filled(part, answers):
                found = _lines(part, answers, in_row(part, answers, number))
                yield Block(list(found), f"{part.noun.capitalize()} {number + 1}")
        case Switch():
            yield Block(
                [
                    *_switched(part, answers, offers),
                    *_lines(part, answers, active_fields(part, answers)),
                ]
            )
        case _:
            yield Block(list(_lines(part, answers, active_fields(part, answers))))


def _lines(part: Part, answers: Answers, fields: Iterable[tuple[Field, str]]) -> Iterator[Line]:
    """Yield the fields that are sent; what is folded away only with a value."""
    for item, key in fields:
        value = shown(item, answers, key)
        if value or not (item.advanced or part.advanced):
            yield Line(item.label, value)


def _line(part: Rows, answers: Answers, number: int) -> Line:
    """Return a compact row: its first value is the label."""
    fields = (item for item in part.fields if isinstance(item, Field))
    label, *values = (shown(item, answers, rows.key(item, number)) for item in fields)
    return Line(label, ", ".join(values))


def _switched(part: Switch, answers: Answers, offers: Offers) -> Iterator[Line]:
    """Yield what the switch is at."""
    state = text(answers, part.path)
    if part.options:
        labels = {option.value: option.label for option in offers.options(part.options)}
        yield Line(part.label, labels.get(state, state))
    elif state or not part.advanced:
        yield Line(part.label, "On" if state else "Off")


def shown(item: Field, answers: Answers, key: str) -> str:
    """Return an answer in the words of its page."""
    match item.control:
        case Control.MANY:
            return ", ".join(several(answers, key))
        case Control.LINES:
            return ", ".join(lines(answers, key))
        case Control.DURATION:
            number, unit = text(answers, key), text(answers, key + UNIT)
            unit = unit.removesuffix("s") if number == "1" else unit
            return f"{number} {unit}" if number else ""
        case _:
            value = chosen(answers, key)
            return str(item.labels.get(value, value))


def _setting(item: Hyperparameter, answers: Answers) -> str:
    kind = item.kind(answers)
    if kind == STATIC:
        return text(answers, item.key("value"))
    if kind == AUTO:
        hint = text(answers, item.key("hint"))
        return f"Chosen by SageMaker, around {hint}" if hint else "Chosen by SageMaker"
    if kind == "Categorical":
        return f"One of {', '.join(lines(answers, item.key('values')))}"
    lowest, highest, scaling = (text(answers, item.key(part)) for part in ("min", "max", "scaling"))
    return f"{lowest} to {highest} ({kind.lower()}, scaling {scaling})"
