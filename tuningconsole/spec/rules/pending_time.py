"""A limit on the time in the queue is for accelerated instances.

Rule L7 of domain-rules.md. Source: StoppingCondition$MaxPendingTimeInSeconds in botocore's model
("has no effect on jobs that request CPU-only instance types"), so this warns. Evidence:
[D] documented; the text is ours [E].
"""

from collections.abc import Iterable

from tuningconsole.spec.instance_types import is_accelerated
from tuningconsole.spec.problems import Problem
from tuningconsole.spec.reading import definitions, whole
from tuningconsole.spec.rules import Context, Request


def check_definitions(request: Request, context: Context) -> Iterable[Problem]:
    """Yield a warning for every definition with such a limit and no accelerated instance."""
    for definition in definitions(request):
        limit = whole(definition.body, "StoppingCondition", "MaxPendingTimeInSeconds")
        kinds = [found.kind for found in definition.instances]
        if limit is not None and kinds and not any(is_accelerated(kind) for kind in kinds):
            yield Problem(
                f"{definition.path}.StoppingCondition.MaxPendingTimeInSeconds",
                f"Leave it empty: it has no effect on {kinds[0]}, only on accelerated instances.",
                "MaxPendingTimeInSeconds has no effect on CPU-only instance types.",
                value=limit,
                severity="warning",
            )
