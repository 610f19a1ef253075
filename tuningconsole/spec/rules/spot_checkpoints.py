"""A Marketplace algorithm on spot that keeps no checkpoints is done within the hour.

Rule P10 of domain-rules.md. Source: the guide's page model-managed-spot-training, which says the
same of SageMaker's own algorithms; these are images, and no image says what it is. Evidence:
[D] documented; the text is ours [E].
"""

from collections.abc import Iterable

from tuningconsole.spec.problems import Problem
from tuningconsole.spec.reading import is_spot, structure, whole, with_algorithms
from tuningconsole.spec.rules import Context, Request

_MOST_S = 3600


def check_definitions(request: Request, context: Context) -> Iterable[Problem]:
    """Yield a problem for every longer wait of such a definition."""
    for definition, algorithm in with_algorithms(request, context.algorithms):
        wait = whole(definition.body, "StoppingCondition", "MaxWaitTimeInSeconds")
        if not (algorithm.is_subscription and is_spot(definition)) or wait is None:
            continue
        if wait > _MOST_S and not structure(definition.body, "CheckpointConfig"):
            yield Problem(
                f"{definition.path}.StoppingCondition.MaxWaitTimeInSeconds",
                f"Enter at most {_MOST_S} seconds, or set a checkpoint location.",
                f"MaxWaitTimeInSeconds must not exceed {_MOST_S} for an AWS Marketplace algorithm"
                " without CheckpointConfig.",
                value=wait,
            )
