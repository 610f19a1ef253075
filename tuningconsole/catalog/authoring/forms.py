"""A page as its template draws it: parts, inputs, choices, messages."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from botocore.model import ListShape

from tuningconsole.catalog.authoring import rows, values
from tuningconsole.catalog.authoring.declarations import (
    Control,
    Field,
    Part,
    Rows,
    Section,
    Specification,
    Step,
)
from tuningconsole.catalog.authoring.keys import INFERENCE, TRAINING_JOB, TRANSFORM_JOB, VALIDATION
from tuningconsole.catalog.authoring.values import Answers
from tuningconsole.catalog.authoring.writing import is_json

LONGEST_TOLD = 128
"""Nobody comes near a longer limit by chance; who does is told then."""
MOST_SHOWN = 12
"""Choices that are seen at a glance; a longer list has a filter."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A choice of a list: id of its input, value, label."""

    id: str
    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Input:
    """One input: what was typed, what to say about it."""

    field: Field
    name: str
    answers: Answers
    errors: Sequence[str] = ()
    suggestions: Sequence[Mapping[str, str]] = ()

    @property
    def id(self) -> str:
        """The id of its element."""
        return f"id_{self.name}"

    @property
    def control(self) -> str:
        """How it is entered."""
        return self.field.control.value

    @property
    def value(self) -> str:
        """What was typed."""
        found = self.answers.get(self.name, "")
        return found if isinstance(found, str) else ""

    @property
    def part(self) -> str:
        """Which part of its structure it is, as style sheets name it: range-min, is-tunable."""
        last = self.field.path.rpartition(".")[2].replace(":", "-")
        return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", last).lower()

    @property
    def is_switch(self) -> bool:
        """Whether other parts of the page depend on it."""
        return self.field.path in {INFERENCE, VALIDATION}

    @property
    def has_example(self) -> bool:
        """Whether an example can be put where nothing is typed yet."""
        return self.field.path in {TRAINING_JOB, TRANSFORM_JOB} and not self.value.strip()

    @property
    def is_multiline(self) -> bool:
        """Whether it is typed on several lines."""
        return self.field.control in {Control.AREA, Control.LINES, Control.JSON}

    @property
    def height(self) -> int:
        """How many lines are seen at once."""
        if self.field.control is not Control.JSON:
            return 3
        return max(4, min(24, self.value.count("\n") + 2))

    @property
    def is_grouped(self) -> bool:
        """Whether it is several elements under one legend."""
        return self.field.control in {Control.MANY, Control.RADIO}

    @property
    def is_long(self) -> bool:
        """Whether its list needs a filter."""
        return len(self.choices) > MOST_SHOWN

    @property
    def choices(self) -> list[Choice]:
        """Everything to choose from; what is chosen but not offered comes last, to be corrected."""
        many = self.field.control is Control.MANY
        chosen = values.ticked(self.answers, self.name) if many else [self.value]
        offered = dict(self.field.options or _enumeration(self.field))
        if self.field.control is Control.SELECT and self.field.options is None:
            offered = {"": "Choose …", **offered}
        offered |= {found: found for found in chosen if found and found not in offered}
        return [
            Choice(f"{self.id}_{number}", value, label, value in chosen)
            for number, (value, label) in enumerate(offered.items())
        ]

    @property
    def chosen_count(self) -> int:
        """How many are ticked."""
        return sum(choice.is_chosen for choice in self.choices)

    @property
    def described_by(self) -> str:
        """The ids of what a screen reader reads with it."""
        ids = [f"{self.id}_help"] if self.field.help else []
        ids += [f"{self.id}_hint"] if self.constraint else []
        return " ".join(ids + ([f"{self.id}_error"] if self.errors else []))

    @property
    def constraint(self) -> str:
        """How long it may be, and its pattern in words."""
        metadata = self.field.member.shape.metadata if ":" not in self.field.path else {}
        is_text = self.field.control in {Control.TEXT, Control.AREA}
        most = int(metadata.get("max", LONGEST_TOLD + 1)) if is_text else LONGEST_TOLD + 1
        longest = f"At most {most} characters." if most <= LONGEST_TOLD else ""
        hint = "" if self.field.hint in self.errors else self.field.hint
        return " ".join(filter(None, (longest, hint)))


