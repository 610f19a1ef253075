"""Metrics out of log lines, by the expressions of metric definitions.

Every match is a data point, its value the first group (domain-rules.md 3.4); the last one is the
final value. What is no finite number is no data point.

An expression is the user's own, and a bad one must not hold up whoever reads. It gets a tenth of a
second a line, of the process's time, and is given up after ten lines that took longer. One that
would take gigabytes is not compiled: `regex` writes out what a repeated group repeats, so that
`((a{1000}){1000}){1000}` ends the process.
"""

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

import regex

TIMEOUT_S = 0.1
MAX_TIMEOUTS = 10
MAX_LINE = 262_144
"""A log event's size at most (CloudWatch Logs quotas); a longer line is cut into several."""
LARGEST = 50_000
"""Nodes of an expression with its repeated groups written out; one takes 2 kB at most."""
TOO_LARGE = "its groups are repeated too often"
_GROUP_REPEATED = re.compile(r"\)(?:\s|#[^\n]*\n|\(\?#[^)]*\))*\{\s*(\d{1,9})")
_REPEATED = re.compile(r"\{\s*(\d{1,9})")


class Unusable(Enum):
    """Why a match is no data point."""

    NO_GROUP = "the expression has no group"
    NOT_IN_IT = "the first group is not in the match"
    NO_NUMBER = "the first group is no number"
    NOT_FINITE = "the number is not finite"


@dataclass(frozen=True, slots=True)
class Match:
    """What an expression found: the matched text, its first group, the number or why none."""

    text: str
    group: str
    value: float | Unusable


@dataclass(slots=True)
class Expression:
    """The regular expression of one metric; `error` says why it is none, "" where it is one."""

    name: str
    error: str = ""
    timeouts: int = 0
    _pattern: Any = field(default=None, repr=False)

    @classmethod
    def of(cls, definition: Mapping[str, str]) -> "Expression":
        """Return the expression of a metric definition of the API."""
        if _most_nodes(definition["Regex"]) > LARGEST:
            return cls(definition["Name"], error=TOO_LARGE)
        try:
            return cls(definition["Name"], _pattern=regex.compile(definition["Regex"]))
        except regex.error as error:
            return cls(definition["Name"], error=str(error))

    @property
    def is_given_up(self) -> bool:
        """It took too long too often, and is not tried any more."""
        return self.timeouts >= MAX_TIMEOUTS

    def matches(self, line: str) -> Iterator[Match]:
        """Yield what it finds in a line, in order; of a line that takes too long, some of it."""
        if self._pattern is None or self.is_given_up:
            return
        try:
            # Other threads go on meanwhile.
            for found in self._pattern.finditer(line, timeout=TIMEOUT_S, concurrent=True):
                yield _match(found)
        except TimeoutError:
            self.timeouts += 1


def _most_nodes(pattern: str) -> int:
    """Return a bound for the nodes: as if every repeated group stood inside all the others."""
    times = [max(int(least), 1) for least in _GROUP_REPEATED.findall(pattern)]
    longest = max([1, *(int(least) for least in _REPEATED.findall(pattern))])
    return len(pattern) * longest * math.prod(times)


def _match(found: Any) -> Match:
    if not found.re.groups:
        return Match(found[0], "", Unusable.NO_GROUP)
    if found[1] is None:
        return Match(found[0], "", Unusable.NOT_IN_IT)
    try:
        value = float(found[1])
    except ValueError:
        return Match(found[0], found[1], Unusable.NO_NUMBER)
    return Match(found[0], found[1], value if math.isfinite(value) else Unusable.NOT_FINITE)


class Scanner:
    """The metric definitions of one training job, compiled."""

    def __init__(self, definitions: Iterable[Mapping[str, str]]) -> None:
        self._expressions = [Expression.of(item) for item in definitions]

    def values(self, line: str) -> Iterator[tuple[str, float]]:
        """Yield (metric name, value) for every data point in the line."""
        for expression in self._expressions:
            for match in expression.matches(line):
                if not isinstance(match.value, Unusable):
                    yield expression.name, match.value


def lines(text: str) -> list[str]:
    """Return the lines of a log, empty ones too, as they are looked through; too long ones cut."""
    # PostgreSQL's text has no NUL.
    return [
        line[start : start + MAX_LINE].rstrip("\r")
        for line in text.replace("\0", "\N{REPLACEMENT CHARACTER}").split("\n")
        for start in range(0, max(len(line), 1), MAX_LINE)
    ]
