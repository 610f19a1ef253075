"""A definition has at most 30 tunable hyperparameters, and 100 in all.

Rules H1, R1 of domain-rules.md; one of the 100 is the service's own `_tuning_objective_metric`.
Source: "Resource limits for automatic model tuning" in the guide; the extra entry:
aws-controllers-k8s/sagemaker-controller captures. Evidence: [D] documented, the extra entry
deduced [P]; the texts are ours [E].
"""

from collections.abc import Iterable

from tuningconsole.spec.problems import Problem
from tuningconsole.spec.reading import definitions
from tuningconsole.spec.rules import Context, Request

RESERVED = 1


def check(request: Request, context: Context) -> Iterable[Problem]:
    """Yield a problem for every definition with too many hyperparameters."""
    limits = context.limits
    for definition in definitions(request):
        tunable = len(definition.ranges)
        total = tunable + len(definition.static) + len(definition.auto_parameters) + RESERVED
        if tunable > limits.max_tunable_hyperparameters:
            yield Problem(
                f"{definition.path}.HyperParameterRanges",
                f"Tune at most {limits.max_tunable_hyperparameters} hyperparameters;"
                f" these are {tunable}. Make some static.",
                f"The number of tunable hyperparameters, [{tunable}], exceeds the maximum of"
                f" {limits.max_tunable_hyperparameters}.",
                value=tunable,
            )
        if total > limits.max_hyperparameters:
            yield Problem(
                f"{definition.path}.StaticHyperParameters",
                f"Set at most {limits.max_hyperparameters - RESERVED} hyperparameters, static and"
                f" tunable together; these are {total - RESERVED}.",
                f"The total number of static and tunable hyperparameters, [{total}], must not"
                f" exceed {limits.max_hyperparameters}.",
                value=total,
            )
