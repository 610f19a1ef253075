"""A range lies within the one that the algorithm declares.

Rule R5 of domain-rules.md. Source: ParameterRanges and HyperParameterSpecification in botocore's
model. Evidence: [D] documented; the texts are ours [E] (domain-rules.md 1.13). What is no number
is left to range_numbers.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from tuningconsole.spec.problems import Problem
from tuningconsole.spec.ranges import number_or_none
from tuningconsole.spec.reading import (
    Range,
    structure,
    text,
    texts,
    with_algorithms,
    written,
)
from tuningconsole.spec.rules import Context, Request

_BOUNDS = ("MinValue", "MaxValue")


def check_definitions(request: Request, context: Context) -> Iterable[Problem]:
    """Yield a problem for every bound and every value outside."""
    for definition, algorithm in with_algorithms(request, context.algorithms):
        declared = algorithm.hyperparameters
        for found in definition.ranges:
            allowed = structure(
                declared.get(found.name), "Range", f"{found.kind}ParameterRangeSpecification"
            )
            if allowed and found.kind == "Categorical":
                yield from _values(found, texts(allowed, "Values"))
            elif allowed:
                yield from _bounds(found, allowed)


def _values(found: Range, allowed: list[str]) -> Iterator[Problem]:
    if set(found.values) <= set(allowed):
        return
    for place, value in enumerate(found.values):
        if value not in allowed:
            yield Problem(
                f"{found.path}.Values.{place}",
                f"Choose from {written(allowed)}.",
                f"The value [{value}] of hyperparameter {found.name} is not one of the supported"
                f" values [{written(allowed)}].",
                value=value,
            )


def _bounds(found: Range, allowed: Mapping[str, Any]) -> Iterator[Problem]:
    low, high = text(found.body, "MinValue"), text(found.body, "MaxValue")
    least, most = text(allowed, "MinValue"), text(allowed, "MaxValue")
    given = {name: number_or_none(found.kind, text(found.body, name)) for name in _BOUNDS}
    smallest, largest = (number_or_none(found.kind, bound) for bound in (least, most))
    if smallest is None or largest is None or None in given.values():
        return
    for name, bound in given.items():
        if bound is not None and not smallest <= bound <= largest:
            yield Problem(
                f"{found.path}.{name}",
                f"Enter a number from {least} to {most}.",
                f"The range [{low}, {high}] of hyperparameter {found.name} is outside the"
                f" supported range [{least}, {most}].",
                value=text(found.body, name),
            )
