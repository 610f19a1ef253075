"""Ways to break the rules of instances: which, how many, with what storage."""

from typing import Any

from tests.spec.requests import ABSENT
from tests.spec.rule_cases.case import LIMITS, QUOTA_END, Case, D
from tuningconsole.spec.limits import Limits

R = f"{D}.ResourceConfig"
T = f"{D}.HyperParameterTuningResourceConfig"
UNKNOWN: dict[str, Any] = {"algorithms": {}}
QUOTA = "ml.m5.large for training job usage"
SPOT_QUOTA = "ml.m5.large for spot training job usage"
LIST = {"InstanceType": "ml.m5.xlarge", "InstanceCount": 1, "VolumeSizeInGB": 1}


def group(name: str) -> dict[str, Any]:
    return {"InstanceGroupName": name, "InstanceType": "ml.m5.large", "InstanceCount": 1}


def preferences(*counts: int | None) -> list[dict[str, Any]]:
    kinds = ("ml.m5.large", "ml.c5.xlarge")
    return [
        {"InstanceType": kind} | ({} if count is None else {"InstanceCount": count})
        for kind, count in zip(kinds, counts, strict=False)
    ]


def exceeded(quota: str, limit: int, asked: int) -> str:
    return (
        f"The account-level service limit '{quota}' is {limit} Instances, with current utilization"
        f" of 0 Instances and a request delta of {asked} Instances."
    ) + QUOTA_END


