"""Answers -> request, and where in the answers each member of it came from; and back again."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from tuningconsole.wizard import definitions, hyperparameters
from tuningconsole.wizard.binding import pairs
from tuningconsole.wizard.binding.conditions import active_fields, holds
from tuningconsole.wizard.binding.declarations import Hyperparameters, Pairs, Part, Rows
from tuningconsole.wizard.binding.rows import filled, key, numbered
from tuningconsole.wizard.binding.values import Answers, chosen, value
from tuningconsole.wizard.hyperparameters import Written
from tuningconsole.wizard.steps import ALGORITHM_NAME, OF_DEFINITION, OF_JOB, SOURCE

Algorithms = Mapping[str, Mapping[str, Any]]
"""AlgorithmName as a request gives it -> DescribeAlgorithm's answer."""


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


def build(answers: Answers, algorithms: Algorithms) -> Built:
    """Return the request that the answers make, as far as they go; never raises."""
    request: dict[str, Any] = {}
    origins: dict[str, str] = {}
    for member in _members(answers, algorithms):
        origins.setdefault(".".join(map(str, member.path)), member.key)
        if member.value is not None:
            _put(request, member.path, member.value)
    return Built(request, origins)


def algorithm_of(seen: Answers, algorithms: Algorithms) -> Mapping[str, Any]:
    """Return the algorithm of the definition that the answers are focused on, {} for none."""
    if not holds(SOURCE.taking("algorithm"), {SOURCE.path: SOURCE.initial, **seen}):
        return {}
    return algorithms.get(chosen(seen, ALGORITHM_NAME), {})


def _members(answers: Answers, algorithms: Algorithms) -> Iterator[Written]:
    every = definitions.each(answers)
    for part in OF_JOB:
        yield from _written(part, every[0], {})
    for number, seen in enumerate(every):
        algorithm = algorithm_of(seen, algorithms)
        for part in OF_DEFINITION:
            for member in _written(part, seen, algorithm):
                start, _, *rest = member.path
                key = definitions.full_key(member.key, number)
                yield Written((start, number, *rest), member.value, key)


def _written(part: Part, answers: Answers, algorithm: Mapping[str, Any]) -> Iterator[Written]:
    match part:
        case Hyperparameters():
            yield from hyperparameters.written(answers, algorithm)
        case Pairs(path=path):
            for name, given, at in pairs.entries(part, answers):
                yield Written((*parts_of(path), name), given, at)
        case Rows() if holds(part.when, answers):
            yield from _written_rows(part, answers)
        case Rows():
            pass
        case _:
            for field, at in active_fields(part, answers):
                yield Written(parts_of(at), value(field, answers, at), at)


def _written_rows(part: Rows, answers: Answers) -> Iterator[Written]:
    yield Written(parts_of(part.path), None, part.path)
    places = {number: place for place, number in enumerate(filled(part, answers))}
    for number, place in places.items():
        yield Written((*parts_of(part.path), place), {}, f"{part.path}.{number}")
    for field, at in active_fields(part, answers):
        for number, place in places.items():
            if at == key(field, number):
                path = numbered(field.path, place)
                yield Written(parts_of(path), value(field, answers, at), at)


def parts_of(path: str) -> tuple[str | int, ...]:
    """Return a path's names, and its numbers as such."""
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
