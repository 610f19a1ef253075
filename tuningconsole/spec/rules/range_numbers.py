"""The bounds of a range are numbers of its type, the smaller one strictly below.

Rules R6, R7 of domain-rules.md. Source: ParameterValue in botocore's model (a string);
aws/amazon-sagemaker-feedback#195 (equal bounds are refused). Evidence: [L] users' reports; the
texts are ours [E] (domain-rules.md 1.13). An integer has 64 bits, a continuous number is a double:
what that cannot tell apart is equal.
"""

from collections.abc import Iterable, Iterator

from tuningconsole.spec.problems import Problem
from tuningconsole.spec.ranges import integer, is_number, number
from tuningconsole.spec.reading import Range, definitions, text
from tuningconsole.spec.rules import Context, Request

_INTEGERS = 2**63
_WANTED = {
    "Integer": "Enter a whole number.",
    "Continuous": "Enter a number, such as 0.01 or 1e-5.",
}


def check(request: Request, context: Context) -> Iterable[Problem]:
    """Yield a problem for every bound that is no number and every range without an inside."""
    for definition in definitions(request):
        for found in definition.ranges:
            if found.kind in _WANTED:
                yield from _check(found)


def _check(found: Range) -> Iterator[Problem]:
    bounds = {name: text(found.body, name) for name in ("MinValue", "MaxValue")}
    wrong = {name: bound for name, bound in bounds.items() if not _is_bound(found.kind, bound)}
    for name, bound in wrong.items():
        yield Problem(
            f"{found.path}.{name}",
            _WANTED[found.kind],
            f"{name} [{bound}] of hyperparameter {found.name} is not a valid"
            f" {found.kind.lower()} value.",
            value=bound,
        )
    low, high = bounds.values()
    if not wrong and _value(found.kind, low) >= _value(found.kind, high):
        yield Problem(
            f"{found.path}.MaxValue",
            f"Enter a number above {low}, or make {found.name} static.",
            f"MinValue [{low}] of hyperparameter {found.name} must be less than MaxValue [{high}].",
            value=high,
        )


def _is_bound(kind: str, bound: str) -> bool:
    return is_number(kind, bound) and (kind != "Integer" or abs(integer(bound)) < _INTEGERS)


def _value(kind: str, bound: str) -> float:
    found = number(kind, bound)
    return found if isinstance(found, int) else float(found)
