"""DescribeHyperParameterTuningJob's answer -> the request that makes the same tuning job again.

Describe shows more than was asked for. What the service adds (domain-rules.md 3.2: captures of
aws-controllers-k8s, the SDK's attach(), Terraform's provider) is taken out again:

- `_tuning_objective_metric` among the static hyperparameters;
- of an algorithm: its image, "" included, and its metrics, which a request must not name (O4);
- the metric `ObjectiveMetric`, a copy of the objective's regex under a name of its own;
- one of `ResourceConfig` and `HyperParameterTuningResourceConfig`: a request has one (T8);
- `SelectedInstanceType` and `SelectedInstanceCount`, which are read-only;
- every member that holds the service's documented default (`DEFAULTS`);
- tags whose keys begin with `aws:`, which only AWS may set (G3).

What stays, though a request need not have said it: the algorithm's ARN for its name, the defaults
of its hyperparameters, `MaxRuntimeInSeconds` of a training job, `MaxNumberOfTrainingJobs` of Grid.
"""

from collections.abc import Iterable, Mapping
from copy import deepcopy
from typing import Any

from tuningconsole.spec import canonical, shapes

SUBMISSION_TAG = "tuningconsole:submission"
"""The key of the console's own tag: it proves that a job is the one which a row sent."""
OBJECTIVE_HYPERPARAMETER = "_tuning_objective_metric"
"""The static hyperparameter by which SageMaker tells the container what is tuned for."""
OBJECTIVE_METRIC = "ObjectiveMetric"
"""The metric definition that SageMaker adds: the objective's regex under a name of its own."""

_CHANNEL = "TrainingJobDefinitions.*.InputDataConfig.*"
_RANGES = "TrainingJobDefinitions.*.HyperParameterRanges"
DEFAULTS: dict[str, Any] = {
    "HyperParameterTuningJobConfig.TrainingJobEarlyStoppingType": "Off",
    f"{_CHANNEL}.CompressionType": "None",
    f"{_CHANNEL}.RecordWrapperType": "None",
    f"{_CHANNEL}.DataSource.S3DataSource.S3DataDistributionType": "FullyReplicated",
    f"{_RANGES}.IntegerParameterRanges.*.ScalingType": "Auto",
    f"{_RANGES}.IntegerParameterRanges": [],
    f"{_RANGES}.ContinuousParameterRanges.*.ScalingType": "Auto",
    f"{_RANGES}.ContinuousParameterRanges": [],
    f"{_RANGES}.CategoricalParameterRanges": [],
    _RANGES: {},
    "TrainingJobDefinitions.*.StaticHyperParameters": {},
    "TrainingJobDefinitions.*.OutputDataConfig.KmsKeyId": "",
    "TrainingJobDefinitions.*.OutputDataConfig.CompressionType": "GZIP",
    "TrainingJobDefinitions.*.CheckpointConfig.LocalPath": "/opt/ml/checkpoints/",
    "TrainingJobDefinitions.*.EnableNetworkIsolation": False,
    "TrainingJobDefinitions.*.EnableInterContainerTrafficEncryption": False,
    "TrainingJobDefinitions.*.EnableManagedSpotTraining": False,
}
"""Path in the expanded form -> what the service takes when a request leaves the member out.

Source: the members' documentation in botocore's service model.
"""


def request_of(answer: Mapping[str, Any], tags: Iterable[Mapping[str, str]] = ()) -> dict[str, Any]:
    """Return the request, its name included, in the form that the job was made in.

    Args:
        answer: DescribeHyperParameterTuningJob's, as boto3 gives it.
        tags: ListTags' of the job's ARN.
    """
    members = dict.fromkeys(path.partition(".")[0] for path in shapes.leaves())
    request = {name: deepcopy(answer[name]) for name in members if answer.get(name)}
    expanded = canonical.expand(request)
    for definition in expanded.get("TrainingJobDefinitions", ()):
        _take_out(definition)
    result = without_defaults(expanded)
    kept = [dict(tag) for tag in tags if not tag["Key"].startswith("aws:")]
    if kept:
        result["Tags"] = kept
    is_singular = "TrainingJobDefinition" in request
    return without_submission(canonical.collapse(result) if is_singular else result)


def without_submission(request: Mapping[str, Any]) -> dict[str, Any]:
    """Return the request without the console's own tag; the argument stays as it is."""
    result = deepcopy(dict(request))
    tags = [tag for tag in result.pop("Tags", ()) if tag.get("Key") != SUBMISSION_TAG]
    return result | ({"Tags": tags} if tags else {})


def without_defaults(expanded: Mapping[str, Any]) -> dict[str, Any]:
    """Return the expanded request without the members that hold what the service takes anyway."""
    return dict(_without_defaults(expanded, ""))


def _without_defaults(value: Any, path: str) -> Any:
    if isinstance(value, list):
        return [_without_defaults(item, f"{path}.*") for item in value]
    if not isinstance(value, Mapping):
        return value
    result = {}
    for name, item in value.items():
        here = f"{path}.{name}" if path else name
        kept = _without_defaults(item, here)
        if kept is not None and not (here in DEFAULTS and kept == DEFAULTS[here]):
            result[name] = kept
    return result


def _take_out(definition: dict[str, Any]) -> None:
    definition.get("StaticHyperParameters", {}).pop(OBJECTIVE_HYPERPARAMETER, None)
    algorithm = definition.get("AlgorithmSpecification", {})
    if algorithm.get("AlgorithmName"):
        algorithm.pop("TrainingImage", None)
        algorithm.pop("MetricDefinitions", None)
    elif metrics := algorithm.get("MetricDefinitions"):
        objective = definition.get("TuningObjective", {}).get("MetricName")
        if {**metrics[-1], "Name": objective} in metrics[:-1]:
            _take_out_copy(metrics)
    for name in ("SelectedInstanceType", "SelectedInstanceCount"):
        definition.get("ResourceConfig", {}).pop(name, None)
    own = definition.get("HyperParameterTuningResourceConfig", {})
    if "ResourceConfig" in definition and own:
        has_configs = "InstanceConfigs" in own or "AllocationStrategy" in own
        del definition["ResourceConfig" if has_configs else "HyperParameterTuningResourceConfig"]


def _take_out_copy(metrics: list[dict[str, Any]]) -> None:
    if metrics[-1].get("Name") == OBJECTIVE_METRIC:
        del metrics[-1]
