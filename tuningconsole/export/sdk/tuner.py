"""The tuning job itself as the SDK's `HyperparameterTuner`: its configuration, its fit."""

from typing import Any

from tuningconsole.export.sdk.channels import given
from tuningconsole.export.writing.python import Call
from tuningconsole.export.writing.rest import Rest

_CONFIG = "HyperParameterTuningJobConfig"
_LIMITS = f"{_CONFIG}.ResourceLimits"
_CRITERIA = f"{_CONFIG}.TuningJobCompletionCriteria"
_HYPERBAND = f"{_CONFIG}.StrategyConfig.HyperbandStrategyConfig"
_PLAIN = {
    "strategy": f"{_CONFIG}.Strategy",
    "early_stopping_type": f"{_CONFIG}.TrainingJobEarlyStoppingType",
    "random_seed": f"{_CONFIG}.RandomSeed",
    "max_jobs": f"{_LIMITS}.MaxNumberOfTrainingJobs",
    "max_parallel_jobs": f"{_LIMITS}.MaxParallelTrainingJobs",
    "max_runtime_in_seconds": f"{_LIMITS}.MaxRuntimeInSeconds",
    "tags": "Tags",
}
MAX_JOBS = _PLAIN["max_jobs"]


def configuration(request: Rest) -> dict[str, Any]:
    """Take everything but the definitions and return it by the tuner's arguments."""
    found = given(request, _PLAIN)
    found |= {
        "strategy_config": _strategy(request),
        "completion_criteria_config": _criteria(request),
        "warm_start_config": _warm_start(request),
        "autotune": request.take("Autotune.Mode") == "Enabled" or None,
    }
    return {argument: value for argument, value in found.items() if value is not None}


def _strategy(request: Rest) -> Call | None:
    """Take Hyperband's resources; the SDK wants both."""
    members = ("MaxResource", "MinResource")
    if any(request.peek(f"{_HYPERBAND}.{member}") is None for member in members):
        return None
    named = given(
        request,
        {
            "max_resource": f"{_HYPERBAND}.MaxResource",
            "min_resource": f"{_HYPERBAND}.MinResource",
        },
    )
    hyperband = Call("HyperbandStrategyConfig", named=named)
    return Call("StrategyConfig", named={"hyperband_strategy_config": hyperband})


def _criteria(request: Rest) -> Call | None:
    not_improving = f"{_CRITERIA}.BestObjectiveNotImproving.MaxNumberOfTrainingJobsNotImproving"
    converged = request.take(f"{_CRITERIA}.ConvergenceDetected.CompleteOnConvergence")
    named = given(
        request,
        {
            "max_number_of_training_jobs_not_improving": not_improving,
            "target_objective_metric_value": f"{_CRITERIA}.TargetObjectiveMetricValue",
        },
    )
    if converged is not None:
        named["complete_on_convergence"] = converged == "Enabled"
    return Call("TuningJobCompletionCriteriaConfig", named=named) if named else None


def _warm_start(request: Rest) -> Call | None:
    if not request.peek("WarmStartConfig"):
        return None
    parents = {
        str(parent.take("HyperParameterTuningJobName"))
        for parent in request.each("WarmStartConfig.ParentHyperParameterTuningJobs")
    }
    kind = Call("WarmStartTypes", (request.take("WarmStartConfig.WarmStartType"),))
    named = {"warm_start_type": kind, "parents": parents}
    return Call("WarmStartConfig", named=named)
