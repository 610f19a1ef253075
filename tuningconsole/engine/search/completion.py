"""TuningJobCompletionCriteria: when a tuning job has tried enough.

Pure functions. Sources: TuningJobCompletionCriteria and HyperParameterTuningJobCompletionDetails in
botocore's model; domain-rules.md L8 to L10 and 3.6. "Not improving" is "1% or less": of the best
value of the training jobs that ended before, of definitions with the same objective. AWS does not
publish when it calls a search converged; here it is when, one after another, so many training jobs
did not improve: ten, or two for each tuned hyperparameter if those are more. Nor does it say which
objective the target is for when definitions have several: here it is the first definition's.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tuningconsole.engine.search.observations import Objective, Outcome

SIGNIFICANT = 0.01
MIN_PATIENCE = 10


@dataclass(frozen=True, slots=True)
class Details:
    """How long nothing has improved.

    Attributes:
        not_improving: training jobs since the last one that improved on those before it.
        converged_at: when the search was first seen to have converged; it stays.
    """

    not_improving: int = 0
    converged_at: datetime | None = None


def details(outcomes: Sequence[Outcome], patience: int) -> Details:
    """Return the details of a search.

    Args:
        outcomes: of all its training jobs, the first that ended first.
        patience: so many training jobs without an improvement are a search that has converged.
    """
    best: dict[Objective, float] = {}
    not_improving, converged_at = 0, None
    for outcome in outcomes:
        before = best.get(outcome.objective)
        best[outcome.objective] = outcome.loss if before is None else min(before, outcome.loss)
        not_improving = 0 if _is_improved(outcome.loss, before) else not_improving + 1
        if not_improving >= patience and converged_at is None:
            converged_at = outcome.ended_at
    return Details(not_improving, converged_at)


def patience(definitions: Sequence[Mapping[str, Any]]) -> int:
    """Return the patience with a search over these definitions, ranges inside."""
    lists = [item["HyperParameterRanges"].values() for item in definitions]
    return max(MIN_PATIENCE, 2 * sum(len(ranges) for found in lists for ranges in found))


def is_reached(
    criteria: Mapping[str, Any], outcomes: Sequence[Outcome], primary: Objective, found: Details
) -> bool:
    """Tell whether one of the criteria is met.

    Args:
        criteria: TuningJobCompletionCriteria, {} for none.
        outcomes: of all training jobs.
        primary: the objective that the target is for.
        found: the details of these outcomes.
    """
    target = criteria.get("TargetObjectiveMetricValue")
    if target is not None and any(
        outcome.objective == primary and outcome.loss <= primary.loss(target)
        for outcome in outcomes
    ):
        return True
    most = criteria.get("BestObjectiveNotImproving", {}).get("MaxNumberOfTrainingJobsNotImproving")
    if most is not None and found.not_improving >= most:
        return True
    asked = criteria.get("ConvergenceDetected", {}).get("CompleteOnConvergence")
    return asked == "Enabled" and found.converged_at is not None


def _is_improved(loss: float, before: float | None) -> bool:
    if before is None:
        return True
    return loss < before and before - loss >= SIGNIFICANT * abs(before)
