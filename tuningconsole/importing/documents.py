"""A text somebody pasted or chose, JSON or YAML -> a tree that has lost nothing of it.

The tree is of `str`, `bool`, `None`, `list`, `Number` and `Entries`: a number keeps its source, so
that `0.10` can be a text; an object keeps its names in order, so that one given twice is seen.

YAML has the types of JSON here, and no others: `yes`, `2020-01-01` and `0o17` are texts, as people
mean them, and `no` is no Norwegian surprise. Anchors, aliases, tags and second documents are
refused: no request needs them, and they are how a small text becomes a large one. JSON is read by
Python's own parser, since YAML refuses tabs and pairs of surrogates that JSON allows.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

Tree = Any
MAX_DEPTH = 64
"""No request of SageMaker is nested as deeply; Python's stack is."""
TOO_DEEP = f"Nested more than {MAX_DEPTH} deep"
_NUMBER = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?", re.ASCII)
_WORDS = {"": None, "~": None, "null": None, "true": True, "false": False}
# Every quote begins a match, whatever follows: the search never goes back.
_JSON_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*+"?|[\[\]{}]', re.DOTALL)


class UnreadableError(Exception):
    """The text is neither JSON nor YAML that can be read; the message says where and why."""

    def __init__(self, reason: str, line: int, column: int) -> None:
        super().__init__(f"Line {line}, column {column}: {reason[:1].lower()}{reason[1:]}.")


class RefusedError(UnreadableError):
    """The text is YAML with something that only YAML has."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number as it is written; of JSON also NaN, Infinity and -Infinity."""

    source: str


@dataclass(frozen=True, slots=True)
class Entries:
    """An object: (name, value) as they stand. A name of YAML may be any tree."""

    pairs: list[tuple[Tree, Tree]]


def parse(text: str) -> Tree:
    """Return the tree of a text; an empty text is `None`.

    Raises:
        UnreadableError: with the line and the column, both from 1.
    """
    if not text.lstrip().startswith(("{", "[")):
        return _of_yaml(text)
    _check_depth(text)
    try:
        return json.loads(
            text,
            object_pairs_hook=Entries,
            parse_int=Number,
            parse_float=Number,
            parse_constant=Number,
        )
    except json.JSONDecodeError as error:
        of_json = UnreadableError(error.msg, error.lineno, error.colno)
    try:
        return _of_yaml(text)
    except RefusedError:
        raise
    except UnreadableError:
        raise of_json from None


def _check_depth(text: str) -> None:
    depth = 0
    for token in _JSON_TOKEN.finditer(text):
        depth += (token[0] in "{[") - (token[0] in "}]")
        if depth > MAX_DEPTH:
            before = text[: token.start()]
            column = len(before) - before.rfind("\n")
            raise UnreadableError(TOO_DEEP, before.count("\n") + 1, column)


def _of_yaml(text: str) -> Tree:
    try:
        return _document(yaml.parse(text, Loader=yaml.CSafeLoader))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line, mark.column) if mark else (0, 0)
        raise UnreadableError(error.problem or "It is no YAML", line + 1, column + 1) from error
    except yaml.YAMLError as error:
        # The reader's: it knows the place by characters only.
        before = text[: int(getattr(error, "position", 0))]
        column = len(before) - before.rfind("\n")
        reason = "A character that YAML does not allow"
        raise UnreadableError(reason, before.count("\n") + 1, column) from error


def _document(events: Iterator[Any]) -> Tree:
    next(events)
    if isinstance(next(events), yaml.StreamEndEvent):
        return None
    tree = _node(next(events), events, 0)
    next(events)
    following = next(events)
    if not isinstance(following, yaml.StreamEndEvent):
        raise _refused("A second document begins", following.start_mark)
    return tree


def _node(event: Any, events: Iterator[Any], depth: int) -> Tree:
    if isinstance(event, yaml.AliasEvent) or event.anchor:
        raise _refused("Anchors and aliases are not supported", event.start_mark)
    if event.tag:
        raise _refused("Tags are not supported", event.start_mark)
    if depth > MAX_DEPTH:
        raise _refused(TOO_DEEP, event.start_mark)
    match event:
        case yaml.SequenceStartEvent():
            return list(_nodes(events, depth + 1, yaml.SequenceEndEvent))
        case yaml.MappingStartEvent():
            found = _nodes(events, depth + 1, yaml.MappingEndEvent)
            return Entries([(name, next(found)) for name in found])
        case _:
            return _scalar(event)


def _nodes(events: Iterator[Any], depth: int, end: type) -> Iterator[Tree]:
    while not isinstance(event := next(events), end):
        yield _node(event, events, depth)


def _scalar(event: Any) -> Tree:
    is_plain, _ = event.implicit
    if is_plain and event.value in _WORDS:
        return _WORDS[event.value]
    if is_plain and _NUMBER.fullmatch(event.value):
        return Number(event.value)
    return event.value


def _refused(reason: str, mark: Any) -> RefusedError:
    return RefusedError(reason, mark.line + 1, mark.column + 1)
