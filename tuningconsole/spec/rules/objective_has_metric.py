"""An algorithm's objective is one of its metrics, or no training job will have a value.

Rule O6 of domain-rules.md. Source: the guide's page sagemaker-mkt-create-algo, where the objective
is a mark on a metric. Evidence: [D] documented for making an algorithm; that a tuning job warns,
and the texts, are ours [E]. An algorithm that tells none of its metrics is not judged.
"""

from collections.abc import Iterable

from tuningconsole.spec.problems import Problem
from tuningconsole.spec.reading import structures, text, with_algorithms
from tuningconsole.spec.rules import Context, Request

_METRICS = "MetricDefinitions"


def check_definitions(request: Request, context: Context) -> Iterable[Problem]:
    """Yield a warning for every declared objective without a metric definition."""
    for definition, algorithm in with_algorithms(request, context.algorithms):
        metrics = {text(item, "Name") for _, item in structures(algorithm.training, _METRICS)}
        name = text(definition.body, "TuningObjective", "MetricName")
        is_declared = name in {metric for metric, _ in algorithm.objectives}
        if metrics and is_declared and name not in metrics:
            yield Problem(
                f"{definition.path}.TuningObjective.MetricName",
                "Choose another objective metric if there is one: the algorithm has no expression"
                f" that finds {name} in its log.",
                f"The objective metric {name} has no metric definition in {algorithm.name}.",
                value=name,
                severity="warning",
            )
