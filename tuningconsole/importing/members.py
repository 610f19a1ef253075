"""The tree of a document -> the members of a shape, what is wrong, and what was done to it.

What a person has not filled in is left out, with a note. The AWS CLI's skeletons hold "" for a
text, 0 for a number, true for a switch, any value of a choice, `KeyName` for a name of their own
(botocore.utils.ArgumentGenerator). An empty text that is optional, and a text or a number of these
that its member does not allow, cannot be meant. So it is with a structure that has an empty text
or a left-out member in it, and nothing that a person can have typed. Any other 0 or true stays.
"""

import re
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from botocore.model import ListShape, MapShape, Shape, StructureShape

from tuningconsole.importing.documents import Entries, Number, Tree
from tuningconsole.spec import wording
from tuningconsole.spec.constraints import violations
from tuningconsole.spec.problems import Problem

MOST = 100
"""Problems, and notes, that anybody reads; what is beyond is counted."""
LEFT_OUT = "Left out: nothing is filled in."
CHECK = (
    "Some of it is not filled in. Check the numbers of 0, the switches that are on and the choices:"
    " a skeleton of the AWS CLI has some of its own."
)
NOT_FINITE = "Enter a finite number."
NOT_KEPT = "Remove the character {}: it cannot be kept."
TWICE = "Keep one: the document has this name more than once."
QUOTES = "Put the name in quotes: names are texts."
TOO_MANY = "Shorten it: only the first {:,} of {:,} are read."
TIMES_TOO_MANY = 4
"""As many times the items that SageMaker takes are read, so that all of them can be looked at."""
LONGEST_LIST = 250
"""Items where the model names no most."""
_LONGEST_SHOWN = 60
_SKELETON_KEY = "KeyName"
_WHOLE = re.compile(r"-?[0-9]{1,20}")
UNKEPT = re.compile(r"[\x00\ud800-\udfff]")
"""PostgreSQL holds no NUL, UTF-8 no half of a pair."""


@dataclass(frozen=True, slots=True)
class Note:
    """What was read otherwise than it stands: the member's path in the document, and how."""

    path: str
    message: str


@dataclass(frozen=True, slots=True)
class Found:
    """A value; whether a person can have typed something of it, and left something open in it."""

    value: Any
    is_filled: bool = False
    is_unfilled: bool = False


NOTHING = Found(None)


