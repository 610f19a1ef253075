"""Answers -> request, and where in the answers each member of it came from; and back again."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tuningconsole.spec.paths import parts_of, put
from tuningconsole.wizard import definitions, hyperparameters
from tuningconsole.wizard.binding import pairs
from tuningconsole.wizard.binding.conditions import active_fields, holds, in_row
from tuningconsole.wizard.binding.declarations import (
    Control,
    Field,
    Hyperparameters,
    Pairs,
    Part,
    Rows,
)
from tuningconsole.wizard.binding.rows import filled, numbered
from tuningconsole.wizard.binding.values import Answers, chosen, text, value
from tuningconsole.wizard.hyperparameters import Written
from tuningconsole.wizard.steps import ALGORITHM_NAME, OF_DEFINITION, OF_JOB, SOURCE

STOPPING = "StoppingCondition"
Path = tuple[str | int, ...]
Algorithms = Mapping[str, Mapping[str, Any]]
"""AlgorithmName as a request gives it -> DescribeAlgorithm's answer."""


@dataclass(frozen=True, slots=True)
class Built:
    """A request in its expanded form.

    Attributes:
        origins: path of a member -> key of its input.
        unsaid: key of an input -> what to do there, where the request cannot show what is wrong.
    """

    request: dict[str, Any]
    origins: Mapping[str, str]
    unsaid: Mapping[str, str]

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
    unsaid: dict[str, str] = {}
    for path, member in _members(answers, algorithms):
        origins.setdefault(".".join(map(str, path)), member.key)
        if member.value is not None:
            put(request, path, member.value)
        if member.problem:
            unsaid[member.key] = member.problem
    return Built(request, origins, unsaid)


def named_algorithm(seen: Answers) -> str:
    """Return the AlgorithmName of the definition at hand, "" where it has an image of its own."""
    is_used = text(seen, SOURCE.path) in ("", SOURCE.initial)
    return chosen(seen, ALGORITHM_NAME) if is_used else ""


def algorithm_of(seen: Answers, algorithms: Algorithms) -> Mapping[str, Any]:
    """Return the algorithm of the definition at hand, {} for none that is known."""
    return algorithms.get(named_algorithm(seen), {})


def _members(answers: Answers, algorithms: Algorithms) -> Iterator[tuple[Path, Written]]:
    """Yield every member with its place in the request, the key of its input among all."""
    every = definitions.each(answers)
    for part in OF_JOB:
        for member in _written(part, every[0], {}):
            yield member.path, member
    for number, seen in enumerate(every):
        algorithm = algorithm_of(seen, algorithms)
        # The one structure that a definition must have and that may be empty.
        key = definitions.full_key(f"{definitions.FIRST}{STOPPING}.MaxRuntimeInSeconds", number)
        yield (definitions.LIST, number, STOPPING), Written((), {}, key)
        for part in OF_DEFINITION:
            for member in _written(part, seen, algorithm):
                member.key = definitions.full_key(member.key, number)
                yield (definitions.LIST, number, *member.path[2:]), member


def _written(part: Part, answers: Answers, algorithm: Mapping[str, Any]) -> Iterator[Written]:
    match part:
        case Hyperparameters():
            yield from hyperparameters.written(answers, algorithm)
        case Pairs(path=path):
            yield Written(parts_of(path), None, path)
            for name, given, at in pairs.entries(part, answers):
                yield Written((*parts_of(path), name), given, at)
        case Rows() if holds(part.when, answers):
            yield from _written_rows(part, answers)
        case Rows():
            pass
        case _:
            for field, at in active_fields(part, answers):
                yield _entered(field, answers, at, parts_of(at))


def _written_rows(part: Rows, answers: Answers) -> Iterator[Written]:
    yield Written(parts_of(part.path), None, part.path)
    for place, number in enumerate(filled(part, answers)):
        yield Written((*parts_of(part.path), place), {}, f"{part.path}.{number}")
        for field, at in in_row(part, answers, number):
            yield _entered(field, answers, at, parts_of(numbered(field.path, place)))


def _entered(field: Field, answers: Answers, at: str, path: Path) -> Written:
    given = value(field, answers, at)
    return Written(path, given, at, enter(field) if given is None and field.is_required else "")


def enter(item: Field) -> str:
    """Return what to do at an input that must be filled."""
    match item.control:
        case Control.MANY:
            return "Choose at least one."
        case Control.RADIO:
            return "Choose one."
        case Control.PICK | Control.SELECT:
            return "Choose or enter a value."
        case _:
            return "Enter a value."
