"""Requests that version 2 of the SDK can express whole, each under its own name."""

from typing import Any

from tests.export.requests import HOSTILE
from tests.spec.requests import ABSENT, ARN, REQUEST, changed
from tuningconsole.spec import canonical

CONFIG = "HyperParameterTuningJobConfig"
DEFINITION = "TrainingJobDefinition"
SPECIFICATION = f"{DEFINITION}.AlgorithmSpecification"
RANGES = f"{CONFIG}.ParameterRanges"
S3 = "DataSource.S3DataSource"
IMAGE: dict[str, Any] = {
    f"{SPECIFICATION}.AlgorithmName": ABSENT,
    f"{SPECIFICATION}.TrainingImage": "111122223333.dkr.ecr.us-east-2.amazonaws.com/trees:1",
    f"{SPECIFICATION}.MetricDefinitions": [
        {"Name": "validation:accuracy", "Regex": "accuracy=(.*)"}
    ],
}
SHARED: dict[str, Any] = {
    f"{DEFINITION}.CheckpointConfig": {"S3Uri": "s3://bucket/c", "LocalPath": "/c"},
    f"{DEFINITION}.Environment": {"A": "1"},
    f"{DEFINITION}.RetryStrategy.MaximumRetryAttempts": 3,
    f"{DEFINITION}.EnableManagedSpotTraining": True,
    f"{DEFINITION}.EnableInterContainerTrafficEncryption": True,
    f"{DEFINITION}.StoppingCondition.MaxWaitTimeInSeconds": 90,
    f"{DEFINITION}.VpcConfig": {"SecurityGroupIds": ["sg-1"], "Subnets": ["subnet-1", "subnet-2"]},
    f"{DEFINITION}.OutputDataConfig": {
        "S3OutputPath": "s3://bucket/out",
        "KmsKeyId": "alias/a",
        "CompressionType": "NONE",
    },
    f"{DEFINITION}.ResourceConfig.VolumeKmsKeyId": "alias/b",
}
CHANNELS: list[dict[str, Any]] = [
    {
        "ChannelName": "training",
        "ContentType": "application/x-recordio",
        "CompressionType": "Gzip",
        "RecordWrapperType": "RecordIO",
        "InputMode": "Pipe",
        "ShuffleConfig": {"Seed": 7},
        "DataSource": {
            "S3DataSource": {
                "S3DataType": "AugmentedManifestFile",
                "S3Uri": "s3://bucket/manifest",
                "S3DataDistributionType": "ShardedByS3Key",
                "AttributeNames": ["source", "label"],
                "InstanceGroupNames": ["group"],
                "HubAccessConfig": {"HubContentArn": "arn:aws:sagemaker:hub"},
                "ModelAccessConfig": {"AcceptEula": True},
            }
        },
    },
    {
        "ChannelName": "files",
        "ContentType": "text/csv",
        "DataSource": {
            "FileSystemDataSource": {
                "FileSystemId": "fs-01234567",
                "FileSystemType": "EFS",
                "DirectoryPath": "/data",
                "FileSystemAccessMode": "rw",
            }
        },
    },
]
SEVERAL = {
    "TrainingJobDefinitions": [
        {
            **canonical.expand(changed(REQUEST, changes))["TrainingJobDefinitions"][0],
            "DefinitionName": name,
        }
        for name, changes in {
            "of-algorithm": {},
            "with-image": IMAGE
            | {
                f"{DEFINITION}.ResourceConfig": ABSENT,
                f"{DEFINITION}.HyperParameterTuningResourceConfig.InstanceConfigs": [
                    {"InstanceType": "ml.m5.large", "InstanceCount": 2, "VolumeSizeInGB": 5},
                    {"InstanceType": "ml.c5.xlarge", "InstanceCount": 1, "VolumeSizeInGB": 6},
                ],
            },
        }.items()
    ],
    DEFINITION: ABSENT,
    f"{CONFIG}.HyperParameterTuningJobObjective": ABSENT,
    RANGES: ABSENT,
}
CATEGORIES = [
    {"Name": "criterion", "Values": ["gini", "entropy"]},
    {"Name": "splitter", "Values": ["best", "random", "none"]},
]
GRID: dict[str, Any] = {
    f"{CONFIG}.Strategy": "Grid",
    RANGES: {"CategoricalParameterRanges": CATEGORIES},
}
CASES: dict[str, dict[str, Any]] = {
    "of-algorithm": {},
    "of-algorithm-by-arn": {f"{SPECIFICATION}.AlgorithmName": ARN},
    "of-algorithm-advanced": SHARED | {f"{DEFINITION}.EnableNetworkIsolation": False},
    "with-image": IMAGE,
    "with-image-advanced": IMAGE
    | SHARED
    | {
        f"{DEFINITION}.EnableNetworkIsolation": True,
        f"{DEFINITION}.InputDataConfig": CHANNELS,
        f"{SPECIFICATION}.TrainingInputMode": "FastFile",
    },
    "with-image-and-no-data": IMAGE | {f"{DEFINITION}.InputDataConfig": ABSENT},
    "with-alternatives": {
        f"{DEFINITION}.ResourceConfig": ABSENT,
        f"{DEFINITION}.HyperParameterTuningResourceConfig": {
            "VolumeKmsKeyId": "alias/b",
            "InstanceConfigs": [
                {"InstanceType": "ml.m5.large", "InstanceCount": 1, "VolumeSizeInGB": 5},
                {"InstanceType": "ml.c5.xlarge", "InstanceCount": 1, "VolumeSizeInGB": 6},
            ],
        },
    },
    "with-all-of-the-job": IMAGE
    | {
        f"{CONFIG}.Strategy": "Hyperband",
        f"{CONFIG}.RandomSeed": 0,
        f"{CONFIG}.StrategyConfig.HyperbandStrategyConfig": {"MinResource": 1, "MaxResource": 9},
        f"{CONFIG}.TrainingJobEarlyStoppingType": "Off",
        f"{CONFIG}.ResourceLimits.MaxRuntimeInSeconds": 3600,
        f"{CONFIG}.TuningJobCompletionCriteria": {
            "TargetObjectiveMetricValue": 0.95,
            "BestObjectiveNotImproving": {"MaxNumberOfTrainingJobsNotImproving": 5},
            "ConvergenceDetected": {"CompleteOnConvergence": "Disabled"},
        },
        "WarmStartConfig": {
            "WarmStartType": "IdenticalDataAndAlgorithm",
            "ParentHyperParameterTuningJobs": [
                {"HyperParameterTuningJobName": "a"},
                {"HyperParameterTuningJobName": "b"},
            ],
        },
    },
    "with-other-numbers": {
        f"{DEFINITION}.StaticHyperParameters": {"seed": "007", "depth": "3", "note": "1e3"},
        f"{RANGES}.IntegerParameterRanges": [
            {"Name": "leaves", "MinValue": "02", "MaxValue": "1000", "ScalingType": "Logarithmic"}
        ],
        f"{RANGES}.ContinuousParameterRanges": [
            {"Name": "rate", "MinValue": "1e-4", "MaxValue": "1", "ScalingType": "Linear"}
        ],
    },
    "with-grid": IMAGE | GRID | {f"{CONFIG}.ResourceLimits.MaxNumberOfTrainingJobs": 6},
    "with-autotune": IMAGE
    | {
        "Autotune": {"Mode": "Enabled"},
        f"{RANGES}.AutoParameters": [{"Name": "momentum", "ValueHint": "0.9"}],
    },
    "with-several": SEVERAL,
    "with-hostile-texts": IMAGE
    | {
        f"{DEFINITION}.StaticHyperParameters": {HOSTILE: HOSTILE},
        f"{DEFINITION}.Environment": {"A": HOSTILE},
        f"{SPECIFICATION}.MetricDefinitions": [{"Name": HOSTILE, "Regex": HOSTILE}],
        f"{CONFIG}.HyperParameterTuningJobObjective.MetricName": HOSTILE,
        f"{RANGES}.CategoricalParameterRanges": [{"Name": HOSTILE[1:], "Values": [HOSTILE]}],
        "Tags": [{"Key": HOSTILE, "Value": HOSTILE}],
    },
}


def request(name: str) -> dict[str, Any]:
    """Return the request of a case."""
    return changed(REQUEST, CASES[name] | {"HyperParameterTuningJobName": name})
