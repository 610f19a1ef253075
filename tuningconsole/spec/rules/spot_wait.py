"""Spot training waits at least as long as it may run.

Rule P9 of domain-rules.md. Source: StoppingCondition$MaxWaitTimeInSeconds in botocore's model ("It
must be equal to or greater than MaxRuntimeInSeconds"); the guide's page model-managed-spot-training
gives both. Evidence: [D] documented; the text is ours [E] (domain-rules.md 1.13). A run time that
is missing, which the service takes for a day, is not compared.
"""

from collections.abc import Iterable

from tuningconsole.spec.problems import Problem
from tuningconsole.spec.reading import definitions, is_spot, member, structure, whole
from tuningconsole.spec.rules import Context, Request


def check_definitions(request: Request, context: Context) -> Iterable[Problem]:
    """Yield a problem for every definition on spot whose wait is missing or too short."""
    for definition in definitions(request):
        condition = structure(definition.body, "StoppingCondition")
        wait = whole(condition, "MaxWaitTimeInSeconds")
        runtime = whole(condition, "MaxRuntimeInSeconds")
        if not is_spot(definition):
            continue
        is_missing = member(condition, "MaxWaitTimeInSeconds") is None
        is_short = wait is not None and runtime is not None and wait < runtime
        if is_missing or is_short:
            yield Problem(
                f"{definition.path}.StoppingCondition.MaxWaitTimeInSeconds",
                f"Enter at least {runtime} seconds, the maximum run time: waiting for spot capacity"
                " and running count together."
                if runtime is not None
                else "Enter how long a training job may wait for spot capacity and run.",
                "MaxWaitTimeInSeconds must be equal to or greater than MaxRuntimeInSeconds.",
                value=wait,
            )
