"""Ways to break the rules of channels, instances and limits."""

from tests.spec.requests import ABSENT
from tests.spec.rule_cases.case import (
    CHANNEL,
    LIMITS,
    QUOTA_END,
    WARM,
    Case,
    D,
)

CASES = [
    Case(
        "channel_names",
        {f"{CHANNEL}.ChannelName": "train", f"{D}.InputDataConfig.1": {"ChannelName": "training"}},
        f"{CHANNEL}.ChannelName",
        "Unknown input channel: train is not supported by: trees",
    ),
    Case(
        "channel_names",
        {f"{D}.InputDataConfig.1": {"ChannelName": "training"}},
        f"{D}.InputDataConfig.1.ChannelName",
        "Duplicate input channel: training.",
    ),
    Case(
        "required_channels",
        {f"{CHANNEL}.ChannelName": "validation"},
        f"{D}.InputDataConfig",
        "Required input channel: training Was not provided.",
    ),
    Case(
        "channel_is_supported",
        {f"{CHANNEL}.ContentType": "text/plain"},
        f"{CHANNEL}.ContentType",
        "Channel training does not support content type text/plain. Supported: text/csv.",
    ),
    Case(
        "channel_is_supported",
        {f"{CHANNEL}.CompressionType": "Gzip", f"{CHANNEL}.InputMode": "Pipe"},
        f"{CHANNEL}.CompressionType",
        "Channel training does not support compression type Gzip. Supported: None.",
    ),
    Case(
        "channel_is_supported",
        {f"{CHANNEL}.InputMode": "Pipe"},
        f"{CHANNEL}.InputMode",
        "Channel training does not support input mode Pipe. Supported: File.",
    ),
    Case(
        "channel_is_supported",
        {f"{D}.AlgorithmSpecification.TrainingInputMode": "FastFile"},
        f"{D}.AlgorithmSpecification.TrainingInputMode",
        "Channel training does not support input mode FastFile. Supported: File.",
    ),
    Case(
        "resources_are_given",
        {f"{D}.HyperParameterTuningResourceConfig": {}},
        f"{D}.ResourceConfig",
        ("Specify either ResourceConfig or HyperParameterTuningResourceConfig, but not both."),
    ),
    Case(
        "resources_are_given",
        {f"{D}.ResourceConfig": ABSENT},
        f"{D}.ResourceConfig.InstanceType",
        "Specify the instances in ResourceConfig or HyperParameterTuningResourceConfig.",
    ),
    Case(
        "resources_are_given",
        {f"{D}.ResourceConfig.InstanceCount": 0},
        f"{D}.ResourceConfig.InstanceCount",
        "InstanceCount must be at least 1.",
    ),
    Case(
        "instance_type",
        {f"{D}.ResourceConfig.InstanceType": "ml.p3.2xlarge"},
        f"{D}.ResourceConfig.InstanceType",
        (
            "Invalid instance_type: ml.p3.2xlarge. trees supports the following instance"
            " types: ml.m5.large, ml.c5.xlarge"
        ),
    ),
    Case(
        "instance_type",
        {
            f"{D}.ResourceConfig": ABSENT,
            f"{D}.HyperParameterTuningResourceConfig": {
                "InstanceConfigs": [{"InstanceType": "ml.p3.2xlarge", "InstanceCount": 1}]
            },
        },
        f"{D}.HyperParameterTuningResourceConfig.InstanceConfigs.0.InstanceType",
        (
            "Invalid instance_type: ml.p3.2xlarge. trees supports the following instance"
            " types: ml.m5.large, ml.c5.xlarge"
        ),
    ),
    Case(
        "distributed_training",
        {f"{D}.ResourceConfig.InstanceCount": 2},
        f"{D}.ResourceConfig.InstanceCount",
        "Distributed training is not supported by trees. Please set instance_count=1",
    ),
    Case(
        "training_job_limits",
        {f"{LIMITS}.MaxNumberOfTrainingJobs": ABSENT},
        f"{LIMITS}.MaxNumberOfTrainingJobs",
        "MaxNumberOfTrainingJobs is required.",
    ),
    Case(
        "training_job_limits",
        {f"{LIMITS}.MaxNumberOfTrainingJobs": 751},
        f"{LIMITS}.MaxNumberOfTrainingJobs",
        (
            "The account-level service limit 'Number of training jobs per hyperparameter"
            " tuning job' is 750 Jobs, with current utilization of 0 Jobs and a request"
            " delta of 751 Jobs."
        )
        + QUOTA_END,
        code="ResourceLimitExceeded",
    ),
    Case(
        "training_job_limits",
        {f"{LIMITS}.MaxNumberOfTrainingJobs": 738, **WARM},
        f"{LIMITS}.MaxNumberOfTrainingJobs",
        (
            "The account-level service limit 'Number of training jobs per hyperparameter"
            " tuning job' is 750 Jobs, with current utilization of 13 Jobs and a request"
            " delta of 738 Jobs."
        )
        + QUOTA_END,
        code="ResourceLimitExceeded",
    ),
    Case(
        "training_job_limits",
        {f"{LIMITS}.MaxParallelTrainingJobs": 11, f"{LIMITS}.MaxNumberOfTrainingJobs": 20},
        f"{LIMITS}.MaxParallelTrainingJobs",
        (
            "The account-level service limit 'Number of concurrent training jobs per"
            " hyperparameter tuning job' is 10 Jobs, with current utilization of 0 Jobs and"
            " a request delta of 11 Jobs."
        )
        + QUOTA_END,
        code="ResourceLimitExceeded",
    ),
    Case(
        "training_job_limits",
        {f"{LIMITS}.MaxParallelTrainingJobs": 7},
        f"{LIMITS}.MaxParallelTrainingJobs",
        "MaxParallelTrainingJobs [7] must not exceed MaxNumberOfTrainingJobs [6].",
    ),
]
