"""What a step may be made of: sections, rows, switches. Frozen data; nothing here knows a request.

Each declaration is itself alone: two that say the same are not equal.

A field's name is its path in the request's expanded form. In rows the number is ``*``. The pages
of a training job definition are declared for the first one, number 0 (`wizard.definitions`).
"""

from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass, field
from enum import StrEnum

from tuningconsole.spec.shapes import Member, resolve


class Control(StrEnum):
    """How a field is entered."""

    TEXT = "text"
    SELECT = "select"
    RADIO = "radio"
    PICK = "pick"
    """A list, and a text input for what is not on it."""
    MANY = "many"
    """Checkboxes, and a text input for what is not among them; the member is a list."""
    LINES = "lines"
    """A text area, a value a line; the member is a list."""
    DURATION = "duration"
    """A number and its unit; the member is in seconds."""
    S3 = "s3"
    """Text with a Browse button."""


@dataclass(frozen=True, slots=True, eq=False)
class Is:
    """A condition: the answer at the path is one of the values. In rows it is that of the row."""

    path: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Field:
    """A member of the request that a person enters.

    Attributes:
        path: where it stands in the expanded request.
        help: replaces the documentation's first sentence.
        limits: replaces the service model's limits in words, where AWS takes less or they say more.
        required: replaces the service model's word, where AWS asks for more than its model.
        initial: what a new draft holds; a name in braces is filled in by `drafts.start`.
        options: name of the list of `Offers` to choose from.
        labels: what an enumeration's values are called.
        item: for MANY: the member that holds the value when the list is one of structures.
        keep_empty: send "" rather than leave the member out.
        when: all must hold, or the field is not there.
        advanced: folded away until it holds something.
        redraws: the page is drawn anew when it changes.
    """

    path: str
    label: str
    _: KW_ONLY
    control: Control = Control.TEXT
    help: str | None = None
    limits: str | None = None
    required: bool | None = None
    initial: str = ""
    options: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)
    item: str = ""
    keep_empty: bool = False
    when: tuple[Is, ...] = ()
    advanced: bool = False
    redraws: bool = False

    @property
    def member(self) -> Member:
        """What the service model knows of it; raises UnknownMemberError."""
        return resolve(self.path)

    @property
    def is_required(self) -> bool:
        """Whether it must be filled when its part is there."""
        return self.member.is_required if self.required is None else self.required


@dataclass(frozen=True, slots=True, eq=False)
class Way:
    """One of the ways of a Choice: its value, its label, and where its members begin."""

    value: str
    label: str
    start: str


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """An input that no member has: which of several ways the fields around it go.

    A request goes the first way whose members it has.
    """

    path: str
    label: str
    ways: tuple[Way, ...]
    _: KW_ONLY
    help: str = ""
    first: str = ""
    when: tuple[Is, ...] = ()
    advanced: bool = False
    redraws: bool = False

    @property
    def initial(self) -> str:
        """The way of a new draft, the first unless `first` says so."""
        return self.first or self.ways[0].value

    def taking(self, *values: str) -> tuple[Is, ...]:
        """Return the condition that one of these ways is taken."""
        return (*self.when, Is(self.path, values))


Input = Field | Choice


@dataclass(frozen=True, slots=True, eq=False)
class Section:
    """Fields that are always there."""

    heading: str
    fields: tuple[Input, ...]
    _: KW_ONLY
    description: str = ""
    advanced: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Switch:
    """A checkbox, or with `options` a list, whose state is the presence of a subtree."""

    heading: str
    path: str
    label: str
    fields: tuple[Field, ...]
    _: KW_ONLY
    description: str = ""
    help: str = ""
    options: str = ""
    advanced: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """A list of structures: one block of fields each.

    Attributes:
        path: the list's path; its fields begin with it and ``.*.``.
        noun: what one is called, in lower case.
        skip_blank: a row in which nothing is entered is no row.
        compact: a row is one line.
        when: all must hold, or the list is not there.
        needed: where all hold, it is not folded away, for a row is needed.
        tools: a template with more buttons below the list.
    """

    heading: str
    path: str
    noun: str
    fields: tuple[Input, ...]
    _: KW_ONLY
    description: str = ""
    skip_blank: bool = False
    compact: bool = False
    when: tuple[Is, ...] = ()
    needed: tuple[Is, ...] = ()
    tools: str = ""
    advanced: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """A map of texts: a row a name and its value."""

    heading: str
    path: str
    noun: str
    _: KW_ONLY
    description: str = ""
    advanced: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Hyperparameters:
    """The hand-written section: a row a hyperparameter (`wizard.hyperparameters`)."""

    heading: str
    path: str
    _: KW_ONLY
    description: str = ""
    noun: str = "hyperparameter"
    advanced: bool = False


Part = Section | Switch | Rows | Pairs | Hyperparameters


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """A page: its id in addresses, its title, its parts."""

    id: str
    title: str
    parts: tuple[Part, ...]
