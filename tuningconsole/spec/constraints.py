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

_BITS = {"integer": 31, "long": 63}


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
        yield from _entry(shape.key, key, here, value, "Map keys")
        if isinstance(shape.value, StructureShape | ListShape | MapShape):
            yield from _present(shape.value, item, here, depth)
        else:
            yield from _entry(shape.value, item, here, value, "Map value")


def _entry(
    shape: Shape, item: Any, path: str, whole: Mapping[Any, Any], subject: str
) -> Iterator[Problem]:
    for problem in _present(shape, item, path, 0):
        aws = f"{subject} must satisfy constraint: [{', '.join(wording.aws_all(shape))}]"
        yield Problem(path, problem.message, aws, constraint=problem.constraint, value=whole)


def _own(shape: Shape, value: Any, path: str) -> Iterator[Problem]:
    """Yield what is wrong with the value itself: its size, its pattern, its enumeration."""
    size = len(value) if isinstance(value, str | bytes | Mapping | Sequence) else value
    checks: dict[str, Callable[[Any], bool]] = {
        "max": lambda bound: size <= bound,
        "min": lambda bound: size >= bound,
        "pattern": lambda pattern: matches(pattern, value),
        "enum": lambda allowed: value in allowed,
    }
    for constraint, satisfies in checks.items():
        bound = shape.metadata.get(constraint)
        if bound is not None and not satisfies(bound):
            yield Problem(
                path,
                wording.of(shape, constraint),
                wording.aws(shape, constraint),
                constraint=constraint,
                value=value,
            )


def matches(pattern: str, text: str) -> bool:
    """Tell whether the whole text matches a pattern of the service model, as Java reads it.

    A pattern that is no regular expression of Python (four of Athena's, with surrogates) is
    matched by everything; one that takes too long on a text is matched by nothing.
    """
    compiled = _compiled(pattern)
    if compiled is None:
        return True
    try:
        return compiled.fullmatch(text, timeout=PATTERN_TIMEOUT_S) is not None
    except TimeoutError:
        return False


@cache
def _compiled(pattern: str) -> Any:
    # Java's \d and \w know ASCII only; under that flag, `regex` empties \p{L} of the rest.
    flags = 0 if r"\p{" in pattern else regex.ASCII
    try:
        return regex.compile(pattern, flags)
    except regex.error:
        return None


def _is_of_type(shape: Shape, value: Any) -> bool:
    match shape.type_name:
        case "structure" | "map":
            return isinstance(value, Mapping)
        case "list":
            return isinstance(value, Sequence) and not isinstance(value, str | bytes)
        case "boolean":
            return isinstance(value, bool)
        case "integer" | "long" as kind:
            return _is_integer(value, 1 << _BITS[kind])
        case "float" | "double":
            return _is_number(value)
        case "timestamp":
            return isinstance(value, datetime) or _is_number(value)
        case "blob":
            return isinstance(value, bytes | str)
        case _:
            return isinstance(value, str)


def _is_integer(value: Any, bound: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and -bound <= value < bound


def _is_number(value: Any) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    try:
        return math.isfinite(value)
    except OverflowError:
        return False
