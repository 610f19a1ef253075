"""Answers -> request, and where in the answers each member of it came from."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from botocore.model import StructureShape

from tuningconsole.catalog.authoring import hyperparameters, rows, values
from tuningconsole.catalog.authoring.declarations import (
    ROOT,
    Field,
    Part,
    Rows,
    Section,
    Specification,
)
from tuningconsole.catalog.authoring.keys import (
    BOTH,
    CONTAINERS,
    HYPERPARAMETERS,
    JSON,
    METRICS,
    MORE,
    OBJECTIVE,
    TAGS,
)
from tuningconsole.catalog.authoring.pages import STEPS
from tuningconsole.catalog.authoring.values import Answers, text
from tuningconsole.spec import shapes
from tuningconsole.spec.paths import Tree, parts_of

OBJECTIVES = "TrainingSpecification.SupportedTuningJobObjectiveMetrics"
TAG_VALUE = f"{TAGS}.*.Value"


@dataclass(frozen=True, slots=True)
class Written:
    """A member of the request, the value, and the key of the input that it was typed in."""

    path: str
    value: Any
    key: str


@dataclass(frozen=True, slots=True)
class Built:
    """CreateAlgorithm's request. `origins`: path of a member -> key of its input."""

    request: dict[str, Any]
    origins: Mapping[str, str]

    def origin_of(self, path: str) -> tuple[str, str]:
        """Return the key of the input that a problem belongs to, and the rest of its path there.

        A structure belongs to its first input, a member that no input has to the nearest around.
        """
        if path in self.origins:
            return self.origins[path], ""
        inside = (key for known, key in self.origins.items() if known.startswith(f"{path}."))
        if found := next(inside, ""):
            return found, ""
        around, _, last = path.rpartition(".")
        if not around:
            return "", path
        key, rest = self.origin_of(around)
        return key, f"{rest}.{last}" if rest else last


def build(answers: Answers) -> Built:
    """Return the request that the answers make, as far as they go; never raises."""
    tree = Tree()
    origins: dict[str, str] = {}
    for part in parts(answers):
        for member in _written(part, answers):
            origins.setdefault(member.path, member.key)
            if member.value is not None:
                tree.put(parts_of(member.path), member.value)
    return Built(tree.root, origins)


def parts(answers: Answers) -> Iterator[Part]:
    """Yield the parts of all pages whose answers count."""
    for step in STEPS:
        for part in step.parts:
            if isinstance(part, Specification) or not part.when or text(answers, part.when):
                yield part


def active_fields(part: Part, answers: Answers) -> Iterator[tuple[Field, str]]:
    """Yield the part's fields whose answers count, each with its key."""
    match part:
        case Specification():
            if is_json(part, answers):
                yield part.json, part.json.path
            else:
                yield from active_fields(part.rows, answers)
        case Rows(fields=fields):
            for number in rows.filled(part, answers):
                yield from ((field, field.key(number)) for field in fields)
        case Section(fields=fields):
            yield from ((field, field.path) for field in fields)


def is_json(part: Specification, answers: Answers) -> bool:
    """Tell whether the specification is being edited as JSON."""
    return text(answers, part.form.path) == JSON


def specification(part: Specification, answers: Answers) -> Any:
    """Return the hyperparameters that the answers are, in either form; text that is no JSON."""
    if is_json(part, answers):
        return values.value(part.json, answers, part.json.path)
    return [
        hyperparameters.document_of_row(part.rows, answers, number)
        for number in rows.filled(part.rows, answers)
    ]


def _written(part: Part, answers: Answers) -> Iterator[Written]:
    match part:
        case Specification() if is_json(part, answers):
            yield Written(part.path, specification(part, answers), part.json.path)
        case Specification(rows=list_of_rows):
            yield from _written_rows(list_of_rows, answers)
        case Rows():
            yield from _written_rows(part, answers)
            if part.path == METRICS:
                yield from _objectives(part, answers)
        case Section(fields=fields):
            for field in fields:
                if ":" not in field.path:
                    yield Written(field.path, values.value(field, answers, field.path), field.path)


def _written_rows(part: Rows, answers: Answers) -> Iterator[Written]:
    yield Written(part.path, None, part.path)
    for place, number in enumerate(rows.filled(part, answers)):
        start = f"{part.path}.{place}"
        yield Written(start, {}, f"{part.path}.{number}")
        for name, value, key in _members(part, answers, number):
            yield Written(f"{start}.{name}", value, key)


def _members(part: Rows, answers: Answers, number: int) -> Iterator[tuple[str, Any, str]]:
    """Yield (path within the row's structure, value, key)."""
    if part.path == HYPERPARAMETERS:
        yield from hyperparameters.written(part, answers, number)
        return
    for field in part.fields:
        key = field.key(number)
        value = values.value(field, answers, key)
        if field.path == MORE:
            yield from _others(value, key)
        elif ":" not in field.path:
            is_empty = field.path == TAG_VALUE and value is None
            name = field.path.removeprefix(f"{part.path}.*.")
            yield name, "" if is_empty else value, key


def _others(document: Any, key: str) -> Iterator[tuple[str, Any, str]]:
    """Yield the members of a JSON input that stand beside those of other inputs."""
    if isinstance(document, dict):
        yield from ((name, document[name], key) for name in document if name in other_members())


@cache
def other_members() -> frozenset[str]:
    """Return the members of a container that have no input of their own."""
    shape = shapes.resolve(f"{CONTAINERS}.*", ROOT).shape
    own = {"Image", "ContainerHostname"}
    return frozenset(shape.members if isinstance(shape, StructureShape) else ()) - own


def _objectives(part: Rows, answers: Answers) -> Iterator[Written]:
    """Yield what the metric rows say of objectives: a metric can be one both ways."""
    place = 0
    for number in rows.filled(part, answers):
        key = OBJECTIVE.replace("*", str(number))
        chosen = text(answers, key)
        kinds = shapes.enum("HyperParameterTuningJobObjectiveType") if chosen == BOTH else (chosen,)
        for kind in filter(None, kinds):
            name = text(answers, f"{part.path}.{number}.Name")
            yield Written(f"{OBJECTIVES}.{place}", {"Type": kind, "MetricName": name}, key)
            place += 1
