"""Autotune: what a request leaves to the service is chosen here, once, when the job is made.

Pure. Source: Autotune and AutoParameter in botocore's model, which name the fields and nothing of
how they are chosen; so every choice is ours, and so is how Describe shows it: as if the request had
said it, the ranges in their three lists. A hyperparameter of AutoParameters that is not eligible
keeps its hint as a static value. Clones of such a job, and attach(), so have a valid request.
"""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import Any

from tuningconsole.spec import ranges
from tuningconsole.spec.reading import Algorithm, has_autotune, structure, text, texts

TRAINING_JOBS_EACH = 10
"""For each tuned hyperparameter, within these bounds."""
FEWEST_TRAINING_JOBS, MOST_TRAINING_JOBS = 20, 100
RETRIES = 3
MAX_RANGES = 30
FACTOR = 10
"""A range goes from a tenth of the hint to ten times as much."""
_ERRORS = ("loss", "err", "mae", "mse", "rmse", "perplexity", "deviance")
"""In the name of a metric of an own image: less of it is better."""


def filled(expanded: dict[str, Any], algorithms: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Return an expanded request with all that Autotune chooses; unchanged without Autotune.

    Args:
        expanded: CreateHyperParameterTuningJob's request with a list of definitions.
        algorithms: AlgorithmName as requests give it -> DescribeAlgorithm's answer.
    """
    result = deepcopy(expanded)
    if not has_autotune(expanded):
        return result
    for definition in result["TrainingJobDefinitions"]:
        name = text(definition, "AlgorithmSpecification", "AlgorithmName")
        _fill_definition(definition, Algorithm(algorithms.get(name, {})))
    _fill_configuration(result)
    return result


def _fill_configuration(request: dict[str, Any]) -> None:
    config, definitions = (
        request["HyperParameterTuningJobConfig"],
        request["TrainingJobDefinitions"],
    )
    lists = [item["HyperParameterRanges"] for item in definitions]
    numbers = [
        each
        for found in lists
        for each in found
        if each != "CategoricalParameterRanges" and found[each]
    ]
    if config["Strategy"] == "Grid" and numbers:
        config["Strategy"] = "Bayesian"
    may_stop = len(definitions) == 1 and config["Strategy"] != "Hyperband"
    config.setdefault("TrainingJobEarlyStoppingType", "Auto" if may_stop else "Off")
    config.setdefault("TuningJobCompletionCriteria", {}).setdefault(
        "ConvergenceDetected", {"CompleteOnConvergence": "Enabled"}
    )
    tuned = sum(len(each) for found in lists for each in found.values())
    wanted = min(max(TRAINING_JOBS_EACH * tuned, FEWEST_TRAINING_JOBS), MOST_TRAINING_JOBS)
    limits = config["ResourceLimits"]
    limits.setdefault("MaxNumberOfTrainingJobs", max(wanted, limits["MaxParallelTrainingJobs"]))


def _fill_definition(definition: dict[str, Any], algorithm: Algorithm) -> None:
    definition.setdefault("RetryStrategy", {"MaximumRetryAttempts": RETRIES})
    if not text(definition, "TuningObjective", "MetricName"):
        objective = _objective(definition, algorithm)
        if objective:
            definition["TuningObjective"] = objective
    given = definition.get("HyperParameterRanges", {})
    static = definition.setdefault("StaticHyperParameters", {})
    found: dict[str, list[Any]] = {
        f"{kind}ParameterRanges": list(given.get(f"{kind}ParameterRanges", ()))
        for kind in ("Integer", "Continuous", "Categorical")
    }
    has_ranges = any(found.values())
    for name, hint in _left(given, static, algorithm, has_ranges=has_ranges):
        kind, chosen = _range(name, hint, algorithm.hyperparameters.get(name))
        if chosen and sum(map(len, found.values())) < MAX_RANGES:
            found[f"{kind}ParameterRanges"].append(chosen)
        else:
            static[name] = hint
    definition["HyperParameterRanges"] = found


def _left(
    given: Mapping[str, Any], static: Mapping[str, str], algorithm: Algorithm, *, has_ranges: bool
) -> Iterator[tuple[str, str]]:
    """Yield name and example value of each hyperparameter that is left to Autotune.

    Where nothing is said of any, these are all of the algorithm's that can be tuned.
    """
    if given.get("AutoParameters") or has_ranges:
        for item in given.get("AutoParameters", ()):
            yield item["Name"], item["ValueHint"]
        return
    for name, declared in algorithm.hyperparameters.items():
        hint = text(declared, "DefaultValue")
        if declared.get("IsTunable") and hint and name not in static:
            yield name, hint


def _range(name: str, hint: str, declared: Mapping[str, Any] | None) -> tuple[str, dict[str, Any]]:
    """Return the type of hyperparameter and the range around the hint; {} if not eligible."""
    if declared is None:
        kind = next((k for k in ("Integer", "Continuous") if ranges.is_number(k, hint)), "FreeText")
        return kind, _numbers(name, kind, hint, {})
    kind, limits = text(declared, "Type"), structure(declared, "Range")
    if not declared.get("IsTunable"):
        return kind, {}
    if kind == "Categorical":
        values = texts(limits, "CategoricalParameterRangeSpecification", "Values")
        return kind, {"Name": name, "Values": values[:MAX_RANGES]} if hint in values else {}
    return kind, _numbers(name, kind, hint, structure(limits, f"{kind}ParameterRangeSpecification"))


def _numbers(name: str, kind: str, hint: str, declared: Mapping[str, Any]) -> dict[str, Any]:
    """Return the range of numbers around the hint, within what is declared."""
    if kind not in {"Integer", "Continuous"} or not ranges.is_bound(kind, hint):
        return {}
    value = _number(kind, hint)
    ends = sorted((value / FACTOR, value * FACTOR)) if value else [0.0, float(FACTOR)]
    low, high = ends
    if kind == "Integer":
        low, high = (max(1, round(low)) if value > 0 else round(low)), round(high)
    elif 0 < value < 1:
        # Most likely a share, or a rate: more than 1 would not do.
        high = min(high, 1.0)
    least, most = (text(declared, end) for end in ("MinValue", "MaxValue"))
    if ranges.is_bound(kind, least):
        low = max(low, _number(kind, least))
    if ranges.is_bound(kind, most):
        high = min(high, _number(kind, most))
    if not low < high:
        return {}
    return {"Name": name, "MinValue": str(low), "MaxValue": str(high), "ScalingType": "Auto"}


def _number(kind: str, given: str) -> float:
    found = ranges.number(kind, given)
    return found if isinstance(found, int) else float(found)


def _objective(definition: Mapping[str, Any], algorithm: Algorithm) -> dict[str, str]:
    """Return the first objective that the algorithm declares, else the image's first metric."""
    for metric, kind in algorithm.objectives:
        return {"MetricName": metric, "Type": kind}
    for item in definition["AlgorithmSpecification"].get("MetricDefinitions", ()):
        is_error = any(word in item["Name"].lower() for word in _ERRORS)
        return {"MetricName": item["Name"], "Type": "Minimize" if is_error else "Maximize"}
    return {}
