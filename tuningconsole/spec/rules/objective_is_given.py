"""Every definition has an objective metric, unless the service tunes by itself.

Rules T4, T11 of domain-rules.md. Source: terraform-provider-aws, hyper_parameter_tuning_job.go
("API seems to enforce it"); Autotune in botocore's model. Evidence: [P] deduced; the text is ours
[E].
"""

from collections.abc import Iterable

from tuningconsole.spec.problems import Problem
from tuningconsole.spec.reading import definitions, has_autotune, text
from tuningconsole.spec.rules import Context, Request


def check(request: Request, context: Context) -> Iterable[Problem]:
    """Yield a problem for every definition without an objective."""
    if has_autotune(request):
        return
    for definition in definitions(request):
        if not text(definition.body, "TuningObjective", "MetricName"):
            yield Problem(
                f"{definition.path}.TuningObjective.MetricName",
                "Choose an objective metric.",
                "HyperParameterTuningJobObjective is required.",
            )
