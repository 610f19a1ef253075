"""Answers -> request, and where in the answers each member of it came from; and back again."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

import orjson
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from tuningconsole.spec import reading, rules, shapes
from tuningconsole.spec.constraints import violations
from tuningconsole.spec.paths import Tree, parts_of
from tuningconsole.spec.problems import Problem
from tuningconsole.spec.rules import Context, Finding
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
    Switch,
)
from tuningconsole.wizard.binding.rows import filled, numbered
from tuningconsole.wizard.binding.values import Answers, chosen, text, value
from tuningconsole.wizard.hyperparameters import Written
from tuningconsole.wizard.steps import ALGORITHM_NAME, OF_DEFINITION, OF_JOB, SOURCE

MOST_KEPT = 40
"""How many definitions a process remembers: the largest ones of four drafts, 11 MB."""
_STOPPING = "StoppingCondition"
_STOP_AFTER = f"{_STOPPING}.MaxRuntimeInSeconds"
_INSTANCE_TYPE = f"{definitions.FIRST}ResourceConfig.InstanceType"
Path = tuple[str | int, ...]
Algorithms = Mapping[str, Mapping[str, Any]]
"""AlgorithmName as a request gives it -> DescribeAlgorithm's answer."""


@dataclass(frozen=True, slots=True)
class Definition:
    """What the pages of one training job definition make; paths and keys are those of number 0.

    Attributes:
        written: each member, and the input that it came from.
        problems: what breaks the constraints of the shapes.
        findings: what the rules find that look at it alone.
    """

    request: Mapping[str, Any]
    written: Sequence[Written]
    problems: Sequence[Problem]
    findings: Sequence[Finding]


@dataclass(frozen=True, slots=True)
class Built:
    """A request in its expanded form, which nobody changes.

    Attributes:
        of_job: what the job's own pages have written.
        unsaid: key of an input -> what to do there, where the request cannot show what is wrong.
    """

    request: dict[str, Any]
    of_job: Sequence[Written]
    of_definitions: Sequence[Definition]
    unsaid: Mapping[str, str]
    _origins: dict[int, dict[str, str]] = field(default_factory=dict, repr=False)

    def violations(self) -> Iterator[Problem]:
        """Yield what breaks the constraints of the shapes."""
        own = {name: item for name, item in self.request.items() if name != definitions.LIST}
        yield from violations(shapes.shape(shapes.CREATE_TUNING_JOB), own)
        for number, definition in enumerate(self.of_definitions):
            for problem in definition.problems:
                yield replace(problem, path=definitions.full_key(problem.path, number))

    def findings(self, context: Context) -> list[Problem]:
        """Return what the rules find in the whole request, as `rules.findings` does."""
        found = rules.of_request(self.request, context)
        for number, definition in enumerate(self.of_definitions):
            for one in definition.findings:
                path = definitions.full_key(one.problem.path, number)
                found.append(replace(one, problem=replace(one.problem, path=path)))
        return rules.in_order(found)

    def key_of(self, path: str) -> str:
        """Return the key of the input that a problem at this path belongs to, "" for none.

        A structure belongs to its first input, a member that no input has to the nearest around.
        """
        number = definitions.number_of(path) or 0
        origins = self._origins_in(number)
        local = _as_of_first(path, number)
        while local and local not in origins:
            start = f"{local}."
            if inside := next((key for at, key in origins.items() if at.startswith(start)), ""):
                return definitions.full_key(inside, number)
            local, _, _ = local.rpartition(".")
        return definitions.full_key(origins.get(local, ""), number)

    def _origins_in(self, number: int) -> dict[str, str]:
        """Return path of a member -> key of its input, for the job and this definition."""
        if number not in self._origins:
            origins = self._origins[number] = {}
            its = self.of_definitions[number].written if number < len(self.of_definitions) else ()
            for member in (*self.of_job, *its):
                origins.setdefault(".".join(map(str, member.path)), member.key)
        return self._origins[number]


def _as_of_first(path: str, number: int) -> str:
    own = f"{definitions.LIST}.{number}"
    is_own = path == own or path.startswith(f"{own}.")
    return f"{definitions.LIST}.0{path.removeprefix(own)}" if is_own else path


