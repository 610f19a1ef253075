"""Which constraints of its shape a value breaks, all of them at once.

botocore's own validator knows required, type and minimum; the server also knows maximum, pattern
and enum. The texts for API clients are the server's, seen in public logs:
zenml-io/zenml#1502 (length, pattern), aws/sagemaker-python-sdk#4711 (enum),
aws-samples/amazon-sagemaker-pytorch-detectron2#10 (map values).
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import Any

import regex
from botocore.model import ListShape, MapShape, Shape, StructureShape

from tuningconsole.spec import wording
from tuningconsole.spec.problems import Problem

MAX_DEPTH = 64
"""No request of SageMaker is nested as deeply; Python's stack is."""
PATTERN_TIMEOUT_S = 0.5
_KEYS = "Map keys"
_VALUES = "Map value"
_NUMBERS = {"integer", "long", "float", "double", "timestamp"}
_QUICK = regex.compile(r"[^*+?{|]*(?:[*+?]|\{[0-9,]*\})?")


def violations(shape: Shape, value: Any, path: str = "") -> list[Problem]:
    """Return every constraint of the shape that the value breaks, in the order of its members.

    A member that is `None` counts as absent. Any Python value is accepted; none raises. The path
    of a map's entry ends in its key and its `value` is the whole map, as the server echoes it.

    Args:
        shape: a shape of botocore's model.
        value: what a client sent, as Python value: dicts, lists, scalars.
        path: where the value stands in the request, "" for the request itself.
    """
    found: list[Problem] = []
    _walk(shape, value, path, 0, found)
    return found


@dataclass(frozen=True, slots=True)
class _Known:
    """What is asked of values of a shape: read once, since a large request has 6,000 of them."""

    is_of_type: Callable[[Any], bool]
    checks: tuple[tuple[str, Callable[[Any], bool]], ...]
    members: Mapping[str, Shape]
    required: frozenset[str]
    go_on: Callable[[Any, Any, str, int, list[Problem]], None] | None


@cache
def _known(shape: Shape) -> _Known:
    structure = shape if isinstance(shape, StructureShape) else None
    checks = tuple(
        (constraint, checking(shape, shape.metadata[constraint]))
        for constraint, checking in _CHECKS.items()
        if shape.metadata.get(constraint) is not None
    )
    return _Known(
        _TYPES.get(shape.type_name, _is_text),
        checks,
        structure.members if structure else {},
        frozenset(structure.required_members if structure else ()),
        _INSIDE.get(shape.type_name),
    )


def _walk(shape: Shape, value: Any, path: str, depth: int, found: list[Problem]) -> None:
    known = _known(shape)
    if not known.is_of_type(value):
        wrong = wording.of_type(shape, value), wording.aws_type(shape)
        found.append(Problem(path, *wrong, constraint="type", value=value))
        return
    if depth > MAX_DEPTH:
        found.append(Problem(path, wording.TOO_DEEP, wording.TOO_DEEP, constraint="type"))
        return
    for constraint, satisfies in known.checks:
        if not satisfies(value):
            wrong = wording.of(shape, constraint), wording.aws(shape, constraint)
            found.append(Problem(path, *wrong, constraint=constraint, value=value))
    if known.go_on:
        known.go_on(shape, value, path, depth, found)


def _present(shape: Shape, value: Any, path: str, depth: int, found: list[Problem]) -> None:
    if value is None:
        wrong = wording.REQUIRED, wording.AWS_REQUIRED
        found.append(Problem(path, *wrong, constraint="required"))
    else:
        _walk(shape, value, path, depth + 1, found)


def _members(
    shape: Shape, value: Mapping[Any, Any], path: str, depth: int, found: list[Problem]
) -> None:
    prefix = f"{path}." if path else ""
    known = _known(shape)
    for name, member in known.members.items():
        given = value.get(name)
        if given is not None or name in known.required:
            _present(member, given, prefix + name, depth, found)
    if not value.keys() <= known.members.keys():
        for name in value:
            if name not in known.members:
                wrong = wording.UNKNOWN, wording.AWS_UNKNOWN
                here = prefix + _name(name)
                found.append(Problem(here, *wrong, constraint="unknown", value=value[name]))


