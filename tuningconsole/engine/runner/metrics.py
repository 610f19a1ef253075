"""Metrics out of log lines, by the algorithm's regular expressions.

Every match is a data point, its value the first group (domain-rules.md 3.4). What is no finite
number is no data point. An expression gets a tenth of a second a line, and is given up after ten
lines that took longer: it is the user's own, and a bad one must not hold up the trainer.
"""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import regex

TIMEOUT_S = 0.1
MAX_TIMEOUTS = 10


class Scanner:
    """The metric definitions of one training job, compiled."""

    def __init__(self, definitions: Iterable[Mapping[str, str]]) -> None:
        self._patterns = [
            (item["Name"], pattern)
            for item in definitions
            if (pattern := _compiled(item["Regex"])) is not None
        ]
        self._timeouts: Counter[str] = Counter()

    def values(self, line: str) -> Iterator[tuple[str, float]]:
        """Yield (metric name, value) for every match in the line."""
        for name, pattern in self._patterns:
            if self._timeouts[name] >= MAX_TIMEOUTS:
                continue
            try:
                for match in pattern.finditer(line, timeout=TIMEOUT_S):
                    if (value := _number(match)) is not None:
                        yield name, value
            except TimeoutError:
                self._timeouts[name] += 1


def _compiled(pattern: str) -> Any:
    try:
        return regex.compile(pattern)
    except regex.error:
        return None


def _number(match: Any) -> float | None:
    try:
        value = float(match.group(1))
    except (IndexError, TypeError, ValueError):
        return None
    return value if math.isfinite(value) else None
