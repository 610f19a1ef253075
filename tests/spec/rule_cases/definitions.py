"""Ways to break the rules of definitions, objectives and tags."""

from tests.spec.requests import ABSENT, ARN
from tests.spec.rule_cases.case import (
    CONFIG,
    SECOND,
    SUBSCRIBED,
    WARM,
    Case,
    D,
)

CASES = [
    Case(
        "definitions_are_given",
        {"TrainingJobDefinitions": ABSENT},
        "TrainingJobDefinitions",
        "Specify either TrainingJobDefinition or TrainingJobDefinitions.",
    ),
    Case(
        "definitions_are_given",
        {"TrainingJobDefinition": {}},
        "TrainingJobDefinition",
        "Specify either TrainingJobDefinition or TrainingJobDefinitions, but not both.",
    ),
    Case(
        "definitions_are_given",
        {f"{CONFIG}.ParameterRanges": {}},
        f"{CONFIG}.ParameterRanges",
        (
            "ParameterRanges is not supported in HyperParameterTuningJobConfig when the training"
            " job definitions say it."
        ),
    ),
    Case(
        "definition_names",
        {"TrainingJobDefinitions.1": SECOND},
        f"{D}.DefinitionName",
        "DefinitionName is required when TrainingJobDefinitions has several definitions.",
    ),
    Case(
        "definition_names",
        {f"{D}.DefinitionName": "b", "TrainingJobDefinitions.1": SECOND},
        "TrainingJobDefinitions.1.DefinitionName",
        "Duplicate training job definition name: b.",
    ),
    Case(
        "single_definition_features",
        {"TrainingJobDefinitions.1": SECOND, **WARM},
        "WarmStartConfig",
        "WarmStartConfig is not supported with several training job definitions.",
    ),
    Case(
        "single_definition_features",
        {"TrainingJobDefinitions.1": SECOND, f"{CONFIG}.TrainingJobEarlyStoppingType": "Auto"},
        f"{CONFIG}.TrainingJobEarlyStoppingType",
        "TrainingJobEarlyStoppingType must be Off with several training job definitions.",
    ),
    Case(
        "algorithm_or_image",
        {f"{D}.AlgorithmSpecification.TrainingImage": "i"},
        f"{D}.AlgorithmSpecification.TrainingImage",
        "Specify either AlgorithmName or TrainingImage, but not both.",
    ),
    Case(
        "algorithm_or_image",
        {f"{D}.AlgorithmSpecification.AlgorithmName": ABSENT},
        f"{D}.AlgorithmSpecification.AlgorithmName",
        "Specify either AlgorithmName or TrainingImage.",
    ),
    Case(
        "objective_is_given",
        {f"{D}.TuningObjective": ABSENT},
        f"{D}.TuningObjective.MetricName",
        "HyperParameterTuningJobObjective is required.",
    ),
    Case(
        "objective_is_declared",
        {f"{D}.TuningObjective.MetricName": "m"},
        f"{D}.TuningObjective.MetricName",
        (
            f"The objective metric [m, Maximize] is not supported by algorithm {ARN}."
            " Supported objective metrics: [validation:accuracy, Maximize],"
            " [validation:loss, Minimize]."
        ),
    ),
    Case(
        "objective_is_declared",
        {f"{D}.TuningObjective.Type": "Minimize"},
        f"{D}.TuningObjective.Type",
        (
            "The objective metric [validation:accuracy, Minimize] is not supported by"
            f" algorithm {ARN}. Supported objective metrics: [validation:accuracy,"
            " Maximize], [validation:loss, Minimize]."
        ),
    ),
    Case(
        "metric_is_defined",
        {
            f"{D}.AlgorithmSpecification": {
                "TrainingImage": "i",
                "MetricDefinitions": [{"Name": "other", "Regex": "x"}],
            }
        },
        f"{D}.AlgorithmSpecification.MetricDefinitions",
        (
            "A metric is required for this hyperparameter tuning job objective. Provide a"
            " metric in the metric definitions."
        ),
    ),
    Case(
        "metrics_of_subscriptions",
        {
            f"{D}.AlgorithmSpecification.MetricDefinitions": [{"Name": "a", "Regex": "x"}],
            f"{D}.EnableNetworkIsolation": True,
        },
        f"{D}.AlgorithmSpecification.MetricDefinitions",
        (
            "You can't override the metric definitions for AWS Marketplace algorithms."
            " Please retry the request without specifying metric definitions."
        ),
        {"algorithms": SUBSCRIBED},
    ),
    Case(
        "tag_keys",
        {"Tags.1": {"Key": "team", "Value": "b"}},
        "Tags.1.Key",
        "Duplicate tag key: team.",
    ),
    Case(
        "tag_keys",
        {"Tags.0.Key": "AWS:x"},
        "Tags.0.Key",
        "Tag keys starting with aws: are reserved.",
    ),
    Case(
        "tag_keys",
        {"Tags.0.Key": "Ours:x"},
        "Tags.0.Key",
        "Tag keys starting with ours: are reserved.",
        {"reserved_tag_prefixes": ("aws:", "ours:")},
    ),
]

VALID = [
    {f"{D}.DefinitionName": "alone"},
    {f"{D}.TuningObjective": {"MetricName": "validation:loss", "Type": "Minimize"}},
    {
        f"{D}.AlgorithmSpecification": {
            "TrainingImage": "i",
            "TrainingInputMode": "File",
            "MetricDefinitions": [{"Name": "validation:accuracy", "Regex": "x"}],
        }
    },
    {f"{D}.AlgorithmSpecification.TrainingImage": ""},
    {f"{D}.AlgorithmSpecification.MetricDefinitions": [{"Name": "a", "Regex": "x"}]},
    {"Tags.1": {"Key": "Team", "Value": "keys are told apart by case"}},
    {"Tags.0.Key": "awss:x"},
]
