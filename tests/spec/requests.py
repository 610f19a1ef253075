"""A tuning job request that keeps every rule, its algorithm, its parent; and changed copies."""

from copy import deepcopy
from typing import Any

from tuningconsole.spec import canonical

ARN = "arn:aws:sagemaker:us-east-2:111122223333:algorithm/trees"
ABSENT = object()
"""As a value: the member is taken out."""


def hyperparameter(name: str, kind: str, **members: Any) -> dict[str, Any]:
    return {"Name": name, "Type": kind, "IsTunable": True, "IsRequired": False} | members


def bounds(kind: str, low: str, high: str) -> dict[str, Any]:
    return {f"{kind}ParameterRangeSpecification": {"MinValue": low, "MaxValue": high}}


ALGORITHM: dict[str, Any] = {
    "AlgorithmName": "trees",
    "AlgorithmArn": ARN,
    "TrainingSpecification": {
        "SupportedHyperParameters": [
            hyperparameter(
                "leaves", "Integer", Range=bounds("Integer", "1", "1000"), IsRequired=True
            ),
            hyperparameter("rate", "Continuous", Range=bounds("Continuous", "-1", "1.5")),
            hyperparameter("depth", "Integer", DefaultValue="3", IsRequired=True),
            hyperparameter(
                "criterion",
                "Categorical",
                Range={"CategoricalParameterRangeSpecification": {"Values": ["gini", "entropy"]}},
            ),
            hyperparameter("note", "FreeText"),
            hyperparameter("seed", "Integer", IsTunable=False),
        ],
        "SupportedTrainingInstanceTypes": ["ml.m5.large", "ml.c5.xlarge"],
        "SupportsDistributedTraining": False,
        "TrainingChannels": [
            {
                "Name": "training",
                "IsRequired": True,
                "SupportedContentTypes": ["text/csv"],
                "SupportedCompressionTypes": ["None"],
                "SupportedInputModes": ["File"],
            },
            {"Name": "validation", "IsRequired": False, "SupportedInputModes": ["File", "Pipe"]},
        ],
        "SupportedTuningJobObjectiveMetrics": [
            {"MetricName": "validation:accuracy", "Type": "Maximize"},
            {"MetricName": "validation:loss", "Type": "Minimize"},
        ],
    },
}

REQUEST: dict[str, Any] = {
    "HyperParameterTuningJobName": "trees",
    "HyperParameterTuningJobConfig": {
        "Strategy": "Bayesian",
        "ResourceLimits": {"MaxNumberOfTrainingJobs": 6, "MaxParallelTrainingJobs": 2},
        "HyperParameterTuningJobObjective": {
            "Type": "Maximize",
            "MetricName": "validation:accuracy",
        },
        "ParameterRanges": {
            "IntegerParameterRanges": [{"Name": "leaves", "MinValue": "2", "MaxValue": "100"}],
            "ContinuousParameterRanges": [{"Name": "rate", "MinValue": "0.1", "MaxValue": "0.9"}],
            "CategoricalParameterRanges": [{"Name": "criterion", "Values": ["gini", "entropy"]}],
        },
    },
    "TrainingJobDefinition": {
        "StaticHyperParameters": {"note": "any text", "seed": "1"},
        "AlgorithmSpecification": {"AlgorithmName": "trees", "TrainingInputMode": "File"},
        "RoleArn": "arn:aws:iam::111122223333:role/r",
        "InputDataConfig": [
            {
                "ChannelName": "training",
                "ContentType": "text/csv",
                "CompressionType": "None",
                "DataSource": {
                    "S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": "s3://bucket/iris"}
                },
            }
        ],
        "OutputDataConfig": {"S3OutputPath": "s3://bucket/out"},
        "ResourceConfig": {"InstanceType": "ml.m5.large", "InstanceCount": 1, "VolumeSizeInGB": 5},
        "StoppingCondition": {"MaxRuntimeInSeconds": 60},
    },
    "Tags": [{"Key": "team", "Value": ""}],
}

PARENT: dict[str, Any] = {
    "HyperParameterTuningJobName": "parent",
    "HyperParameterTuningJobStatus": "Completed",
    "HyperParameterTuningJobConfig": REQUEST["HyperParameterTuningJobConfig"],
    "TrainingJobDefinition": {
        "StaticHyperParameters": {
            "note": "other",
            "seed": "2",
            "depth": "3",
            "_tuning_objective_metric": "validation:accuracy",
        }
    },
    "TrainingJobStatusCounters": {"Completed": 10, "Stopped": 2, "NonRetryableError": 1},
}


def changed(document: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    """Return a copy with the values put at the dotted paths; `ABSENT` takes a member out."""
    result = deepcopy(document)
    for path, value in changes.items():
        *parents, last = path.split(".")
        here: Any = result
        for part in parents:
            here = here[int(part)] if isinstance(here, list) else here.setdefault(part, {})
        if value is ABSENT:
            del here[last]
        elif isinstance(here, list):
            here[int(last) :] = [value]
        else:
            here[last] = value
    return result


def expanded(**changes: Any) -> dict[str, Any]:
    """Return the valid request in its expanded form, changed."""
    return changed(canonical.expand(REQUEST), changes)
