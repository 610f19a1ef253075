"""Python as black and ruff format it: values as literals, calls with named arguments."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

_INDENT = "    "
WIDTH = 88
"""Columns of a line, black's own choice."""


@dataclass(frozen=True, slots=True)
class Name:
    """A variable."""

    text: str


@dataclass(frozen=True, slots=True)
class Call:
    """A call of a function by name, or of a method, whose name holds a dot."""

    function: str
    positional: tuple[Any, ...] = ()
    named: Mapping[str, Any] = field(default_factory=dict)


def source(value: Any, depth: int = 0, before: str = "") -> str:
    """Return the expression for a value: JSON's types, sets, `Name` and `Call`, nested at will.

    A list or a call that fits on its line stands there, a mapping has a line for each entry.

    Args:
        value: what to write.
        depth: how many levels its first line is indented; the line's own indent is not written.
        before: what stands before it on its line, written as well.
    """
    start, items, end = _parts(value)
    if not items or not _has_mapping(value):
        flat = start + ", ".join(mark + source(item) for mark, item in items) + end
        if not items or len(_INDENT * depth + before + flat) < WIDTH:
            return before + flat
    lines = (f"{_INDENT * (depth + 1)}{source(item, depth + 1, mark)},\n" for mark, item in items)
    return f"{before}{start}\n{''.join(lines)}{_INDENT * depth}{end}"


def quoted(text: str) -> str:
    """Return the literal of a string, in the quotes that need fewer escapes, double ones first."""
    quote = "'" if text.count('"') > text.count("'") else '"'
    return quote + f"\\{quote}".join(repr(part)[1:-1] for part in text.split(quote)) + quote


def calls(value: Any) -> Iterator[str]:
    """Yield the functions that the expression for a value calls, of a method the variable."""
    if isinstance(value, Call):
        yield value.function.partition(".")[0]
    for _, item in _parts(value)[1]:
        yield from calls(item)


def _parts(value: Any) -> tuple[str, list[tuple[str, Any]], str]:
    """Return how the expression begins, what it holds, each after a mark, and how it ends."""
    match value:
        case Call(function, positional, named):
            unmarked = [("", item) for item in positional]
            return f"{function}(", unmarked + [(f"{n}=", v) for n, v in named.items()], ")"
        case Mapping():
            return "{", [(f"{quoted(key)}: ", item) for key, item in value.items()], "}"
        case list() | tuple():
            return "[", [("", item) for item in value], "]"
        case set():
            return "{", [("", item) for item in sorted(value)], "}"
        case Name(text):
            return text, [], ""
        case str():
            return quoted(value), [], ""
        case _:
            return repr(value), [], ""


def _has_mapping(value: Any) -> bool:
    if isinstance(value, Mapping):
        return bool(value)
    return any(_has_mapping(item) for _, item in _parts(value)[1])