CASES = [
    Case(
        "volume_size",
        {f"{R}.VolumeSizeInGB": ABSENT},
        f"{R}.VolumeSizeInGB",
        "VolumeSizeInGB is required for instance type ml.m5.large.",
    ),
    Case(
        "volume_size",
        {f"{R}.VolumeSizeInGB": 0},
        f"{R}.VolumeSizeInGB",
        "VolumeSizeInGB must be at least 1.",
    ),
    Case(
        "volume_size",
        {R: ABSENT, T: {"InstanceType": "ml.c5.xlarge", "InstanceCount": 1}},
        f"{T}.VolumeSizeInGB",
        "VolumeSizeInGB is required for instance type ml.c5.xlarge.",
    ),
    Case(
        "volume_size",
        {R: {"InstanceGroups": [group("a")]}},
        f"{R}.VolumeSizeInGB",
        "VolumeSizeInGB is required for instance type ml.m5.large.",
    ),
    Case(
        "volume_key",
        {R: {"InstanceType": "ml.g5.xlarge", "InstanceCount": 1, "VolumeKmsKeyId": "k"}},
        f"{R}.VolumeKmsKeyId",
        "VolumeKmsKeyId is not supported for instance type ml.g5.xlarge, which has local storage.",
        UNKNOWN,
    ),
    Case(
        "volume_key",
        {R: {"InstanceType": "ml.p6e-gb200.36xlarge", "InstanceCount": 1, "VolumeKmsKeyId": "k"}},
        f"{R}.VolumeKmsKeyId",
        (
            "VolumeKmsKeyId is not supported for instance type ml.p6e-gb200.36xlarge, which has"
            " local storage."
        ),
        UNKNOWN,
        severity="warning",
    ),
    Case(
        "instance_configs",
        {R: ABSENT, T: {"VolumeSizeInGB": 1, "InstanceConfigs": [LIST]}},
        f"{T}.VolumeSizeInGB",
        "VolumeSizeInGB is not supported when InstanceConfigs is specified.",
    ),
    Case(
        "instance_configs",
        {R: ABSENT, T: {**LIST, "AllocationStrategy": "Prioritized"}},
        f"{T}.AllocationStrategy",
        "AllocationStrategy has no effect without InstanceConfigs.",
        severity="warning",
    ),
    Case(
        "instance_configs",
        {R: ABSENT, T: {"InstanceConfigs": [LIST, {**LIST, "InstanceType": "ml.g5.xlarge"}]}},
        f"{T}.InstanceConfigs.1.InstanceType",
        (
            "InstanceType ml.g5.xlarge is not one of ml.m5.xlarge, ml.m5.2xlarge, ml.m5.4xlarge,"
            " ml.c5.xlarge, ml.c5.2xlarge."
        ),
        severity="warning",
    ),
    Case(
        "keep_alive",
        {f"{R}.KeepAlivePeriodInSeconds": 60},
        f"{R}.KeepAlivePeriodInSeconds",
        "KeepAlivePeriodInSeconds is not supported for hyperparameter tuning jobs.",
    ),
    Case(
        "instance_groups",
        {f"{R}.InstanceGroups": [group("a")]},
        f"{R}.InstanceType",
        "InstanceType is not supported when InstanceGroups is specified.",
    ),
    Case(
        "instance_groups",
        {f"{R}.InstanceGroups": [group("a")]},
        f"{R}.InstanceCount",
        "InstanceCount is not supported when InstanceGroups is specified.",
    ),
    Case(
        "distributed_training",
        {R: {"VolumeSizeInGB": 1, "InstanceGroups": [group("a"), group("b")]}},
        f"{R}.InstanceGroups.1",
        "Distributed training is not supported by trees. Please set instance_count=1",
    ),
    Case(
        "instance_preferences",
        {f"{R}.InstancePreferences": preferences(None)},
        f"{R}.InstanceType",
        "InstanceType is not supported when InstancePreferences is specified.",
    ),
    Case(
        "instance_preferences",
        {R: {"VolumeSizeInGB": 1, "InstanceCount": 1, "InstancePreferences": preferences(None)}}
        | {f"{R}.InstancePlacementConfig": {"EnableMultipleJobs": False}},
        f"{R}.InstancePlacementConfig",
        "InstancePlacementConfig is not supported when InstancePreferences is specified.",
    ),
    Case(
        "instance_preferences",
        {R: {"VolumeSizeInGB": 1, "InstancePreferences": preferences(1, 1)}}
        | {f"{D}.EnableManagedSpotTraining": True},
        f"{D}.EnableManagedSpotTraining",
        "EnableManagedSpotTraining is not supported when InstancePreferences is specified.",
    ),
    Case(
        "instance_preferences",
        {R: {"VolumeSizeInGB": 1, "InstancePreferences": preferences(1) * 2}},
        f"{R}.InstancePreferences.1.InstanceType",
        "Duplicate instance type in InstancePreferences: ml.m5.large.",
    ),
    Case(
        "instance_preferences",
        {
            R: {
                "VolumeSizeInGB": 1,
                "TrainingPlanArn": "arn:a",
                "InstancePreferences": [{**preferences(1)[0], "TrainingPlanArns": ["arn:b"]}],
            }
        },
        f"{R}.TrainingPlanArn",
        (
            "TrainingPlanArn is not supported when TrainingPlanArns is specified in"
            " InstancePreferences."
        ),
    ),
    Case(
        "preferred_counts",
        {R: {"VolumeSizeInGB": 1, "InstanceCount": 1, "InstancePreferences": preferences(1, None)}},
        f"{R}.InstanceCount",
        (
            "Specify InstanceCount either in ResourceConfig or in every instance preference, but"
            " not both."
        ),
    ),
    Case(
        "resources_are_given",
        {R: {"VolumeSizeInGB": 1, "InstancePreferences": preferences(1, None)}},
        f"{R}.InstancePreferences.1.InstanceCount",
        "InstanceCount must be at least 1.",
    ),
    Case(
        "instance_type",
        {R: {"InstancePreferences": [{"InstanceType": "ml.g5.xlarge", "InstanceCount": 1}]}},
        f"{R}.InstancePreferences.0.InstanceType",
        (
            "Invalid instance_type: ml.g5.xlarge. trees supports the following instance types:"
            " ml.m5.large, ml.c5.xlarge"
        ),
    ),
    Case(
        "selected_instance",
        {f"{R}.SelectedInstanceType": "ml.m5.large"},
        f"{R}.SelectedInstanceType",
        "SelectedInstanceType is read-only and is not accepted in requests.",
    ),
    Case(
        "placement",
        {f"{R}.InstancePlacementConfig": {"PlacementSpecifications": [{"InstanceCount": 0}]}},
        f"{R}.InstancePlacementConfig.PlacementSpecifications.0.InstanceCount",
        "InstanceCount of a placement specification must be at least 1.",
    ),
    Case(
        "instance_quota",
        {f"{LIMITS}.MaxParallelTrainingJobs": 3},
        f"{R}.InstanceType",
        exceeded(QUOTA, 2, 3),
        {"limits": Limits(instances={QUOTA: 2})},
        "ResourceLimitExceeded",
    ),
    Case(
        "instance_quota",
        {
            R: {"VolumeSizeInGB": 1, "InstanceGroups": [group("a"), group("b")]},
            f"{LIMITS}.MaxParallelTrainingJobs": 2,
        },
        f"{R}.InstanceGroups.1.InstanceType",
        exceeded(QUOTA, 3, 4),
        {"limits": Limits(instances={QUOTA: 3}), **UNKNOWN},
        "ResourceLimitExceeded",
    ),
    Case(
        "instance_quota",
        {
            f"{D}.EnableManagedSpotTraining": True,
            f"{D}.StoppingCondition.MaxWaitTimeInSeconds": 60,
        },
        f"{R}.InstanceType",
        exceeded(SPOT_QUOTA, 0, 2),
        {"limits": Limits(instances={QUOTA: 5, SPOT_QUOTA: 0})},
        "ResourceLimitExceeded",
    ),
]
