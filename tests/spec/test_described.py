"""The way back from what Describe shows to what was asked for."""

from typing import Any

import pytest

from tests.spec.requests import ABSENT, ALGORITHM, ARN, REQUEST, changed
from tuningconsole.engine import definitions
from tuningconsole.spec import canonical
from tuningconsole.spec.described import request_of, without_defaults, without_submission

CONFIG = "HyperParameterTuningJobConfig"
DEFINITION = "TrainingJobDefinition"
ALGORITHM_OF = f"{DEFINITION}.AlgorithmSpecification"
OWN_IMAGE = {
    f"{ALGORITHM_OF}.AlgorithmName": ABSENT,
    f"{ALGORITHM_OF}.TrainingImage": "trees:1",
    f"{ALGORITHM_OF}.MetricDefinitions": [
        {"Name": "loss", "Regex": "loss=(.*)"},
        {"Name": "validation:accuracy", "Regex": "accuracy=(.*)"},
    ],
}
ADVANCED = {
    f"{DEFINITION}.ResourceConfig": ABSENT,
    f"{DEFINITION}.HyperParameterTuningResourceConfig": {
        "AllocationStrategy": "Prioritized",
        "InstanceConfigs": [
            {"InstanceType": "ml.m5.large", "InstanceCount": 1, "VolumeSizeInGB": 5},
            {"InstanceType": "ml.c5.xlarge", "InstanceCount": 1, "VolumeSizeInGB": 5},
        ],
    },
    f"{DEFINITION}.CheckpointConfig": {"S3Uri": "s3://bucket/c", "LocalPath": "/c"},
    f"{DEFINITION}.EnableManagedSpotTraining": True,
    f"{DEFINITION}.StoppingCondition.MaxWaitTimeInSeconds": 90,
    f"{CONFIG}.TrainingJobEarlyStoppingType": "Auto",
    "WarmStartConfig": {
        "WarmStartType": "TransferLearning",
        "ParentHyperParameterTuningJobs": [{"HyperParameterTuningJobName": "parent"}],
    },
    "Autotune": {"Mode": "Disabled"},
}
TAGS = [
    {"Key": "tuningconsole:submission", "Value": "5f0c"},
    {"Key": "aws:cloudformation:stack-name", "Value": "s"},
    *REQUEST["Tags"],
]


def described(request: dict[str, Any]) -> dict[str, Any]:
    """Return what the engine shows of a request, and a little of what else Describe returns."""
    expanded = canonical.expand(request)
    items = [
        definitions.resolve(
            item, ALGORITHM if "AlgorithmName" in item["AlgorithmSpecification"] else None
        )
        for item in expanded["TrainingJobDefinitions"]
    ]
    config = {"TrainingJobEarlyStoppingType": "Off"} | expanded[CONFIG]
    result = expanded | {"TrainingJobDefinitions": items, CONFIG: config}
    result.pop("Tags", None)
    return (canonical.collapse(result) if DEFINITION in request else result) | {
        "HyperParameterTuningJobArn": "arn",
        "HyperParameterTuningJobStatus": "Completed",
        "BestTrainingJob": {"TrainingJobName": "trees-001"},
        "OverallBestTrainingJob": None,
        "ResponseMetadata": {},
    }


@pytest.mark.parametrize(
    "changes",
    [{}, OWN_IMAGE, ADVANCED, OWN_IMAGE | ADVANCED],
    ids=["algorithm", "image", "advanced", "advanced image"],
)
@pytest.mark.parametrize("form", [DEFINITION, "TrainingJobDefinitions"])
def test_what_describe_shows_becomes_the_request_again(changes: dict[str, Any], form: str) -> None:
    request = changed(REQUEST, changes)
    if form == "TrainingJobDefinitions":
        request = canonical.expand(request)
    # What a request need not say: the defaults that it said, and those of the algorithm.
    said = without_defaults(canonical.expand(request))
    algorithm = said["TrainingJobDefinitions"][0]["AlgorithmSpecification"]
    if "AlgorithmName" in algorithm:
        algorithm["AlgorithmName"] = ARN
        said["TrainingJobDefinitions"][0]["StaticHyperParameters"]["depth"] = "3"
    wanted = canonical.collapse(said) if form == DEFINITION else said
    assert request_of(described(request), TAGS) == wanted


def test_the_request_made_again_is_described_alike() -> None:
    for changes in ({}, OWN_IMAGE, ADVANCED):
        first = described(changed(REQUEST, changes))
        again = request_of(first)
        assert described(again) == first


def test_a_metric_named_as_the_services_own_stays() -> None:
    metrics = [{"Name": "ObjectiveMetric", "Regex": "x=(.*)"}]
    request = changed(
        REQUEST,
        OWN_IMAGE
        | {
            f"{ALGORITHM_OF}.MetricDefinitions": metrics,
            f"{CONFIG}.HyperParameterTuningJobObjective.MetricName": "ObjectiveMetric",
        },
    )
    shown = described(request)[DEFINITION]["AlgorithmSpecification"]["MetricDefinitions"]
    assert shown == metrics * 2
    found = request_of(described(request))
    assert found[DEFINITION]["AlgorithmSpecification"]["MetricDefinitions"] == metrics


def test_a_metric_with_the_objectives_regex_stays() -> None:
    metrics = [
        {"Name": "validation:accuracy", "Regex": "a=(.*)"},
        {"Name": "same", "Regex": "a=(.*)"},
    ]
    request = changed(REQUEST, OWN_IMAGE | {f"{ALGORITHM_OF}.MetricDefinitions": metrics})
    found = request_of(described(request))
    assert found[DEFINITION]["AlgorithmSpecification"]["MetricDefinitions"] == metrics


def test_instances_given_for_training_jobs_stay_as_they_are() -> None:
    resources = REQUEST[DEFINITION]["ResourceConfig"] | {"KeepAlivePeriodInSeconds": 60}
    answer = described(changed(REQUEST, {f"{DEFINITION}.ResourceConfig": resources}))
    answer[DEFINITION]["ResourceConfig"]["SelectedInstanceType"] = "ml.m5.large"
    found = request_of(answer)[DEFINITION]
    assert found["ResourceConfig"] == resources
    assert "HyperParameterTuningResourceConfig" not in found


def test_only_the_consoles_own_tag_is_taken_out_of_a_request() -> None:
    request = {"Tags": TAGS[:1]}
    assert without_submission(request) == {}
    assert without_submission({"Tags": TAGS}) == {"Tags": TAGS[1:]}
    assert request == {"Tags": TAGS[:1]}


def test_the_answer_stays_as_it_is() -> None:
    answer = described(REQUEST)
    request_of(answer, TAGS)
    assert answer == described(REQUEST)