@dataclass(frozen=True, slots=True)
class Block:
    """A part: its inputs, or for rows a list of them for each row.

    Attributes:
        left: how many rows may be added.
        form: "rows" or "json" where the part has both forms.
    """

    part: Section | Rows
    inputs: Sequence[Input] = ()
    rows: Sequence[Sequence[Input]] = ()
    left: int = 0
    form: str = ""
    problems: Sequence[str] = ()

    @property
    def is_list(self) -> bool:
        """Whether rows can be added to it."""
        return isinstance(self.part, Rows)


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the error summary: the element to go to, and what is wrong there."""

    target: str
    label: str
    message: str


@dataclass(frozen=True, slots=True)
class Page:
    """A step with its answers; `problems`: key -> messages, those of other pages are not shown."""

    step: Step
    answers: Answers
    lists: Mapping[str, Sequence[Mapping[str, str]]] = field(default_factory=dict)
    problems: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @property
    def blocks(self) -> list[Block]:
        """The parts in order."""
        return [self._block(part) for part in self.step.parts]

    @property
    def fields(self) -> dict[str, Field]:
        """Key -> field of every input on the page."""
        return {given.name: given.field for block in self.blocks for given in _inputs(block)}

    @property
    def names(self) -> dict[str, str]:
        """Key -> label of every input, of a row with its number."""
        found: dict[str, str] = {}
        for block in self.blocks:
            found |= {given.name: given.field.label for given in block.inputs}
            for number, row in enumerate(block.rows, start=1):
                found |= {
                    given.name: f"{_row(block, number)}, {given.field.label}" for given in row
                }
        return found

    @property
    def forms(self) -> dict[str, str]:
        """Key -> rows or json of the part that has both forms."""
        return {
            part.form.path: block.form
            for part, block in zip(self.step.parts, self.blocks, strict=True)
            if isinstance(part, Specification)
        }

    @property
    def summary(self) -> list[Entry]:
        """Every message on the page, with the input or the list that it belongs to."""
        found = []
        for block in self.blocks:
            path = block.part.path if isinstance(block.part, Rows) else ""
            found += [Entry(f"#id_{path}", "", message) for message in block.problems]
            for number, row in enumerate(block.rows, start=1):
                found += _entries(row, f"{_row(block, number)}, " if path else "")
            found += _entries(block.inputs, "")
        return found

    def _block(self, part: Part) -> Block:
        match part:
            case Section(fields=fields):
                return Block(part, [self._input(item, item.path) for item in fields])
            case Rows():
                return self._rows(part)
            case Specification() if is_json(part, self.answers):
                given = self._input(part.json, part.json.path)
                problems = self.problems.get(part.path, ())
                return Block(part.rows, [given], form="json", problems=problems)
            case Specification():
                return self._rows(part.rows, form="rows")

    def _rows(self, part: Rows, form: str = "") -> Block:
        number_of_rows = rows.count(part, self.answers)
        return Block(
            part,
            rows=[
                [
                    self._input(item, item.key(number), f"{part.path}.{number}")
                    for item in part.fields
                ]
                for number in range(number_of_rows)
            ],
            left=part.most - number_of_rows,
            form=form,
            problems=self.problems.get(part.path, ()),
        )

    def _input(self, item: Field, key: str, row: str = "") -> Input:
        """Return the input; a row's first one also shows what is wrong with the row as a whole."""
        messages = list(self.problems.get(key, ()))
        if row and key.startswith(f"{row}.") and item.path.endswith(".Name"):
            messages += self.problems.get(row, ())
        return Input(item, key, self.answers, messages, self.lists.get(item.lists, ()))


def _row(block: Block, number: int) -> str:
    noun = block.part.noun if isinstance(block.part, Rows) else ""
    return f"{noun.capitalize()} {number}"


def _inputs(block: Block) -> list[Input]:
    return [*block.inputs, *(given for row in block.rows for given in row)]


def _entries(inputs: Sequence[Input], prefix: str) -> list[Entry]:
    return [
        Entry(f"#{given.id}", f"{prefix}{given.field.label}", message)
        for given in inputs
        for message in given.errors
    ]


def _enumeration(item: Field) -> dict[str, str]:
    """Return value -> label of the member's enumeration; of its items where it is a list."""
    if ":" in item.path:
        return {}
    shape = item.member.shape
    shape = shape.member if isinstance(shape, ListShape) else shape
    return {value: value for value in shape.metadata.get("enum", ())}
