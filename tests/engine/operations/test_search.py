"""Search over HTTP: every operator on properties of every type, and how they are combined."""

from typing import Any

import pytest

from tests.engine.calls import Calls
from tests.engine.operations.searched import ARN, CONFIG, MINE, TRAINING, TUNING, by, names
from tests.engine.operations.store import at
from tuningconsole.spec import shapes


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (by("TrainingJobName", "", "s-b"), "b"),
        (by("TrainingJobName", "Contains", "S-B"), "b"),
        (by("TrainingJobName", "In", "s-a, s-d,none"), "ad"),
        (by("TrainingJobStatus", "Equals", "Completed"), "ad"),
        (by("TrainingJobStatus", "NotEquals", "Completed"), "bc"),
        (by("SecondaryStatus", "Contains", "runtime"), "c"),
        (by("FailureReason", "Exists"), "b"),
        (by("FailureReason", "NotExists"), "acd"),
        (by("FailureReason", "Contains", '100% _DONE\\ "so"'), "b"),
        (by("FailureReason", "Contains", "100_"), ""),
        (by("FailureReason", "NotEquals", "x"), "abcd"),
        (by("TuningJobArn", "Equals", f"{ARN}:hyper-parameter-tuning-job/st-a"), "ab"),
        (by("TuningJobArn", "NotExists"), "d"),
        (by("LastModifiedTime", "GreaterThan", "2026-01-01T00:02:00"), "ab"),
        (by("LastModifiedTime", "GreaterThanOrEqualTo", "2026-01-01T00:02:00Z"), "abc"),
        (by("LastModifiedTime", "LessThan", "2026-01-01T00:02:00"), "d"),
        (by("LastModifiedTime", "LessThanOrEqualTo", "2026-01-01T01:02:00+01:00"), "cd"),
        (by("LastModifiedTime", "Equals", "2026-01-01T00:02:00"), "c"),
        (by("LastModifiedTime", "NotEquals", "2026-01-01T00:02:00"), "abd"),
        (by("TrainingTimeInSeconds", "GreaterThan", "120"), "ab"),
        (by("ResourceConfig.InstanceType", "Equals", "ml.c5.xlarge"), "c"),
        (by("ResourceConfig.InstanceCount", "GreaterThanOrEqualTo", "3"), "c"),
        (by("ResourceConfig.InstanceCount", "Equals", "1.0"), "abd"),
        (by("StoppingCondition.MaxWaitTimeInSeconds", "Exists"), "c"),
        (by("VpcConfig", "NotExists"), "abcd"),
        (by("EnableManagedSpotTraining", "Equals", "true"), "c"),
        (by("EnableManagedSpotTraining", "NotEquals", "True"), "abd"),
        (by("InputDataConfig.ChannelName", "Equals", "test"), "ab"),
        (by("InputDataConfig.DataSource.S3DataSource.S3Uri", "Contains", "two/"), "ab"),
        (by("InputDataConfig", "NotExists"), "cd"),
        (by("ModelArtifacts.S3ModelArtifacts", "Contains", "/s-d/output/model"), "d"),
        (by("Environment.A", "Equals", "1"), "d"),
        (by("HyperParameters.kind", "Equals", "a"), "a"),
        (by("HyperParameters.x.y", "Equals", "dotted"), "a"),
        (by("HyperParameters.lr", "LessThan", "0.45"), "a"),
        (by("HyperParameters.lr", "LessThanOrEqualTo", "0.45"), "ab"),
        (by("HyperParameters.lr", "GreaterThanOrEqualTo", "3"), "c"),
        (by("HyperParameters.lr", "GreaterThan", "3"), ""),
        (by("HyperParameters.lr", "GreaterThan", "3.0"), "c"),
        (by("HyperParameters.lr", "In", "auto,0.1"), "ad"),
        (by("HyperParameters.lr", "NotEquals", "auto"), "abc"),
        (by("HyperParameters.none", "Exists"), ""),
        (by("Metrics.acc", "GreaterThan", "0.5"), "a"),
        (by("Metrics.acc", "GreaterThanOrEqualTo", "5e-1"), "ab"),
        (by("Metrics.acc", "NotExists"), "cd"),
        (by("FinalMetricDataList.MetricName", "Equals", "acc"), "ab"),
        (by("SecondaryStatusTransitions.Status", "Exists"), ""),
        (by("Tags.team", "Equals", "red"), "ad"),
        (by("Tags.team", "NotExists"), "c"),
        (by("Tags.team", "In", "blue,green"), "b"),
        (by("LabelingJobArn", "Exists"), ""),
    ],
    ids=lambda value: " ".join(value.values()) if isinstance(value, dict) else None,
)
def test_a_filter_on_training_jobs(found_in: Calls, given: dict[str, str], expected: str) -> None:
    assert names(found_in, TRAINING, given) == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (by("HyperParameterTuningJobName", "In", "st-a,st-c"), "ca"),
        (by("HyperParameterTuningJobStatus", "Equals", "Failed"), "b"),
        (by("FailureReason", "Contains", "luck"), "b"),
        (by(f"{CONFIG}.Strategy", "Equals", "Random"), "bca"),
        (by(f"{CONFIG}.TrainingJobEarlyStoppingType", "Equals", "Off"), "bca"),
        (by(f"{CONFIG}.ResourceLimits.MaxRuntimeInSeconds", "LessThan", "901"), "c"),
        (by("TrainingJobDefinition.ResourceConfig.InstanceType", "Contains", "m5"), "bca"),
        (by("TrainingJobDefinitions", "Exists"), ""),
        (by("TrainingJobStatusCounters.Completed", "Equals", "1"), "a"),
        (by("TrainingJobStatusCounters.NonRetryableError", "GreaterThan", "0"), "a"),
        (by("ObjectiveStatusCounters.Succeeded", "GreaterThan", "1"), "a"),
        (by("BestTrainingJob.TrainingJobName", "Equals", "s-a"), "a"),
        (by("BestTrainingJob.TunedHyperParameters.lr", "Equals", "0.1"), "a"),
        (
            by(
                "BestTrainingJob.FinalHyperParameterTuningJobObjectiveMetric.Value", "LessThan", "1"
            ),
            "a",
        ),
        (by("BestTrainingJob", "NotExists"), "bc"),
        (by("WarmStartConfig.WarmStartType", "Exists"), ""),
        (by("ConsumedResources.RuntimeInSeconds", "GreaterThanOrEqualTo", "120"), "bc"),
        (by("Tags.suite", "Exists"), "bca"),
    ],
    ids=lambda value: " ".join(value.values()) if isinstance(value, dict) else None,
)
def test_a_filter_on_tuning_jobs(found_in: Calls, given: dict[str, str], expected: str) -> None:
    assert names(found_in, TUNING, given) == expected


