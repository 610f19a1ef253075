"""Answers -> request, and where in the answers each member of it came from."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from tuningconsole.wizard import hyperparameters
from tuningconsole.wizard.binding.declarations import (
    Field,
    Hyperparameters,
    Part,
    Rows,
    Section,
    Switch,
)
from tuningconsole.wizard.binding.rows import filled
from tuningconsole.wizard.binding.values import Answers, text, value
from tuningconsole.wizard.hyperparameters import Written
from tuningconsole.wizard.steps import FIXED, FLOW


@dataclass(frozen=True, slots=True)
class Built:
    """A request in its expanded form. `origins`: path of a member -> key of its input."""

    request: dict[str, Any]
    origins: Mapping[str, str]

    def key_of(self, path: str) -> str:
        """Return the key of the input that a problem at this path belongs to, "" for none.

        A structure belongs to its first input, a member that no input has to the nearest around.
        """
        if path in self.origins:
            return self.origins[path]
        inside = (key for known, key in self.origins.items() if known.startswith(f"{path}."))
        if found := next(inside, ""):
            return found
        around, _, _ = path.rpartition(".")
        return self.key_of(around) if around else ""


def build(answers: Answers, algorithm: Mapping[str, Any]) -> Built:
    """Return the request that the answers make, as far as they go; never raises."""
    request: dict[str, Any] = {}
    origins: dict[str, str] = {}
    for part in (FIXED, *(part for step in FLOW for part in step.parts)):
        for member in _written(part, answers, algorithm):
            origins.setdefault(".".join(map(str, member.path)), member.key)
            if member.value is not None:
                _put(request, member.path, member.value)
    return Built(request, origins)


def active_fields(part: Part, answers: Answers) -> Iterator[tuple[Field, str]]:
    """Yield the fields whose answers count, each with its key: a switched-off part has none."""
    match part:
        case Section(fields=fields):
            yield from ((field, field.path) for field in fields)
        case Switch(path=path, fields=fields) if text(answers, path):
            yield from ((field, field.path) for field in fields)
        case Rows(fields=fields):
            for number in filled(part, answers):
                yield from ((field, field.path.replace("*", str(number))) for field in fields)


def _written(part: Part, answers: Answers, algorithm: Mapping[str, Any]) -> Iterator[Written]:
    match part:
        case Hyperparameters(path=prefix):
            yield from hyperparameters.written(prefix, answers, algorithm)
        case Rows():
            yield from _written_rows(part, answers)
        case _:
            for field, key in active_fields(part, answers):
                yield Written(_parts(key), value(field, answers, key), key)


def _written_rows(part: Rows, answers: Answers) -> Iterator[Written]:
    yield Written(_parts(part.path), None, part.path)
    for place, number in enumerate(filled(part, answers)):
        yield Written((*_parts(part.path), place), {}, f"{part.path}.{number}")
        for field in part.fields:
            key = field.path.replace("*", str(number))
            path = field.path.replace("*", str(place))
            yield Written(_parts(path), value(field, answers, key), key)


def _parts(path: str) -> tuple[str | int, ...]:
    return tuple(int(part) if part.isdecimal() else part for part in path.split("."))


def _put(request: dict[str, Any], path: tuple[str | int, ...], value: Any) -> None:
    """Set a member, making the structures and lists on the way; lists grow by one at most."""
    here: Any = request
    for part, following in pairwise(path):
        empty: Any = [] if isinstance(following, int) else {}
        if isinstance(here, list):
            if part == len(here):
                here.append(empty)
            here = here[int(part)]
        else:
            here = here.setdefault(part, empty)
    if isinstance(here, list) and path[-1] == len(here):
        here.append(value)
    else:
        here[path[-1]] = value
