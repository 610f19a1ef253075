"""A page as its template draws it: parts, inputs, choices, messages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from tuningconsole.catalog.authoring import rows
from tuningconsole.catalog.authoring.declarations import (
    Field,
    Part,
    Rows,
    Section,
    Specification,
    Step,
)
from tuningconsole.catalog.authoring.inputs import Input
from tuningconsole.catalog.authoring.values import Answers
from tuningconsole.catalog.authoring.writing import is_json


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
    def heading(self) -> str:
        """What it is called."""
        return _(self.part.heading)

    @property
    def description(self) -> str:
        """What it is for, "" where its heading says that."""
        return _(self.part.description)

    @property
    def noun(self) -> str:
        """What a row is called, "" without rows."""
        return rows.called(self.part) if isinstance(self.part, Rows) else ""

    @property
    def nouns(self) -> str:
        """What several rows are called."""
        return rows.called(self.part, 2) if isinstance(self.part, Rows) else ""

    @property
    def nouns_left(self) -> str:
        """What as many rows as may be added are called."""
        return rows.called(self.part, self.left) if isinstance(self.part, Rows) else ""

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
            found |= {given.name: given.label for given in block.inputs}
            for number, row in enumerate(block.rows, start=1):
                found |= {given.name: f"{_row(block, number)}, {given.label}" for given in row}
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
    return f"{capfirst(block.noun)} {number}"


def _inputs(block: Block) -> list[Input]:
    return [*block.inputs, *(given for row in block.rows for given in row)]


def _entries(inputs: Sequence[Input], prefix: str) -> list[Entry]:
    return [
        Entry(f"#{given.id}", f"{prefix}{given.label}", message)
        for given in inputs
        for message in given.errors
    ]
