"""The objective is one that the algorithm declares, with its type.

Rule O2 of domain-rules.md. Source: SupportedTuningJobObjectiveMetrics in botocore's model; the
guide's page sagemaker-mkt-create-algo, "Objective metric support". Evidence: [D] documented; the
text is ours [E] (domain-rules.md 1.13).
"""

from collections.abc import Iterable

from tuningconsole.spec.problems import Problem
from tuningconsole.spec.reading import Algorithm, text, with_algorithms, written
from tuningconsole.spec.rules import Context, Request


def check_definitions(request: Request, context: Context) -> Iterable[Problem]:
    """Yield a problem for every definition whose objective its algorithm does not declare."""
    for definition, algorithm in with_algorithms(request, context.algorithms):
        path = f"{definition.path}.TuningObjective"
        name = text(definition.body, "TuningObjective", "MetricName")
        kind = text(definition.body, "TuningObjective", "Type")
        if not name or (name, kind) in algorithm.objectives:
            continue
        kinds = [its_kind for metric, its_kind in algorithm.objectives if metric == name]
        yield Problem(
            f"{path}.Type" if kinds else f"{path}.MetricName",
            _message(name, kinds, algorithm),
            _aws(name, kind, algorithm),
            value=kind if kinds else name,
        )


def _message(name: str, kinds: list[str], algorithm: Algorithm) -> str:
    if kinds:
        return f"Choose {written(kinds)}: the algorithm declares {name} with it."
    names = sorted({metric for metric, _ in algorithm.objectives})
    if not names:
        return "Choose another algorithm: this one declares no objective metric."
    return f"Choose an objective metric that the algorithm declares: {written(names)}."


def _aws(name: str, kind: str, algorithm: Algorithm) -> str:
    supported = written([f"[{metric}, {its_kind}]" for metric, its_kind in algorithm.objectives])
    return (
        f"The objective metric [{name}, {kind}] is not supported by algorithm {algorithm.arn}."
        f" Supported objective metrics: {supported}."
    )
