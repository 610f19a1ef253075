"""Ways to break the rules of warm start."""

from datetime import UTC, datetime
from typing import Any

from tests.spec.requests import ABSENT, PARENT, changed
from tests.spec.rule_cases.case import (
    CHANNEL,
    CONTINUOUS,
    PARENT_PATH,
    PARENTS,
    RANGES,
    STATIC,
    WARM,
    Case,
    D,
)
from tuningconsole.spec import warm_start

TYPE = "WarmStartConfig.WarmStartType"
IDENTICAL = {TYPE: "IdenticalDataAndAlgorithm", **WARM}
THEIRS = "TrainingJobDefinition"
CRITERIA = "HyperParameterTuningJobConfig.ParameterRanges.CategoricalParameterRanges"
URI = "DataSource.S3DataSource.S3Uri"


def parent(**changes: Any) -> dict[str, Any]:
    """Return a context with the parent, changed."""
    return {"parents": {"parent": changed(PARENT, changes)}}


SAME = parent(
    **{
        f"{THEIRS}.AlgorithmSpecification": {"AlgorithmName": "trees"},
        f"{THEIRS}.InputDataConfig": [
            {
                "ChannelName": "training",
                "DataSource": {
                    "S3DataSource": {
                        "S3DataType": "S3Prefix",
                        "S3Uri": "s3://bucket/iris",
                        "S3DataDistributionType": "FullyReplicated",
                    }
                },
            }
        ],
    }
)
"""The same data and algorithm as the request has, in Describe's words."""

CASES = [
    Case(
        "warm_start_parents",
        {PARENTS: [{"HyperParameterTuningJobName": "parent"}] * 2},
        f"{PARENTS}.1.HyperParameterTuningJobName",
        "Duplicate parent tuning job: parent.",
    ),
    Case(
        "warm_start_parents",
        WARM,
        PARENT_PATH,
        "Parent tuning job parent is not in a terminal state.",
        {"parents": {"parent": changed(PARENT, {"HyperParameterTuningJobStatus": "Stopping"})}},
    ),
    Case(
        "warm_start_objective",
        {**WARM, f"{D}.TuningObjective": {"MetricName": "validation:loss", "Type": "Minimize"}},
        PARENT_PATH,
        (
            "The objective metric of parent tuning job parent differs: [Maximize,"
            " validation:accuracy] instead of [Minimize, validation:loss]."
        ),
    ),
    Case(
        "warm_start_hyperparameters",
        {**WARM, f"{STATIC}.note": ABSENT},
        PARENT_PATH,
        (
            "The set of tunable plus static HyperParameter names is not the same across"
            " current and parent tuning jobs. Please ensure this set is constant when warm"
            " starting. Note that previously static HyperParameters can be tuned in warm"
            " start jobs and vice versa."
        ),
    ),
    Case(
        "warm_start_hyperparameters",
        {
            **WARM,
            f"{RANGES}.CategoricalParameterRanges": [],
            f"{RANGES}.ContinuousParameterRanges": [
                {"Name": "criterion", "MinValue": "0", "MaxValue": "1"},
                {"Name": "rate", "MinValue": "0", "MaxValue": "1"},
            ],
        },
        f"{CONTINUOUS}.Name",
        "The type of hyperparameter criterion differs from parent tuning job parent.",
        {"algorithms": {}},
    ),
    Case(
        "warm_start_parents",
        WARM,
        PARENT_PATH,
        (
            "Parent tuning job parent was created before 2018-10-01 and cannot be used for warm"
            " start."
        ),
        parent(CreationTime=datetime(2018, 9, 30, 23, 59, tzinfo=UTC)),
    ),
    Case(
        "warm_start_parents",
        WARM,
        PARENT_PATH,
        (
            "Parent tuning job parent has several training job definitions, which warm start does"
            " not support."
        ),
        parent(TrainingJobDefinition=ABSENT, TrainingJobDefinitions=[{}, {}]),
    ),
    Case(
        "warm_start_changes",
        {
            **WARM,
            f"{RANGES}.CategoricalParameterRanges": [],
            f"{STATIC}.criterion": "gini",
        },
        PARENT_PATH,
        "The number of changes, [11], exceeds the maximum of 10.",
        parent(**{CRITERIA: [{"Name": "criterion", "Values": [*"abcdefg"]}]}),
    ),
    Case(
        "warm_start_data",
        {**IDENTICAL, f"{CHANNEL}.{URI}": "s3://bucket/other"},
        TYPE,
        (
            "IdenticalDataAndAlgorithm requires the input data and the algorithm of parent tuning"
            " job parent: Data of channel training differs."
        ),
        SAME,
    ),
    Case(
        "warm_start_data",
        {**IDENTICAL, f"{D}.AlgorithmSpecification.AlgorithmName": "bushes"},
        TYPE,
        (
            "IdenticalDataAndAlgorithm requires the input data and the algorithm of parent tuning"
            " job parent: Algorithm differs."
        ),
        SAME,
        severity="warning",
    ),
    *(
        Case("warm_start_fields", {**WARM, **changes}, path, warm_start.FIELDS)
        for path, changes in {
            f"{D}.Environment": {f"{D}.Environment": {"A": "1"}},
            f"{D}.EnableNetworkIsolation": {f"{D}.EnableNetworkIsolation": True},
            f"{D}.RetryStrategy": {f"{D}.RetryStrategy": {"MaximumRetryAttempts": 2}},
            f"{D}.DefinitionName": {f"{D}.DefinitionName": "b"},
        }.items()
    ),
]
