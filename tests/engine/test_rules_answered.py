"""Rules of resources, spot and channels as boto3 hears them from the engine."""

from typing import Any

import pytest

from tests.engine.calls import LIMITS, Calls, channel, refused
from tests.engine.stack import BUCKET

D = "TrainingJobDefinition"
RESOURCES = f"{D}.ResourceConfig"
STOP = f"{D}.StoppingCondition"
GROUPS = [
    {"InstanceGroupName": name, "InstanceType": "ml.m5.large", "InstanceCount": 1} for name in "ab"
]


@pytest.fixture(scope="module")
def algorithm(calls: Calls) -> str:
    return calls.algorithm()


@pytest.mark.parametrize(
    ("changes", "code", "message"),
    [
        pytest.param(
            {f"{STOP}.MaxWaitTimeInSeconds": 60},
            "ValidationException",
            "Invalid MaxWaitTimeInSeconds. It is only supported when EnableManagedSpotTraining is"
            " set to true",
            id="P8",
        ),
        pytest.param(
            {f"{D}.EnableManagedSpotTraining": True, f"{STOP}.MaxWaitTimeInSeconds": 59},
            "ValidationException",
            "MaxWaitTimeInSeconds must be equal to or greater than MaxRuntimeInSeconds.",
            id="P9",
        ),
        pytest.param(
            {f"{RESOURCES}.InstanceGroups": GROUPS[:1]},
            "ValidationException",
            "InstanceType is not supported when InstanceGroups is specified.",
            id="P6, beside a type",
        ),
        pytest.param(
            {RESOURCES: {"VolumeSizeInGB": 1, "InstanceGroups": [GROUPS[0], GROUPS[0]]}},
            "ValidationException",
            "Distributed training is not supported by",
            id="P2, by groups",
        ),
        pytest.param(
            {f"{RESOURCES}.VolumeSizeInGB": 0},
            "ValidationException",
            "VolumeSizeInGB must be at least 1.",
            id="P3",
        ),
        pytest.param(
            {f"{D}.InputDataConfig": [channel(f"s3://{BUCKET}/", RecordWrapperType="RecordIO")]},
            "ValidationException",
            "Channel training: RecordWrapperType RecordIO is supported only in Pipe input mode.",
            id="C6",
        ),
        pytest.param(
            {f"{STOP}.MaxRuntimeInSeconds": 10**9, f"{LIMITS}.MaxNumberOfTrainingJobs": 751},
            "ValidationException",
            "MaxRuntimeInSeconds [1000000000] must not exceed 2419200.",
            id="L6, before a quota",
        ),
    ],
)
def test_a_rule_of_resources_is_answered_in_its_words(
    calls: Calls, algorithm: str, changes: dict[str, Any], code: str, message: str
) -> None:
    request = calls.request(algorithm, changes)
    found = refused(calls.sagemaker.create_hyper_parameter_tuning_job, **request)
    assert found[0] == code
    assert found[1].startswith(message), found[1]


def test_a_warning_refuses_nothing(calls: Calls, algorithm: str) -> None:
    name = calls.tune(algorithm, {f"{STOP}.MaxPendingTimeInSeconds": 1800})
    assert calls.ended(name)["HyperParameterTuningJobStatus"] == "Completed"
