"""Which constraints of its shape a value breaks, all of them at once.

botocore's own validator knows required, type and minimum; the server also knows maximum, pattern
and enum. The texts for API clients are the server's, seen in public logs:
zenml-io/zenml#1502 (length, pattern), aws/sagemaker-python-sdk#4711 (enum),
aws-samples/amazon-sagemaker-pytorch-detectron2#10 (map values).
"""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
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
    return list(_walk(shape, value, path, 0))


def _walk(shape: Shape, value: Any, path: str, depth: int) -> Iterator[Problem]:
    if not _is_of_type(shape, value):
        yield Problem(
            path, wording.of_type(shape), wording.aws_type(shape), constraint="type", value=value
        )
    elif depth > MAX_DEPTH:
        yield Problem(path, wording.TOO_DEEP, wording.TOO_DEEP, constraint="type")
    else:
        yield from _own(shape, value, path)
        match shape:
            case StructureShape():
                yield from _members(shape, value, path, depth)
            case ListShape():
                for number, item in enumerate(value):
                    yield from _present(shape.member, item, f"{path}.{number}", depth)
            case MapShape():
                yield from _entries(shape, value, path, depth)


def _present(shape: Shape, value: Any, path: str, depth: int) -> Iterator[Problem]:
    if value is None:
        yield Problem(path, wording.REQUIRED, wording.AWS_REQUIRED, constraint="required")
    else:
        yield from _walk(shape, value, path.removeprefix("."), depth + 1)


def _members(
    shape: StructureShape, value: Mapping[Any, Any], path: str, depth: int
) -> Iterator[Problem]:
    prefix = f"{path}." if path else ""
    required = set(shape.required_members)
    for name, member in shape.members.items():
        given = value.get(name)
        if given is not None or name in required:
            yield from _present(member, given, prefix + name, depth)
    for name in value:
        if name not in shape.members:
            yield Problem(
                prefix + _name(name),
                wording.UNKNOWN,
                wording.AWS_UNKNOWN,
                constraint="unknown",
                value=value[name],
            )


def _name(key: Any) -> str:
    """Return the key as a part of a path; a key that no JSON document has shows its type."""
    return key if isinstance(key, str) else type(key).__name__


def _entries(shape: MapShape, value: Mapping[Any, Any], path: str, depth: int) -> Iterator[Problem]:
    for key, item in value.items():
        here = f"{path}.{_name(key)}"
        yield from _entry(shape.key, key, here, value, _KEYS)
        if isinstance(shape.value, StructureShape | ListShape | MapShape):
            yield from _present(shape.value, item, here, depth)
        else:
            yield from _entry(shape.value, item, here, value, "Map value")


def _entry(
    shape: Shape, item: Any, path: str, whole: Mapping[Any, Any], subject: str
) -> Iterator[Problem]:
    for problem in _present(shape, item, path, 0):
        aws = f"{subject} must satisfy constraint: [{', '.join(wording.aws_all(shape))}]"
        yield Problem(
            path,
            problem.message,
            aws,
            constraint=problem.constraint,
            value=whole,
            is_key=subject == _KEYS,
        )


def _own(shape: Shape, value: Any, path: str) -> Iterator[Problem]:
    """Yield what is wrong with the value itself: its size, its pattern, its enumeration."""
    metadata = shape.metadata
    for constraint, satisfies in _CHECKS.items():
        bound = metadata.get(constraint)
        if bound is not None and not satisfies(value, bound):
            yield Problem(
                path,
                wording.of(shape, constraint),
                wording.aws(shape, constraint),
                constraint=constraint,
                value=value,
            )


def _size(value: Any) -> Any:
    return value if isinstance(value, int | float) else len(value)


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


def _is_of_type(shape: Shape, value: Any) -> bool:
    return _TYPES.get(shape.type_name, _is_text)(value)


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
_CHECKS: Mapping[str, Callable[[Any, Any], bool]] = {
    "max": lambda value, bound: _size(value) <= bound,
    "min": lambda value, bound: _size(value) >= bound,
    "pattern": lambda value, bound: matches(bound, value),
    "enum": lambda value, bound: value in bound,
}
"""In the server's order."""
