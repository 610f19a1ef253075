"""Requests of the API on the sample data: the tuning job of the guide's lines, and others."""

from typing import Any

SUBSCRIBED = "arn:aws:sagemaker:us-east-2:764419575721:algorithm/scikit-decision-trees-1542410022"


def channel(bucket: str, prefix: str = "samples/iris") -> dict[str, Any]:
    """Return the channel training, whose data is below a prefix of the bucket."""
    source = {
        "S3DataType": "S3Prefix",
        "S3Uri": f"s3://{bucket}/{prefix}",
        "S3DataDistributionType": "FullyReplicated",
    }
    return {"ChannelName": "training", "DataSource": {"S3DataSource": source}}


def training_job(
    name: str, algorithm: str, *, role: str, bucket: str, prefix: str = "samples/iris"
) -> dict[str, Any]:
    """Return the request for a training job of one of the account's own algorithms."""
    return {"TrainingJobName": name, **_training(algorithm, role, channel(bucket, prefix), bucket)}


def tuning_job(name: str, algorithm: str, *, role: str, bucket: str) -> dict[str, Any]:
    """Return the request for an algorithm given by name or by ARN, on the sample data."""
    bounds = {
        "Name": "max_leaf_nodes",
        "MinValue": "2",
        "MaxValue": "50",
        "ScalingType": "Auto",
    }
    # AWS Marketplace's algorithms are refused without it; of others, its absence is the default.
    isolation = {"EnableNetworkIsolation": True} if algorithm == SUBSCRIBED else {}
    return {
        "HyperParameterTuningJobName": name,
        "HyperParameterTuningJobConfig": {
            "Strategy": "Bayesian",
            "HyperParameterTuningJobObjective": {
                "Type": "Maximize",
                "MetricName": "validation:accuracy",
            },
            "ResourceLimits": {"MaxNumberOfTrainingJobs": 2, "MaxParallelTrainingJobs": 2},
            "ParameterRanges": {"IntegerParameterRanges": [bounds]},
        },
        "TrainingJobDefinition": {
            **isolation,
            **_training(algorithm, role, channel(bucket), bucket),
            "StaticHyperParameters": {"criterion": "entropy"},
        },
    }


def _training(algorithm: str, role: str, data: dict[str, Any], bucket: str) -> dict[str, Any]:
    """Return what a training job's request and a tuning job's definition share."""
    return {
        "AlgorithmSpecification": {"AlgorithmName": algorithm, "TrainingInputMode": "File"},
        "RoleArn": role,
        "InputDataConfig": [data],
        "OutputDataConfig": {"S3OutputPath": f"s3://{bucket}/"},
        "ResourceConfig": {
            "InstanceType": "ml.c4.xlarge",
            "InstanceCount": 1,
            "VolumeSizeInGB": 30,
        },
        "StoppingCondition": {"MaxRuntimeInSeconds": 86400},
    }
