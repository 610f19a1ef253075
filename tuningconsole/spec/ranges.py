"""The numbers of hyperparameters: strings on the wire, exact here.

SageMaker sends every bound and value as text (shape ParameterValue, at most 256 characters). An
integer is digits with an optional minus; a continuous value is any decimal literal, scientific
notation included (sagemaker-python-sdk: `int(str)`, `float(str)`; the SDK sends `str(number)`).
"""

import re
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from math import prod
from sys import float_info
from typing import Any

from tuningconsole.spec.reading import Structure, definitions, structures, texts

_INTEGER = re.compile(r"-?[0-9]{1,256}")
_CONTINUOUS = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,5})?")
_LARGEST = Decimal(float_info.max)
_INTEGERS = 2**63
_LONGEST = 256
"""Of a ParameterValue, in characters."""


class NotANumberError(ValueError):
    """The text is no number of its kind."""


def integer(text: Any) -> int:
    """Return the integer that the text is.

    Raises:
        NotANumberError: it is none, also for `1.0`, `1e3`, `+1` and spaces around.
    """
    if not isinstance(text, str) or not _INTEGER.fullmatch(text):
        raise NotANumberError
    return int(text)


def continuous(text: Any) -> Decimal:
    """Return the number that the text is, exactly: `0.1` is a tenth, not the double next to it.

    Raises:
        NotANumberError: it is none, is not finite, or is beyond the largest double.
    """
    if not isinstance(text, str) or len(text) > _LONGEST or not _CONTINUOUS.fullmatch(text):
        raise NotANumberError
    value = Decimal(text)
    if abs(value) > _LARGEST:
        raise NotANumberError
    return value


def number(kind: str, text: Any) -> int | Decimal:
    """Return the number of a hyperparameter type, `Integer` or `Continuous`.

    Raises:
        NotANumberError: it is none.
    """
    return integer(text) if kind == "Integer" else continuous(text)


def number_or_none(kind: str, text: Any) -> int | Decimal | None:
    """Return the number of a hyperparameter type, None if the text is none."""
    is_short = isinstance(text, str) and len(text) <= _LONGEST
    return _number_or_none(kind, text) if is_short else None


@lru_cache(maxsize=4096)
def _number_or_none(kind: str, text: str) -> int | Decimal | None:
    """Return what six rules ask of each bound."""
    try:
        return number(kind, text)
    except NotANumberError:
        return None


def is_number(kind: str, text: Any) -> bool:
    """Tell whether the text is a number of this hyperparameter type."""
    return number_or_none(kind, text) is not None


def is_bound(kind: str, text: Any) -> bool:
    """Tell whether the text can bound a range; an integer has 64 bits."""
    found = number_or_none(kind, text)
    return found is not None and (kind != "Integer" or -_INTEGERS < found < _INTEGERS)


def interval(kind: str, low: Any, high: Any) -> tuple[float, float] | None:
    """Return the bounds of a range, None if one is none.

    A continuous bound is a double: what doubles cannot tell apart is equal.
    """
    if not (is_bound(kind, low) and is_bound(kind, high)):
        return None
    as_kind = int if kind == "Integer" else float
    return as_kind(number(kind, low)), as_kind(number(kind, high))


def combinations(parameter_ranges: Mapping[str, Any]) -> int | None:
    """Return how many different configurations ParameterRanges hold, None for infinitely many.

    Raises:
        NotANumberError: a bound of an integer range is no integer.
    """
    if parameter_ranges.get("ContinuousParameterRanges"):
        return None
    integers = structures(parameter_ranges, "IntegerParameterRanges")
    categories = structures(parameter_ranges, "CategoricalParameterRanges")
    return prod(
        integer(item.get("MaxValue")) - integer(item.get("MinValue")) + 1 for _, item in integers
    ) * prod(len(texts(item, "Values")) for _, item in categories)


def grid_size(request: Structure) -> int | None:
    """Return how many training jobs Grid makes of a request in its expanded form.

    The combinations of all definitions together; None while one has none, or tunes numbers.
    """
    sizes = []
    for definition in definitions(request):
        counts = [len(found.values) for found in definition.ranges if found.kind == "Categorical"]
        sizes.append(prod(counts) if counts and len(counts) == len(definition.ranges) else 0)
    return sum(sizes) if sizes and all(sizes) else None
