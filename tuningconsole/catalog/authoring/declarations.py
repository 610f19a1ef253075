"""What a page of an algorithm's draft may be made of. Frozen data.

A field's key is its path in CreateAlgorithm's request, with ``*`` for a row's number. What has no
member of its own follows a colon: ``….SupportedHyperParameters.*.Range:min``.
"""

from dataclasses import KW_ONLY, dataclass
from enum import StrEnum

from tuningconsole.spec.shapes import Member, resolve

ROOT = "CreateAlgorithmInput"


class Control(StrEnum):
    """How a field is entered."""

    TEXT = "text"
    AREA = "area"
    LINES = "lines"
    """A list: one value a line."""
    SELECT = "select"
    RADIO = "radio"
    BOX = "box"
    MANY = "many"
    """A list: checkboxes."""
    JSON = "json"


@dataclass(frozen=True, slots=True)
class Field:
    """Something that a person enters.

    Attributes:
        path: where it stands in the request; the key of its answer.
        help: what it is for.
        hint: the member's pattern in words; shown under the input, and when it is broken.
        required: replaces the service model's word, where there is more to say than it does.
        initial: what a new draft or a new row holds.
        options: values to choose from, each with its label; `None`: the member's enumeration.
        lists: name of the list of the connection that is suggested ("roles").
    """

    path: str
    label: str
    _: KW_ONLY
    control: Control = Control.TEXT
    help: str = ""
    hint: str = ""
    required: bool | None = None
    initial: str | tuple[str, ...] = ""
    options: tuple[tuple[str, str], ...] | None = None
    lists: str = ""

    @property
    def member(self) -> Member:
        """What the service model knows of it; raises UnknownMemberError."""
        return resolve(self.path.partition(":")[0], ROOT)

    @property
    def is_required(self) -> bool:
        """Whether it must be filled when its part is there."""
        if self.required is None:
            return self.member.is_required and ":" not in self.path
        return self.required

    def key(self, number: int | None = None) -> str:
        """Return the key of its answer, in the row of this number if it is in rows."""
        return self.path if number is None else self.path.replace("*", str(number))


@dataclass(frozen=True, slots=True)
class Section:
    """Fields. With `when` they count only while the box of this key is ticked."""

    heading: str
    fields: tuple[Field, ...]
    _: KW_ONLY
    description: str = ""
    when: str = ""


@dataclass(frozen=True, slots=True)
class Rows:
    """A list of structures: one block of fields each.

    Attributes:
        path: the list's path; its fields begin with it and ``.*.``.
        noun: what one is called, in lower case.
        skip_blank: a row in which nothing is entered is no row.
        compact: a row is one line.
        when: as in `Section`.
    """

    heading: str
    path: str
    noun: str
    fields: tuple[Field, ...]
    _: KW_ONLY
    description: str = ""
    skip_blank: bool = False
    compact: bool = False
    when: str = ""

    @property
    def most(self) -> int:
        """How many rows AWS allows."""
        return int(resolve(self.path, ROOT).shape.metadata["max"])


@dataclass(frozen=True, slots=True)
class Specification:
    """The hyperparameters: rows, or one JSON text; the answer of `form` tells which."""

    rows: Rows
    form: Field
    json: Field

    @property
    def path(self) -> str:
        """The list's path."""
        return self.rows.path


Part = Section | Rows | Specification


@dataclass(frozen=True, slots=True)
class Step:
    """A page: its id in addresses, its title, its parts."""

    id: str
    title: str
    parts: tuple[Part, ...]
    is_optional: bool = False
