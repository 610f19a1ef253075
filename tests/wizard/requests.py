"""Requests without what no page can hold and rules refuse: two ways at once, a name twice."""

from collections.abc import Iterable
from copy import deepcopy
from typing import Any

from tuningconsole.spec import canonical

CONFIG = "HyperParameterTuningJobConfig"
KINDS = ("IntegerParameterRanges", "ContinuousParameterRanges", "CategoricalParameterRanges")


def settled(request: dict[str, Any]) -> dict[str, Any]:
    """Return a request of the service model, expanded, without what rules refuse in it.

    Each line names its rule in domain-rules.md.
    """
    found = deepcopy(request)
    config = found[CONFIG]
    _without(config, "ParameterRanges", "HyperParameterTuningJobObjective")  # T3
    if config.get("Strategy") != "Hyperband":  # table 1.10: it has effect with no other strategy
        config.pop("StrategyConfig", None)
    expanded = canonical.expand(found)
    warm_start = expanded.get("WarmStartConfig", {})
    _unique(warm_start, "ParentHyperParameterTuningJobs")  # W1
    if {} in warm_start.get("ParentHyperParameterTuningJobs", ()):  # W2: a parent has a name
        del expanded["WarmStartConfig"]
    for definition in expanded["TrainingJobDefinitions"]:
        _algorithm(definition["AlgorithmSpecification"])
        _resources(definition)
        _hyperparameters(definition)
        if definition.get("EnableManagedSpotTraining") is not True:  # P8
            definition["StoppingCondition"].pop("MaxWaitTimeInSeconds", None)
        for name in ("Subnets", "SecurityGroupIds"):
            _unique(definition.get("VpcConfig", {}), name)  # sets, by EC2
        for channel in definition.get("InputDataConfig", ()):
            _source(channel["DataSource"])
        if "AutoParameters" in definition.get("HyperParameterRanges", {}):  # T11
            expanded["Autotune"] = {"Mode": "Enabled"}
    return dict(pruned(expanded))


def _unique(structure: dict[str, Any], name: str) -> None:
    if name in structure:
        items = structure[name]
        structure[name] = [item for n, item in enumerate(items) if item not in items[:n]]


def _algorithm(specification: dict[str, Any]) -> None:
    if "AlgorithmName" in specification:  # T7
        specification.pop("TrainingImage", None)


def _resources(definition: dict[str, Any]) -> None:
    own = definition.get("HyperParameterTuningResourceConfig", {})
    if own:  # T8
        definition.pop("ResourceConfig", None)
    if "InstanceConfigs" in own:  # P4
        _without(own, "InstanceType", "InstanceCount")
    else:
        _without(own, "AllocationStrategy")
    config = definition.get("ResourceConfig", {})
    _without(config, "SelectedInstanceType", "SelectedInstanceCount")  # read-only
    _without(config, "KeepAlivePeriodInSeconds")  # P5
    if "InstanceGroups" in config or "InstancePreferences" in config:  # P6
        _without(config, "InstanceType", "InstanceCount", "InstancePlacementConfig")
        _without(config, "TrainingPlanArn")
    if "InstanceGroups" in config:
        _without(config, "InstancePreferences")


def _source(source: dict[str, Any]) -> None:
    _without(source, *[*source][1:])  # one data source
    s3 = source.get("S3DataSource", {})
    if s3.get("S3DataType") != "AugmentedManifestFile":  # C9
        _without(s3, "AttributeNames")


def _hyperparameters(definition: dict[str, Any]) -> None:
    ranges = definition.get("HyperParameterRanges", {})
    static = definition.get("StaticHyperParameters", {})
    static.pop("", None)  # H2: a hyperparameter has a name
    names = {"", *static}
    for kind in (*KINDS, "AutoParameters"):  # R3, H9
        kept = []
        for item in ranges.get(kind, ()):
            if item["Name"] not in names:
                names.add(item["Name"])
                kept.append(item)
        if kind in ranges:
            ranges[kind] = kept


def _without(structure: dict[str, Any], *names: str) -> None:
    for name in names:
        structure.pop(name, None)


def pruned(value: Any) -> Any:
    """Return the value without empty structures, lists and maps: they say nothing."""
    if isinstance(value, dict):
        kept = {name: pruned(item) for name, item in value.items()}
        return {name: item for name, item in kept.items() if item not in ({}, [])}
    return [pruned(item) for item in value] if isinstance(value, list) else value


def ordered(value: dict[str, Any]) -> dict[str, Any]:
    """Return the request with the ranges of each list by name: they have no order."""
    for definition in value["TrainingJobDefinitions"]:
        ranges = definition.get("HyperParameterRanges", {})
        for kind, items in ranges.items():
            ranges[kind] = sorted(items, key=lambda item: str(item["Name"]))
    return value


def leaves(value: Any, path: str = "") -> Iterable[tuple[str, Any]]:
    """Yield every scalar with its path."""
    if isinstance(value, dict):
        for name, item in value.items():
            yield from leaves(item, f"{path}.{name}" if path else name)
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from leaves(item, f"{path}.{number}")
    else:
        yield path, value
