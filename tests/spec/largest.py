"""The largest request that SageMaker takes, and the algorithms that it names."""

from typing import Any

from tests.spec.requests import bounds, hyperparameter

DEFINITIONS, RANGES_A_KIND, HYPERPARAMETERS, CHANNELS = 10, 10, 100, 20
ENVIRONMENT, METRICS, TAGS, VALUES = 48, 40, 50, 30
INTEGERS = [f"integer{number}" for number in range(RANGES_A_KIND)]
CONTINUOUS = [f"continuous{number}" for number in range(RANGES_A_KIND)]
CATEGORICAL = [f"categorical{number}" for number in range(RANGES_A_KIND)]
TUNED = [*INTEGERS, *CONTINUOUS, *CATEGORICAL]
STATIC = [f"static{number}" for number in range(HYPERPARAMETERS - len(TUNED) - 1)]
"""One of the hundred is the service's own."""
CHOICES = [f"value{number}" for number in range(VALUES)]


def declared() -> list[dict[str, Any]]:
    """Return the hyperparameters of each algorithm; one of the hundred the request leaves out."""
    whole = {"Range": bounds("Integer", "1", "1000"), "IsRequired": True}
    real = {"Range": bounds("Continuous", "1e-9", "1.0")}
    choice = {"Range": {"CategoricalParameterRangeSpecification": {"Values": CHOICES}}}
    return [
        *(hyperparameter(name, "Integer", **whole) for name in [*INTEGERS, *STATIC]),
        *(hyperparameter(name, "Continuous", **real) for name in CONTINUOUS),
        *(hyperparameter(name, "Categorical", **choice) for name in CATEGORICAL),
        hyperparameter("left out", "FreeText", DefaultValue=""),
    ]


def algorithm(name: str) -> dict[str, Any]:
    """Return DescribeAlgorithm's answer."""
    return {
        "AlgorithmName": name,
        "AlgorithmArn": f"arn:aws:sagemaker:us-east-2:111122223333:algorithm/{name}",
        "TrainingSpecification": {
            "SupportedHyperParameters": declared(),
            "SupportedTrainingInstanceTypes": ["ml.m5.large"],
            "SupportsDistributedTraining": True,
            "TrainingChannels": [
                {
                    "Name": f"channel{number}",
                    "IsRequired": True,
                    "SupportedContentTypes": ["text/csv"],
                    "SupportedInputModes": ["File"],
                }
                for number in range(CHANNELS)
            ],
            "SupportedTuningJobObjectiveMetrics": [{"MetricName": "metric0", "Type": "Maximize"}],
        },
    }


def definition(number: int) -> dict[str, Any]:
    """Return one of the definitions; the environment of all together is in the first."""
    given = ENVIRONMENT if number == 0 else 0
    return {
        "DefinitionName": f"definition{number}",
        "TuningObjective": {"MetricName": "metric0", "Type": "Maximize"},
        "HyperParameterRanges": {
            "IntegerParameterRanges": [
                {"Name": name, "MinValue": "1", "MaxValue": "1000", "ScalingType": "Logarithmic"}
                for name in INTEGERS
            ],
            "ContinuousParameterRanges": [
                {"Name": name, "MinValue": "1e-9", "MaxValue": "0.5", "ScalingType": "Logarithmic"}
                for name in CONTINUOUS
            ],
            "CategoricalParameterRanges": [
                {"Name": name, "Values": [*CHOICES]} for name in CATEGORICAL
            ],
        },
        "StaticHyperParameters": dict.fromkeys(STATIC, "7"),
        "AlgorithmSpecification": {
            "AlgorithmName": f"algorithm{number}",
            "TrainingInputMode": "File",
            "MetricDefinitions": [
                {"Name": f"metric{each}", "Regex": "metric=([0-9.]+)"} for each in range(METRICS)
            ],
        },
        "RoleArn": "arn:aws:iam::111122223333:role/r",
        "InputDataConfig": [
            {
                "ChannelName": f"channel{each}",
                "ContentType": "text/csv",
                "DataSource": {
                    "S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": f"s3://bucket/data{each}"}
                },
            }
            for each in range(CHANNELS)
        ],
        "OutputDataConfig": {"S3OutputPath": "s3://bucket/out"},
        "ResourceConfig": {"InstanceType": "ml.m5.large", "InstanceCount": 1, "VolumeSizeInGB": 5},
        "StoppingCondition": {"MaxRuntimeInSeconds": 3600},
        "Environment": {f"VARIABLE_{each}": "value" for each in range(given)},
    }


ALGORITHMS = {
    f"algorithm{number}": algorithm(f"algorithm{number}") for number in range(DEFINITIONS)
}
REQUEST: dict[str, Any] = {
    "HyperParameterTuningJobName": "largest",
    "HyperParameterTuningJobConfig": {
        "Strategy": "Bayesian",
        "ResourceLimits": {"MaxNumberOfTrainingJobs": 750, "MaxParallelTrainingJobs": 10},
    },
    "TrainingJobDefinitions": [definition(number) for number in range(DEFINITIONS)],
    "Tags": [{"Key": f"key{number}", "Value": "value"} for number in range(TAGS)],
}