@dataclass(slots=True)
class Reader:
    """Reads trees; what it finds on the way stands in its lists, by paths of the document."""

    problems: list[Problem] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    _not_listed: int = 0

    def read(self, shape: Shape, tree: Tree, path: str = "") -> Any:
        """Return what of the tree is of the shape, `None` where nothing is."""
        return self._read(shape, tree, path, is_required=True).value

    @property
    def told(self) -> list[Note]:
        """The notes, and first what they cannot know."""
        has_open = any(note.message == LEFT_OUT for note in self.notes)
        return [*([Note("", CHECK)] if has_open else []), *self.notes]

    @property
    def listed(self) -> list[Problem]:
        """The problems, the last one being how many more there are."""
        if not self._not_listed:
            return self.problems
        text = f"Correct these first: {self._not_listed} more are not listed."
        return [*self.problems, Problem("", text, text)]

    def _read(self, shape: Shape, tree: Tree, path: str, *, is_required: bool) -> Found:
        match shape, tree:
            case StructureShape(), Entries():
                return self._structure(shape, tree, path)
            case MapShape(), Entries():
                return self._map(shape, tree, path)
            case ListShape(), list():
                return self._list(shape, tree, path)
            case ((StructureShape() | MapShape() | ListShape()), _):
                return self._wrong(shape, path, wording.of_type(shape))
            case _ if shape.type_name == "boolean":
                return self._boolean(shape, tree, path)
            case _ if shape.type_name == "string":
                return self._text(shape, tree, path, is_required=is_required)
            case _:
                return self._number(shape, tree, path)

    def _member(self, shape: Shape, tree: Tree, path: str, *, is_required: bool) -> Found:
        if tree is None:
            self._note(path, "Left out: it is null.")
            return NOTHING
        before = len(self.notes)
        found = self._read(shape, tree, path, is_required=is_required)
        is_empty = found.value in (None, []) or isinstance(found.value, dict)
        if is_empty and found.is_unfilled and not found.is_filled:
            del self.notes[before:]
            self._note(path, LEFT_OUT)
            return Found(None, is_unfilled=True)
        return found

    def _structure(self, shape: StructureShape, tree: Entries, path: str) -> Found:
        found = {}
        for name, inner in self._named(tree, path):
            here = f"{path}.{name}" if path else name
            if name not in shape.members:
                self._problem(here, self._unknown(name, shape), "unknown", wording.AWS_UNKNOWN)
                continue
            is_required = name in shape.required_members
            found[name] = self._member(shape.members[name], inner, here, is_required=is_required)
        return _together(
            {name: one.value for name, one in found.items() if one.value is not None},
            list(found.values()),
        )

    def _map(self, shape: MapShape, tree: Entries, path: str) -> Found:
        found = {}
        for name, inner in self._first(shape, self._named(tree, path), path):
            here = f"{path}.{name}"
            self._check_kept(name, here)
            if (name, inner) == (_SKELETON_KEY, ""):
                self._note(here, LEFT_OUT)
                found[name] = Found(None, is_unfilled=True)
            else:
                one = self._member(shape.value, inner, here, is_required=True)
                found[name] = Found(one.value, is_filled=one.value is not None)
        return _together(
            {name: one.value for name, one in found.items() if one.value is not None},
            list(found.values()),
        )

    def _list(self, shape: ListShape, tree: list[Tree], path: str) -> Found:
        found = []
        for number, inner in enumerate(self._first(shape, tree, path)):
            here = f"{path}.{number}"
            if inner is None:
                self._problem(here, wording.REQUIRED, "required", wording.AWS_REQUIRED)
            else:
                found.append(self._member(shape.member, inner, here, is_required=True))
        return _together([one.value for one in found if one.value is not None], found)

    def _first(self, shape: Shape, items: list[Any], path: str) -> list[Any]:
        """Return the items, no more than anybody can have meant: each costs the checks after."""
        most = TIMES_TOO_MANY * int(shape.metadata.get("max", LONGEST_LIST))
        if len(items) > most:
            self._problem(path, TOO_MANY.format(most, len(items)), "length")
        return items[:most]

    def _named(self, tree: Entries, path: str) -> list[tuple[str, Tree]]:
        """Return the entries whose names are texts, of those given twice the last."""
        found: dict[str, Tree] = {}
        for name, inner in tree.pairs:
            if not isinstance(name, str):
                shown = name.source if isinstance(name, Number) else "?"
                self._problem(f"{path}.{shown}".removeprefix("."), QUOTES, "type")
                continue
            if name in found:
                self._problem(f"{path}.{name}".removeprefix("."), TWICE, "duplicate")
            found[name] = inner
        return list(found.items())

    def _text(self, shape: Shape, tree: Tree, path: str, *, is_required: bool) -> Found:
        match tree:
            case str():
                text = tree
            case Number():
                if not _is_finite(tree):
                    return self._wrong(shape, path, NOT_FINITE)
                text = tree.source
            case bool():
                text = "true" if tree else "false"
            case _:
                return self._wrong(shape, path, wording.of_type(shape))
        if not isinstance(tree, str):
            self._note(path, f"Taken as the text “{text}”.")
        self._check_kept(text, path)
        if not text:
            is_meant = is_required and not violations(shape, text)
            return Found(text if is_meant else None, is_unfilled=True)
        return Found(text, is_filled=text not in shape.metadata.get("enum", ()))

    def _boolean(self, shape: Shape, tree: Tree, path: str) -> Found:
        if not isinstance(tree, bool):
            return self._wrong(shape, path, "Write true or false.")
        return Found(tree, is_filled=not tree)

    def _number(self, shape: Shape, tree: Tree, path: str) -> Found:
        if not isinstance(tree, Number):
            return self._wrong(shape, path, wording.of_type(shape))
        if not _is_finite(tree):
            return self._wrong(shape, path, NOT_FINITE)
        value = _value(shape, tree)
        broken = violations(shape, value)
        if any(problem.constraint == "type" for problem in broken):
            return self._wrong(shape, path, wording.of_type(shape))
        is_meant = bool(value) or not broken
        return Found(value if is_meant else None, bool(value), not is_meant)

    def _check_kept(self, text: str, path: str) -> None:
        if found := UNKEPT.search(text):
            name = f"U+{ord(found[0]):04X}"
            self._problem(UNKEPT.sub("\ufffd", path), NOT_KEPT.format(name), "pattern")

    def _unknown(self, name: str, shape: StructureShape) -> str:
        told = f"Remove {_shown(name)}: the request has no such member."
        names = {member.lower(): member for member in shape.members}
        if len(name) > _LONGEST_SHOWN or self._not_listed:
            return told
        close = get_close_matches(name.lower(), names, n=1)
        return f"{told} Did you mean {names[close[0]]}?" if close else told

    def _wrong(self, shape: Shape, path: str, message: str) -> Found:
        self._problem(path, message, "type", wording.aws_type(shape))
        return Found(None, is_filled=True)

    def _problem(self, path: str, message: str, constraint: str, aws: str = "") -> None:
        if len(self.problems) < MOST:
            self.problems.append(Problem(path, message, aws or message, constraint=constraint))
        else:
            self._not_listed += 1

    def _note(self, path: str, message: str) -> None:
        if len(self.notes) < MOST:
            self.notes.append(Note(path, message))


def _together(value: Any, parts: list[Found]) -> Found:
    return Found(
        value,
        is_filled=any(part.is_filled for part in parts),
        is_unfilled=any(part.is_unfilled for part in parts),
    )


def _is_finite(number: Number) -> bool:
    return number.source.lstrip("-")[:1].isdigit()


def _value(shape: Shape, number: Number) -> int | float | None:
    """Return the number, `None` for one that is not whole where it must be, or far too long."""
    if shape.type_name in {"float", "double"}:
        return float(number.source)
    return int(number.source) if _WHOLE.fullmatch(number.source) else None


def _shown(name: str) -> str:
    cut = UNKEPT.sub("\ufffd", name[:_LONGEST_SHOWN])
    return cut if len(name) <= _LONGEST_SHOWN else f"{cut}…"
