"""A search space: a tuning job's ranges, each laid out on the unit interval.

Where a range says `Auto` the scale is ours to choose (domain-rules.md R12): logarithmic when the
range is positive and spans at least two orders of magnitude, linear otherwise.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tuningconsole.spec import ranges

AUTO_LOGARITHMIC_RATIO = 100


@dataclass(frozen=True, slots=True)
class Number:
    """An integer range, whose ends are int, or a continuous one; both ends included."""

    name: str
    low: float
    high: float
    scaling: str
    is_integer: bool

    def text(self, unit: float) -> str:
        """Return the value at `unit`, 0 to 1 both included, as SageMaker writes it."""
        low, high = self._edges()
        share = min(max(unit, 0.0), 1.0)
        # Not low + share * (high - low): the difference of two doubles may be none.
        value = self._unscale(low * (1 - share) + high * share)
        if self.is_integer:
            return str(min(max(round(value), self.low), self.high))
        return repr(min(max(value, self.low), self.high))

    def unit(self, text: str) -> float:
        """Return where the value lies, 0 to 1 both included."""
        low, high = self._edges()
        span = high / 2 - low / 2
        if not span:
            return 0.0
        value = self._scale(float(ranges.number(self._kind, text)))
        return min(max((value / 2 - low / 2) / span, 0.0), 1.0)

    def holds(self, text: str) -> bool:
        """Tell whether the text is a value of this range."""
        if not ranges.is_number(self._kind, text):
            return False
        number = ranges.number(self._kind, text)
        return self.low <= (number if self.is_integer else float(number)) <= self.high

    @property
    def _kind(self) -> str:
        return "Integer" if self.is_integer else "Continuous"

    def _edges(self) -> tuple[float, float]:
        # Half a step beyond both ends, so that each integer has the same share.
        margin = 0.5 if self.is_integer else 0.0
        return self._scale(self.low - margin), self._scale(self.high + margin)

    def _scale(self, value: float) -> float:
        match self.scaling:
            case "Logarithmic":
                return math.log(value)
            case "ReverseLogarithmic":
                return -math.log1p(-value)
            case _:
                return value

    def _unscale(self, value: float) -> float:
        match self.scaling:
            case "Logarithmic":
                return math.exp(value)
            case "ReverseLogarithmic":
                return -math.expm1(-value)
            case _:
                return value


@dataclass(frozen=True, slots=True)
class Category:
    """A categorical range; its values have no order."""

    name: str
    values: tuple[str, ...]

    def text(self, unit: float) -> str:
        """Return the value at `unit`, 0 to 1 both included; each value has the same share."""
        return self.values[min(int(unit * len(self.values)), len(self.values) - 1)]

    def holds(self, text: str) -> bool:
        """Tell whether the text is a value of this range."""
        return text in self.values


Range = Number | Category


@dataclass(frozen=True, slots=True)
class Space:
    """The ranges of one training job definition."""

    ranges: tuple[Range, ...]

    def texts(self, units: list[float]) -> dict[str, str]:
        """Return hyperparameters by name, as text, from one unit number a range."""
        return {item.name: item.text(unit) for item, unit in zip(self.ranges, units, strict=True)}

    def holds(self, values: Mapping[str, str]) -> bool:
        """Tell whether the hyperparameters are a point of this space."""
        return values.keys() == {item.name for item in self.ranges} and all(
            item.holds(values[item.name]) for item in self.ranges
        )


def read(parameter_ranges: Mapping[str, Any]) -> Space:
    """Return the space of a request's ParameterRanges, sorted by name."""
    found: list[Range] = [
        _number(item, is_integer=member.startswith("Integer"))
        for member in ("IntegerParameterRanges", "ContinuousParameterRanges")
        for item in parameter_ranges.get(member, ())
    ]
    found += [
        Category(item["Name"], tuple(item["Values"]))
        for item in parameter_ranges.get("CategoricalParameterRanges", ())
    ]
    return Space(tuple(sorted(found, key=lambda item: item.name)))


def _number(item: Mapping[str, str], *, is_integer: bool) -> Number:
    kind = "Integer" if is_integer else "Continuous"
    bounds = [ranges.number(kind, item[end]) for end in ("MinValue", "MaxValue")]
    low, high = [bound if isinstance(bound, int) else float(bound) for bound in bounds]
    scaling = item.get("ScalingType", "Auto")
    if scaling == "Auto":
        is_wide = low > 0 and high / low >= AUTO_LOGARITHMIC_RATIO
        scaling = "Logarithmic" if is_wide else "Linear"
    return Number(item["Name"], low, high, scaling, is_integer)
