"""An input of a page as its template draws it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from botocore.model import ListShape
from django.utils.translation import gettext as _

from tuningconsole.catalog.authoring import values
from tuningconsole.catalog.authoring.declarations import Control, Field
from tuningconsole.catalog.authoring.keys import INFERENCE, TRAINING_JOB, TRANSFORM_JOB, VALIDATION
from tuningconsole.catalog.authoring.values import Answers

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
    def label(self) -> str:
        """What it is called."""
        return _(self.field.label)

    @property
    def help(self) -> str:
        """What it is for, "" where its label says that."""
        return _(self.field.help)

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
        own = self.field.options
        offered = {value: _(label) for value, label in own} if own else _enumeration(self.field)
        if self.field.control is Control.SELECT and self.field.options is None:
            offered = {"": _("Choose …"), **offered}
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
        longest = ""
        if most <= LONGEST_TOLD:
            longest = _("At most {most} characters.").format(most=most)
        hint = _(self.field.hint)
        hint = "" if hint in self.errors else hint
        return " ".join(filter(None, (longest, hint)))


def _enumeration(item: Field) -> dict[str, str]:
    """Return value -> label of the member's enumeration; of its items where it is a list."""
    if ":" in item.path:
        return {}
    shape = item.member.shape
    shape = shape.member if isinstance(shape, ListShape) else shape
    return {value: value for value in shape.metadata.get("enum", ())}
