"""The tuning job of the guide's lines, as a request of the API."""

from typing import Any

SUBSCRIBED = "arn:aws:sagemaker:us-east-2:764419575721:algorithm/scikit-decision-trees-1542410022"


def tuning_job(name: str, algorithm: str, *, role: str, bucket: str) -> dict[str, Any]:
    """Return the request for an algorithm given by name or by ARN, on the sample data."""
    bounds = {
        "Name": "max_leaf_nodes",
        "MinValue": "2",
        "MaxValue": "50",
        "ScalingType": "Auto",
    }
    source = {
        "S3DataType": "S3Prefix",
        "S3Uri": f"s3://{bucket}/samples/iris",
        "S3DataDistributionType": "FullyReplicated",
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
            "AlgorithmSpecification": {"AlgorithmName": algorithm, "TrainingInputMode": "File"},
            "StaticHyperParameters": {"criterion": "entropy"},
            "RoleArn": role,
            "InputDataConfig": [
                {"ChannelName": "training", "DataSource": {"S3DataSource": source}}
            ],
            "OutputDataConfig": {"S3OutputPath": f"s3://{bucket}/"},
            "ResourceConfig": {
                "InstanceType": "ml.c4.xlarge",
                "InstanceCount": 1,
                "VolumeSizeInGB": 30,
            },
            "StoppingCondition": {"MaxRuntimeInSeconds": 86400},
        },
    }