def build(answers: Answers, algorithms: Algorithms) -> Built:
    """Return the request that the answers make, as far as they go; never raises."""
    every = definitions.each(answers)
    of_job = [member for part in OF_JOB for member in _written(part, every[0], {})]
    described = {name: orjson.dumps(algorithm) for name, algorithm in algorithms.items()}
    # PostgreSQL gives keys back in an order of its own; sorted, a definition is known again.
    of_definitions = [
        _definition(
            orjson.dumps(seen, option=orjson.OPT_SORT_KEYS),
            described.get(named_algorithm(seen), b"{}"),
        )
        for seen in every
    ]
    request = _grown(of_job) | {definitions.LIST: [item.request for item in of_definitions]}
    unsaid = {member.key: str(member.problem) for member in of_job if member.problem}
    for number, definition in enumerate(of_definitions):
        for member in definition.written:
            if member.problem:
                unsaid[definitions.full_key(member.key, number)] = str(member.problem)
    return Built(request, of_job, of_definitions, unsaid)


@lru_cache(maxsize=MOST_KEPT)
def _definition(seen: bytes, algorithm: bytes) -> Definition:
    """Return what the answers make of a definition; both arguments are JSON.

    A page changes one definition. The others are what they were at the last save, often enough in
    this process, and each takes 3 ms to build and to check where it is as large as can be.
    """
    described = orjson.loads(algorithm)
    written = tuple(_written_definition(orjson.loads(seen), described))
    [request] = _grown(written)[definitions.LIST]
    shape: Any = shapes.resolve(definitions.LIST).shape
    name = reading.text(request, "AlgorithmSpecification", "AlgorithmName")
    return Definition(
        request,
        written,
        violations(shape.member, request, definitions.FIRST.rstrip(".")),
        rules.of_definition(request, {name: described} if described else {}),
    )


def _grown(members: Iterable[Written]) -> dict[str, Any]:
    tree = Tree()
    for member in members:
        if member.value is not None:
            tree.put(member.path, member.value)
    return tree.root


def named_algorithm(seen: Answers) -> str:
    """Return the AlgorithmName of the definition at hand, "" where it has an image of its own."""
    is_used = text(seen, SOURCE.path) in ("", SOURCE.initial)
    return chosen(seen, ALGORITHM_NAME) if is_used else ""


def algorithm_of(seen: Answers, algorithms: Algorithms) -> Mapping[str, Any]:
    """Return the algorithm of the definition at hand, {} for none that is known."""
    return algorithms.get(named_algorithm(seen), {})


def _written_definition(seen: Answers, algorithm: Mapping[str, Any]) -> Iterator[Written]:
    # The one structure that a definition must have and that may be empty.
    yield Written((definitions.LIST, 0, _STOPPING), {}, f"{definitions.FIRST}{_STOP_AFTER}")
    for part in OF_DEFINITION:
        yield from _written(part, seen, algorithm)


def _written(part: Part, answers: Answers, algorithm: Mapping[str, Any]) -> Iterator[Written]:
    match part:
        case Hyperparameters():
            yield from hyperparameters.written(answers, algorithm)
        case Pairs(path=path):
            yield Written(parts_of(path), None, path)
            for name, given, at in pairs.entries(part, answers):
                yield Written(
                    (*parts_of(path), name), given, at, "" if name else _("Enter a name.")
                )
        case Rows() if holds(part.when, answers):
            yield from _written_rows(part, answers)
        case Rows():
            pass
        case _:
            if isinstance(part, Switch):
                yield Written(parts_of(part.path), None, part.path)
            for item, at in active_fields(part, answers):
                yield _entered(item, answers, at, parts_of(at))


def _written_rows(part: Rows, answers: Answers) -> Iterator[Written]:
    yield Written(parts_of(part.path), None, part.path)
    numbers = filled(part, answers)
    if part.when and not part.advanced and not numbers:
        # A way was chosen that has its instances here.
        noun = ngettext_lazy(part.noun, f"{part.noun}s", 1)
        problem = format_lazy(_("Add at least one {noun}."), noun=noun)
        yield Written(parts_of(part.path), None, part.path, problem)
        yield Written(parts_of(_INSTANCE_TYPE), None, part.path)
    for place, number in enumerate(numbers):
        yield Written((*parts_of(part.path), place), {}, f"{part.path}.{number}")
        for item, at in in_row(part, answers, number):
            yield _entered(item, answers, at, parts_of(numbered(item.path, place)))


def _entered(item: Field, answers: Answers, at: str, path: Path) -> Written:
    given = value(item, answers, at)
    return Written(path, given, at, enter(item) if given is None and item.is_required else "")


def enter(item: Field) -> str | Promise:
    """Return what to do at an input that must be filled."""
    match item.control:
        case Control.MANY:
            return _("Choose at least one.")
        case Control.RADIO:
            return _("Choose one.")
        case Control.PICK | Control.SELECT:
            return _("Choose or enter a value.")
        case _:
            return _("Enter a value.")
