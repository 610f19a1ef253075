"""The bounds of a range are numbers of its type, the smaller one first.

Rules R6, R7, R14 of domain-rules.md. Source: ParameterValue in botocore's model (a string);
awslabs/mlspace training-job-definition.tsx:200-290 (the order). Evidence: [S] the model, which does
not say which strings; the texts are ours [E] (domain-rules.md 1.13). Equal bounds are left to
range_of_one_value.
"""

from collections.abc import Iterable, Iterator

from tuningconsole.spec.problems import Problem
from tuningconsole.spec.ranges import interval, is_bound
from tuningconsole.spec.reading import Range, definitions, text
from tuningconsole.spec.rules import Context, Request

_WANTED = {
    "Integer": "Enter a whole number.",
    "Continuous": "Enter a number, such as 0.01 or 1e-5.",
}


def check_definitions(request: Request, context: Context) -> Iterable[Problem]:
    """Yield a problem for every bound that is no number and every pair in the wrong order."""
    for definition in definitions(request):
        for found in definition.ranges:
            if found.kind in _WANTED:
                yield from _check(found)


def _check(found: Range) -> Iterator[Problem]:
    bounds = {name: text(found.body, name) for name in ("MinValue", "MaxValue")}
    wrong = {name: bound for name, bound in bounds.items() if not is_bound(found.kind, bound)}
    for name, bound in wrong.items():
        yield Problem(
            f"{found.path}.{name}",
            _WANTED[found.kind],
            f"{name} [{bound}] of hyperparameter {found.name} is not a valid"
            f" {found.kind.lower()} value.",
            value=bound,
        )
    low, high = bounds.values()
    ends = interval(found.kind, low, high)
    if ends is not None and ends[0] > ends[1]:
        yield Problem(
            f"{found.path}.MaxValue",
            f"Enter a number above {low}.",
            f"MinValue [{low}] of hyperparameter {found.name} must be less than MaxValue [{high}].",
            value=high,
        )
