"""A training job definition as it is run: everything the service fills in, filled in.

Pure functions. What is filled in, and the sources: domain-rules.md 3.2.
"""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from tuningconsole.spec import ranges
from tuningconsole.spec.described import OBJECTIVE_HYPERPARAMETER, OBJECTIVE_METRIC

RANGE_LISTS = (
    "IntegerParameterRanges",
    "ContinuousParameterRanges",
    "CategoricalParameterRanges",
)
MAX_RUNTIME_S = 86_400
_RESOURCES = ("InstanceType", "InstanceCount", "VolumeSizeInGB", "VolumeKmsKeyId")


def resolve(
    definition: Mapping[str, Any], algorithm: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Return one definition of an expanded request as Describe shows it and as it is trained.

    Args:
        definition: an item of `TrainingJobDefinitions`, objective and ranges inside.
        algorithm: DescribeAlgorithm's answer, where the definition names an algorithm.
    """
    result = deepcopy(dict(definition))
    objective = result.get("TuningObjective", {}).get("MetricName")
    ranges = result.setdefault("HyperParameterRanges", {})
    for name in RANGE_LISTS:
        ranges.setdefault(name, [])
    for item in ranges["IntegerParameterRanges"] + ranges["ContinuousParameterRanges"]:
        item.setdefault("ScalingType", "Auto")
    tuned = {item["Name"] for name in RANGE_LISTS for item in ranges[name]}
    static = {name: text for name, text in _defaults(algorithm).items() if name not in tuned}
    static |= result.get("StaticHyperParameters", {})
    if objective:
        static[OBJECTIVE_HYPERPARAMETER] = objective
    result["StaticHyperParameters"] = static
    result["AlgorithmSpecification"] = _algorithm(
        result["AlgorithmSpecification"], objective, algorithm
    )
    for channel in result.get("InputDataConfig", ()):
        _fill_channel(channel)
    for member, default in {"KmsKeyId": "", "CompressionType": "GZIP"}.items():
        result["OutputDataConfig"].setdefault(member, default)
    result["StoppingCondition"].setdefault("MaxRuntimeInSeconds", MAX_RUNTIME_S)
    if "CheckpointConfig" in result:
        result["CheckpointConfig"].setdefault("LocalPath", "/opt/ml/checkpoints/")
    for member in ("NetworkIsolation", "InterContainerTrafficEncryption", "ManagedSpotTraining"):
        result.setdefault(f"Enable{member}", False)
    return result | _resources(result)


def configuration(expanded: dict[str, Any]) -> dict[str, Any]:
    """Return an expanded request's HyperParameterTuningJobConfig as it is run and described.

    Grid's number of training jobs is filled in (domain-rules.md T1: the service computes it).
    """
    given = deepcopy(expanded["HyperParameterTuningJobConfig"])
    config: dict[str, Any] = {"TrainingJobEarlyStoppingType": "Off"} | given
    if config["Strategy"] == "Grid":
        config["ResourceLimits"]["MaxNumberOfTrainingJobs"] = ranges.grid_size(expanded)
    return config


def _defaults(algorithm: Mapping[str, Any] | None) -> dict[str, str]:
    """Return what the algorithm gives a hyperparameter that a request leaves out (H6)."""
    training = algorithm["TrainingSpecification"] if algorithm else {}
    return {
        item["Name"]: item["DefaultValue"]
        for item in training.get("SupportedHyperParameters", ())
        if "DefaultValue" in item
    }


def _algorithm(
    given: Mapping[str, Any], objective: str | None, algorithm: Mapping[str, Any] | None
) -> dict[str, Any]:
    result = dict(given)
    metrics = list(given.get("MetricDefinitions", ()))
    if algorithm is not None:
        result |= {"AlgorithmName": algorithm["AlgorithmArn"], "TrainingImage": ""}
        metrics = list(algorithm["TrainingSpecification"].get("MetricDefinitions", ()))
    regexes = [metric["Regex"] for metric in metrics if metric["Name"] == objective]
    metrics += [{"Name": OBJECTIVE_METRIC, "Regex": regex} for regex in regexes[:1]]
    if metrics:
        result["MetricDefinitions"] = metrics
    return result


def _fill_channel(channel: dict[str, Any]) -> None:
    channel.setdefault("CompressionType", "None")
    channel.setdefault("RecordWrapperType", "None")
    if "S3DataSource" in channel["DataSource"]:
        channel["DataSource"]["S3DataSource"].setdefault(
            "S3DataDistributionType", "FullyReplicated"
        )


def _resources(definition: Mapping[str, Any]) -> dict[str, Any]:
    """Return both spellings of the instances, each from the other where only one was given.

    The SDK sends `HyperParameterTuningResourceConfig`, and its attach() reads `ResourceConfig`.
    """
    given = definition.get("ResourceConfig") or definition["HyperParameterTuningResourceConfig"]
    [first] = given.get("InstanceConfigs", ())[:1] or [{}]
    common = {name: value for name, value in (given | first).items() if name in _RESOURCES}
    return {
        "ResourceConfig": definition.get("ResourceConfig", common),
        "HyperParameterTuningResourceConfig": definition.get(
            "HyperParameterTuningResourceConfig", common
        ),
    }
