"""What CreateAlgorithm refuses beyond shapes. The texts are ours; AWS's are not known."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from tuningconsole.engine.errors import ValidationError

_RANGES = {
    "Integer": "IntegerParameterRangeSpecification",
    "Continuous": "ContinuousParameterRangeSpecification",
    "Categorical": "CategoricalParameterRangeSpecification",
}


def check(specification: Mapping[str, Any]) -> None:
    """Return if the TrainingSpecification makes sense.

    Names are unique, an objective is one of the metrics (domain-rules.md O6), a range is of its
    hyperparameter's type, and no channel is FastFile, which CreateAlgorithm refuses (C7).

    Raises:
        ValidationError: it does not; the first reason.
    """
    hyperparameters = specification.get("SupportedHyperParameters", ())
    channels = specification["TrainingChannels"]
    metrics = specification.get("MetricDefinitions", ())
    _unique("hyperparameter", (item["Name"] for item in hyperparameters))
    _unique("channel", (item["Name"] for item in channels))
    _unique("metric", (item["Name"] for item in metrics))
    for channel in channels:
        if "FastFile" in channel["SupportedInputModes"]:
            raise ValidationError(
                f"Channel {channel['Name']}: FastFile is not a supported input mode of algorithms."
            )
    for hyperparameter in hyperparameters:
        _check_range(hyperparameter)
    names = {metric["Name"] for metric in metrics}
    for objective in specification.get("SupportedTuningJobObjectiveMetrics", ()):
        if objective["MetricName"] not in names:
            raise ValidationError(
                f"The objective metric {objective['MetricName']} has no metric definition."
            )


def _unique(kind: str, names: Iterable[str]) -> None:
    for name, count in Counter(names).items():
        if count > 1:
            raise ValidationError(f"Duplicate {kind} name: {name}.")


def _check_range(hyperparameter: Mapping[str, Any]) -> None:
    given = set(hyperparameter.get("Range", {}))
    name, kind = hyperparameter["Name"], hyperparameter["Type"]
    if given - {_RANGES.get(kind)}:
        raise ValidationError(f"The range of hyperparameter {name} is not of its type, {kind}.")
    if hyperparameter.get("IsTunable") and kind == "FreeText":
        raise ValidationError(f"Hyperparameter {name} of type FreeText cannot be tunable.")
