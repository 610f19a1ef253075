"""A finite search space offers as many configurations as there are to be training jobs.

Rule R13 of domain-rules.md. Source of the text: aws/amazon-sagemaker-operator-for-k8s#123.
Evidence: [L] literal. Grid has a count of its own; a range
without an inside is left to range_numbers and range_of_one_value.
"""

from collections.abc import Iterable

from tuningconsole.spec.problems import Problem
from tuningconsole.spec.ranges import combinations, interval
from tuningconsole.spec.reading import (
    Definition,
    Range,
    definitions,
    has_autotune,
    structure,
    text,
    whole,
)
from tuningconsole.spec.rules import Context, Request

_CONFIG = "HyperParameterTuningJobConfig"
_WANTED = (_CONFIG, "ResourceLimits", "MaxNumberOfTrainingJobs")


def check(request: Request, context: Context) -> Iterable[Problem]:
    """Yield a problem for every definition with too few configurations."""
    wanted = whole(request, *_WANTED)
    if wanted is None or has_autotune(request) or text(request, _CONFIG, "Strategy") == "Grid":
        return
    for definition in definitions(request):
        count = _combinations(definition)
        if count is not None and 0 < count < wanted:
            yield Problem(
                ".".join(_WANTED),
                f"Enter at most {count}, which is how many combinations the ranges have, or widen"
                " the ranges.",
                "You don't have enough combinations of hyperparameter ranges. The total number of"
                f" hyperparameter combinations for the provided ranges [{float(count)}] must be"
                f" equal or greater than the value of MaxNumberOfJobs, [{wanted}]. Provide"
                " additional ranges.",
                value=wanted,
            )


def _combinations(definition: Definition) -> int | None:
    """Return how many there are, None for infinitely many and for ranges that hold nothing."""
    ranges = definition.ranges
    if not ranges or any(_is_empty(found) for found in ranges):
        return None
    return combinations(structure(definition.body, "HyperParameterRanges"))


def _is_empty(found: Range) -> bool:
    """Tell whether the bounds are equal, the wrong way round, or none."""
    if found.kind == "Categorical":
        return False
    ends = interval(found.kind, text(found.body, "MinValue"), text(found.body, "MaxValue"))
    return ends is None or ends[0] >= ends[1]
