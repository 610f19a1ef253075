"""More than 20 metric definitions may be too many.

Rule O5 of domain-rules.md. Source: "Resource limits for automatic model tuning" and the console
guide say 20, botocore's model and the page automatic-model-tuning-define-metrics-variables 40.
Evidence: [D] documented, contradictory: so a warning; above 40 the shape refuses. The texts are
ours [E].
"""

from collections.abc import Iterable

from tuningconsole.spec.problems import Problem
from tuningconsole.spec.reading import definitions, structures
from tuningconsole.spec.rules import Context, Request


def check(request: Request, context: Context) -> Iterable[Problem]:
    """Yield a warning for every definition with more."""
    most = context.limits.max_advised_metrics
    for definition in definitions(request):
        path = ("AlgorithmSpecification", "MetricDefinitions")
        count = len(structures(definition.body, *path))
        if count > most:
            yield Problem(
                f"{definition.path}.{'.'.join(path)}",
                f"Keep {most} metric definitions if you can: AWS's pages differ on whether these"
                f" {count} are taken.",
                f"The number of metric definitions, [{count}], exceeds {most}.",
                value=count,
                severity="warning",
            )