def test_the_best_of_several_definitions_is_the_one_that_describe_shows(found_in: Calls) -> None:
    best = found_in.describe("two")["BestTrainingJob"]
    assert best["TrainingJobName"] == "two-3"
    filters = [
        by("Tags.suite", "Equals", "two"),
        by("BestTrainingJob.TrainingJobName", "Equals", "two-3"),
        by("TrainingJobDefinitions.TuningObjective.MetricName", "Equals", "score"),
    ]
    answer = found_in.sagemaker.search(Resource=TUNING, SearchExpression={"Filters": filters})
    [found] = answer["Results"]
    assert found[TUNING]["BestTrainingJob"] == best


def test_every_operator_of_the_model_is_tried() -> None:
    tried = {
        mark[0].get("Operator", "Equals")
        for test in (test_a_filter_on_training_jobs, test_a_filter_on_tuning_jobs)
        for mark in test.pytestmark[0].args[1]  # type: ignore[attr-defined]
    }
    assert tried == set(shapes.enum("Operator"))


def test_a_nested_filter_is_of_a_single_element(found_in: Calls) -> None:
    conditions = [
        by("InputDataConfig.ChannelName", "Equals", "train"),
        by("InputDataConfig.DataSource.S3DataSource.S3Uri", "Contains", "one/"),
    ]
    assert names(found_in, TRAINING, *conditions) == "ab"
    nested = {"NestedFilters": [{"NestedPropertyName": "InputDataConfig", "Filters": conditions}]}
    assert names(found_in, TRAINING, expression=nested) == "a"
    tag = [by("Tags.Key", "Equals", "owner"), by("Tags.Value", "Equals", "me")]
    nested = {"NestedFilters": [{"NestedPropertyName": "Tags", "Filters": tag}]}
    assert names(found_in, TRAINING, expression=nested) == "d"


