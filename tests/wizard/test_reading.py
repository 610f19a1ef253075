"""Requests to answers and back: what any page holds is read again."""

from typing import Any

import pytest

from tests.wizard.conftest import ARN, description
from tuningconsole.spec import canonical
from tuningconsole.wizard.reading import read, unread
from tuningconsole.wizard.request import build

ALGORITHMS = {ARN: description()}


def full(**members: Any) -> dict[str, Any]:
    return {
        "AlgorithmSpecification": {"AlgorithmName": ARN, "TrainingInputMode": "File"},
        "RoleArn": "arn:aws:iam::111122223333:role/r",
        "TuningObjective": {"Type": "Maximize", "MetricName": "validation:accuracy"},
        "HyperParameterRanges": {
            "IntegerParameterRanges": [
                {"Name": "max_leaf_nodes", "MinValue": "2", "MaxValue": "9", "ScalingType": "Auto"}
            ]
        },
        "StaticHyperParameters": {"criterion": "gini"},
        "StoppingCondition": {},
        **members,
    }


S3 = {"S3DataType": "S3Prefix", "S3Uri": "s3://b/k"}
CASES: dict[str, dict[str, Any]] = {
    "plain": full(),
    "own image": full(
        AlgorithmSpecification={
            "TrainingImage": "123456789012.dkr.ecr.us-east-2.amazonaws.com/i:1",
            "TrainingInputMode": "Pipe",
            "MetricDefinitions": [{"Name": "m", "Regex": "m=(.*)"}, {"Name": "n", "Regex": "n"}],
        },
        HyperParameterRanges={
            "ContinuousParameterRanges": [{"Name": "x", "MinValue": "0.10", "MaxValue": "1e1"}],
            "CategoricalParameterRanges": [{"Name": "c", "Values": ["a", "b c"]}],
        },
        StaticHyperParameters={"seed": "1"},
    ),
    "undeclared hyperparameter": full(StaticHyperParameters={"criterion": "gini", "other": "1"}),
    "autotune": full(
        HyperParameterRanges={"AutoParameters": [{"Name": "alpha", "ValueHint": "0.1"}]}
    ),
    "channels": full(
        InputDataConfig=[
            {
                "ChannelName": "training",
                "DataSource": {
                    "S3DataSource": {
                        **S3,
                        "S3DataType": "AugmentedManifestFile",
                        "AttributeNames": ["a", "b"],
                        "InstanceGroupNames": ["g"],
                        "ModelAccessConfig": {"AcceptEula": True},
                    }
                },
                "InputMode": "Pipe",
                "RecordWrapperType": "RecordIO",
                "ShuffleConfig": {"Seed": 7},
            },
            {
                "ChannelName": "validation",
                "DataSource": {
                    "FileSystemDataSource": {
                        "FileSystemId": "fs-0123456789a",
                        "FileSystemAccessMode": "ro",
                        "FileSystemType": "EFS",
                        "DirectoryPath": "/data",
                    }
                },
            },
        ]
    ),
    "resources": full(
        ResourceConfig={
            "InstanceGroups": [
                {"InstanceType": "ml.m5.large", "InstanceCount": 1, "InstanceGroupName": "g"}
            ],
            "VolumeSizeInGB": 10,
        }
    ),
    "resources as the SDK sends them": full(
        HyperParameterTuningResourceConfig={
            "InstanceType": "ml.m5.large",
            "InstanceCount": 2,
            "VolumeSizeInGB": 30,
        }
    ),
    "resources by allocation strategy": full(
        HyperParameterTuningResourceConfig={
            "AllocationStrategy": "Prioritized",
            "InstanceConfigs": [
                {"InstanceType": "ml.m5.large", "InstanceCount": 1, "VolumeSizeInGB": 1},
                {"InstanceType": "ml.m5.xlarge", "InstanceCount": 2, "VolumeSizeInGB": 3},
            ],
        }
    ),
    "spot": full(
        EnableManagedSpotTraining=True,
        StoppingCondition={"MaxRuntimeInSeconds": 3600, "MaxWaitTimeInSeconds": 90_000},
        CheckpointConfig={"S3Uri": "s3://b/c"},
        RetryStrategy={"MaximumRetryAttempts": 3},
    ),
    "environment and network": full(
        Environment={"A": "1", "B": ""},
        EnableNetworkIsolation=False,
        EnableInterContainerTrafficEncryption=True,
        VpcConfig={"Subnets": ["subnet-1"], "SecurityGroupIds": ["sg-1", "sg-2"]},
    ),
}


def job(definition: dict[str, Any]) -> dict[str, Any]:
    return {
        "HyperParameterTuningJobName": "j",
        "HyperParameterTuningJobConfig": {
            "Strategy": "Hyperband",
            "StrategyConfig": {"HyperbandStrategyConfig": {"MinResource": 1, "MaxResource": 81}},
            "ResourceLimits": {"MaxParallelTrainingJobs": 2, "MaxRuntimeInSeconds": 7200},
            "TuningJobCompletionCriteria": {
                "TargetObjectiveMetricValue": 0.95,
                "BestObjectiveNotImproving": {"MaxNumberOfTrainingJobsNotImproving": 5},
                "ConvergenceDetected": {"CompleteOnConvergence": "Enabled"},
            },
            "RandomSeed": 0,
        },
        "Autotune": {"Mode": "Enabled"},
        "Tags": [{"Key": "k", "Value": ""}],
        "TrainingJobDefinitions": [definition],
    }


@pytest.mark.parametrize("definition", CASES.values(), ids=CASES)
def test_a_request_is_the_same_after_it_was_a_draft(definition: dict[str, Any]) -> None:
    request = job(definition)
    assert build(read(request, ALGORITHMS), ALGORITHMS).request == request


def test_a_request_with_all_kinds_of_definitions_is_the_same_after_it_was_a_draft() -> None:
    names = [f"definition-{number}" for number in range(10)]
    definitions = [
        {"DefinitionName": name, **definition}
        for name, definition in zip(names, CASES.values(), strict=False)
    ]
    request = {**job(full()), "TrainingJobDefinitions": definitions}
    assert build(read(request, ALGORITHMS), ALGORITHMS).request == request


def test_the_singular_form_is_read_as_the_plural_one() -> None:
    request = job(full())
    singular = canonical.collapse(request)
    assert "TrainingJobDefinition" in singular
    assert read(singular, ALGORITHMS) == read(request, ALGORITHMS)


def test_what_no_page_has_is_named() -> None:
    request = job(full(ResourceConfig={"InstanceType": "ml.m5.large", "InstanceCount": 1}))
    kept = {**request["TrainingJobDefinitions"][0]["ResourceConfig"]}
    request["TrainingJobDefinitions"][0]["ResourceConfig"] = {
        **kept,
        "KeepAlivePeriodInSeconds": 60,
    }
    again = build(read(request, ALGORITHMS), ALGORITHMS).request
    assert unread(request, again) == [
        "TrainingJobDefinitions.0.ResourceConfig.KeepAlivePeriodInSeconds"
    ]
