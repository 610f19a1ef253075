"""A training job runs for 28 days at most.

Rule L6 of domain-rules.md. Source: StoppingCondition$MaxRuntimeInSeconds in botocore's model ("The
maximum value is 28 days"); the shape has no maximum. Evidence: [D] documented; the text is ours
[E].
"""

from collections.abc import Iterable

from tuningconsole.spec.problems import Problem
from tuningconsole.spec.reading import definitions, whole
from tuningconsole.spec.rules import Context, Request

_MOST_DAYS = 28
_MOST_S = _MOST_DAYS * 24 * 3600


def check_definitions(request: Request, context: Context) -> Iterable[Problem]:
    """Yield a problem for every definition whose training jobs may run longer."""
    for definition in definitions(request):
        runtime = whole(definition.body, "StoppingCondition", "MaxRuntimeInSeconds")
        if runtime is not None and runtime > _MOST_S:
            yield Problem(
                f"{definition.path}.StoppingCondition.MaxRuntimeInSeconds",
                f"Enter at most {_MOST_DAYS} days ({_MOST_S} seconds).",
                f"MaxRuntimeInSeconds [{runtime}] must not exceed {_MOST_S}.",
                value=runtime,
            )
