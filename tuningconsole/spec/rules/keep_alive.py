"""A tuning job keeps its instances warm by itself.

Rule P5 of domain-rules.md. Source: HyperParameterTuningResourceConfig in botocore's model ("with
the exception of KeepAlivePeriodInSeconds. Hyperparameter tuning jobs use warm pools by default");
aws-controllers-k8s/sagemaker-controller hooks.go leaves it out. 0, no warm pool of one's own, is
what descriptions may hold. Evidence: [D] documented; the text is ours [E].
"""

from collections.abc import Iterable

from tuningconsole.spec.problems import Problem
from tuningconsole.spec.reading import definitions, whole
from tuningconsole.spec.rules import Context, Request


def check_definitions(request: Request, context: Context) -> Iterable[Problem]:
    """Yield a problem for every period that is asked for."""
    for definition in definitions(request):
        if period := whole(definition.body, "ResourceConfig", "KeepAlivePeriodInSeconds"):
            yield Problem(
                f"{definition.path}.ResourceConfig.KeepAlivePeriodInSeconds",
                "Leave it out: a tuning job keeps instances warm between its training jobs.",
                "KeepAlivePeriodInSeconds is not supported for hyperparameter tuning jobs.",
                value=period,
            )