def test_expressions_are_joined_by_and_unless_it_is_or(found_in: Calls) -> None:
    red, failed = by("Tags.team", "Equals", "red"), by("TrainingJobStatus", "Equals", "Failed")
    both = {"SubExpressions": [{"Filters": [red, failed]}]}
    either = {"SubExpressions": [{"Filters": [red, failed], "Operator": "Or"}]}
    assert names(found_in, TRAINING, expression=both) == ""
    assert names(found_in, TRAINING, expression=either) == "abd"
    deeper = {"SubExpressions": [{"SubExpressions": [either], "Filters": [red]}]}
    assert names(found_in, TRAINING, expression=deeper) == "ad"


@pytest.mark.parametrize(
    ("kind", "order", "expected"),
    [
        (TRAINING, {}, "abcd"),
        (TRAINING, {"SortOrder": "Ascending"}, "dcba"),
        (TRAINING, {"SortBy": "TrainingJobName"}, "dcba"),
        (TRAINING, {"SortBy": "HyperParameters.lr"}, "cbad"),
        (TRAINING, {"SortBy": "HyperParameters.lr", "SortOrder": "Ascending"}, "abcd"),
        (TRAINING, {"SortBy": "Metrics.acc", "SortOrder": "Ascending"}, "bacd"),
        (TRAINING, {"SortBy": "Metrics.acc"}, "abdc"),
        (TRAINING, {"SortBy": "Tags.team", "SortOrder": "Ascending"}, "badc"),
        (TRAINING, {"SortBy": "ResourceConfig.InstanceCount"}, "cdba"),
        (TRAINING, {"SortBy": "TrainingEndTime", "SortOrder": "Ascending"}, "dcba"),
        (TUNING, {}, "bca"),
        (TUNING, {"SortBy": f"{CONFIG}.ResourceLimits.MaxRuntimeInSeconds"}, "cba"),
        (TUNING, {"SortBy": "BestTrainingJob.TrainingJobName", "SortOrder": "Ascending"}, "abc"),
    ],
)
def test_results_are_sorted_and_cut_into_pages_alike(
    found_in: Calls, kind: str, order: dict[str, str], expected: str
) -> None:
    whole = names(found_in, kind, **order)
    pages, token = "", None
    for number in range(len(whole)):
        request: dict[str, Any] = {
            "Resource": kind,
            "SearchExpression": {"Filters": [MINE]},
            "MaxResults": 1,
        }
        request |= order | ({"NextToken": token} if token else {})
        answer = found_in.sagemaker.search(**request)
        pages += "".join(item[kind][f"{kind}Name"][-1] for item in answer["Results"])
        assert answer["TotalHits"] == {"Value": len(whole), "Relation": "EqualTo"}
        token = answer.get("NextToken")
        assert (token is None) == (number == len(whole) - 1)
    assert (whole, pages) == (expected, expected)


def test_a_record_is_what_describe_says_and_its_tags(found_in: Calls) -> None:
    expression = {"Filters": [MINE, by("TrainingJobName", "Equals", "s-a")]}
    [found] = found_in.sagemaker.search(Resource=TRAINING, SearchExpression=expression)["Results"]
    described = found_in.training_job("s-a")
    del described["ResponseMetadata"], described["ProfilingStatus"]  # Which no record has.
    tags = [{"Key": "suite", "Value": "search"}, {"Key": "team", "Value": "red"}]
    assert found[TRAINING] == described | {"Tags": tags}
    expression = {"Filters": [MINE, by("HyperParameterTuningJobName", "Equals", "st-a")]}
    [found] = found_in.sagemaker.search(Resource=TUNING, SearchExpression=expression)["Results"]
    assert found[TUNING]["BestTrainingJob"]["TrainingJobName"] == "s-a"
    assert found[TUNING]["LastModifiedTime"] == at(1)
    assert found[TUNING]["Tags"] == tags[:1]


def test_without_an_expression_everything_is_found(found_in: Calls) -> None:
    answer = found_in.sagemaker.search(Resource=TRAINING, MaxResults=1)
    assert answer["TotalHits"]["Value"] >= 4
    assert len(answer["Results"]) == 1
    others = found_in.sagemaker.search(Resource=TRAINING, CrossAccountFilterOption="CrossAccount")
    assert (others["Results"], others["TotalHits"]["Value"]) == ([], 0)