def _items(shape: Any, value: Sequence[Any], path: str, depth: int, found: list[Problem]) -> None:
    prefix = f"{path}." if path else ""
    for number, item in enumerate(value):
        _present(shape.member, item, f"{prefix}{number}", depth, found)


def _name(key: Any) -> str:
    """Return the key as a part of a path; a key that no JSON document has shows its type."""
    return key if isinstance(key, str) else type(key).__name__


def _entries(
    shape: Any, value: Mapping[Any, Any], path: str, depth: int, found: list[Problem]
) -> None:
    prefix = f"{path}." if path else ""
    for key, item in value.items():
        here = prefix + _name(key)
        _entry(shape.key, key, here, _KEYS, value, found)
        if isinstance(shape.value, StructureShape | ListShape | MapShape):
            _present(shape.value, item, here, depth, found)
        else:
            _entry(shape.value, item, here, _VALUES, value, found)


def _entry(
    shape: Shape,
    item: Any,
    path: str,
    subject: str,
    whole: Mapping[Any, Any],
    found: list[Problem],
) -> None:
    own: list[Problem] = []
    _present(shape, item, path, 0, own)
    for problem in own:
        aws = f"{subject} must satisfy constraint: [{', '.join(wording.aws_all(shape))}]"
        is_key = subject == _KEYS
        found.append(replace(problem, path=path, aws=aws, value=whole, is_key=is_key))


def matches(pattern: str, text: str) -> bool:
    """Tell whether the whole text matches a pattern of the service model, as Java reads it.

    A pattern that is no regular expression of Python (four of Athena's, with surrogates) is
    matched by everything; one that takes too long on a text is matched by nothing.
    """
    compiled = _compiled(pattern)
    if compiled is None:
        return True
    if _is_quick(pattern):
        return compiled.fullmatch(text) is not None
    try:
        return compiled.fullmatch(text, timeout=PATTERN_TIMEOUT_S) is not None
    except TimeoutError:
        return False


@cache
def _is_quick(pattern: str) -> bool:
    """Tell whether there is nothing to try again: no alternatives, a repetition only at the end.

    Watching the clock takes ten times as long as such a match of a short text.
    """
    return _QUICK.fullmatch(pattern) is not None


@cache
def _compiled(pattern: str) -> Any:
    # Java's \d and \w know ASCII only; under that flag, `regex` empties \p{L} of the rest.
    flags = 0 if r"\p{" in pattern else regex.ASCII
    try:
        return regex.compile(pattern, flags)
    except regex.error:
        return None


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_structure(value: Any) -> bool:
    return isinstance(value, (dict, Mapping))


def _is_list(value: Any) -> bool:
    return isinstance(value, (list, Sequence)) and not isinstance(value, str | bytes)


def _is_integer(value: Any, bound: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and -bound <= value < bound


def _is_number(value: Any) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    try:
        return math.isfinite(value)
    except OverflowError:
        return False


_TYPES: Mapping[str, Callable[[Any], bool]] = {
    "structure": _is_structure,
    "map": _is_structure,
    "list": _is_list,
    "boolean": lambda value: isinstance(value, bool),
    "integer": lambda value: _is_integer(value, 1 << 31),
    "long": lambda value: _is_integer(value, 1 << 63),
    "float": _is_number,
    "double": _is_number,
    "timestamp": lambda value: isinstance(value, datetime) or _is_number(value),
    "blob": lambda value: isinstance(value, bytes | str),
}
"""Type of a shape -> whether a value is of it; every other type is text."""
_INSIDE: Mapping[str, Callable[[Any, Any, str, int, list[Problem]], None]] = {
    "structure": _members,
    "list": _items,
    "map": _entries,
}
"""Type of a shape -> what finds the problems of the values in one."""
_CHECKS: Mapping[str, Callable[[Shape, Any], Callable[[Any], bool]]] = {
    "max": lambda shape, bound: (
        (lambda value: value <= bound)
        if shape.type_name in _NUMBERS
        else (lambda value: len(value) <= bound)
    ),
    "min": lambda shape, bound: (
        (lambda value: value >= bound)
        if shape.type_name in _NUMBERS
        else (lambda value: len(value) >= bound)
    ),
    "pattern": lambda _, bound: lambda value: matches(bound, value),
    "enum": lambda _, bound: lambda value: value in bound,
}
"""Constraint -> what tells whether a value of the shape satisfies it; in the server's order."""
