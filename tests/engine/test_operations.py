"""The operations over HTTP, as boto3 asks them: what they answer, and how they refuse."""

from datetime import timedelta
from typing import Any

import pytest

from tests.engine.calls import CONFIG, LIMITS, Calls, channel, refused
from tests.engine.stack import BUCKET, ROLE

D = "TrainingJobDefinition"
GROUP = "/aws/sagemaker/TrainingJobs"


@pytest.fixture(scope="module")
def algorithm(calls: Calls) -> str:
    return calls.algorithm()


@pytest.fixture(scope="module")
def done(calls: Calls, algorithm: str) -> str:
    """The name of a tuning job that has completed three training jobs."""
    name = calls.tune(algorithm, {"Tags": [{"Key": "a", "Value": "1"}]}, jobs=3, parallel=3)
    assert calls.ended(name)["HyperParameterTuningJobStatus"] == "Completed"
    return name


def test_an_algorithm_is_described_by_name_and_by_arn(calls: Calls, algorithm: str) -> None:
    found = calls.sagemaker.describe_algorithm(AlgorithmName=algorithm)
    assert found["AlgorithmStatus"] == "Completed"
    again = calls.sagemaker.describe_algorithm(AlgorithmName=found["AlgorithmArn"])
    assert again["TrainingSpecification"] == found["TrainingSpecification"]
    listed = calls.sagemaker.list_algorithms(NameContains=algorithm)["AlgorithmSummaryList"]
    assert [item["AlgorithmArn"] for item in listed] == [found["AlgorithmArn"]]


def test_a_deleted_algorithm_does_not_exist(calls: Calls) -> None:
    name = calls.algorithm()
    calls.sagemaker.delete_algorithm(AlgorithmName=name)
    expected = ("ValidationException", f"Algorithm {name} does not exist.")
    assert refused(calls.sagemaker.describe_algorithm, AlgorithmName=name) == expected
    assert refused(calls.sagemaker.delete_algorithm, AlgorithmName=name) == expected


def test_the_subscribed_algorithm_is_nobodys_to_delete(calls: Calls) -> None:
    arn = "arn:aws:sagemaker:us-east-2:764419575721:algorithm/scikit-decision-trees-1542410022"
    assert calls.sagemaker.describe_algorithm(AlgorithmName=arn)["AlgorithmArn"] == arn
    # DeleteAlgorithm takes a name, which is always one of the account's own.
    assert refused(calls.sagemaker.delete_algorithm, AlgorithmName=arn)[0] == "ValidationException"
    assert calls.sagemaker.describe_algorithm(AlgorithmName=arn)["AlgorithmArn"] == arn


@pytest.mark.parametrize(
    ("changes", "code", "message"),
    [
        pytest.param(
            {f"{LIMITS}.MaxParallelTrainingJobs": 0},
            "ValidationException",
            "1 validation error detected: Value '0' at 'hyperParameterTuningJobConfig"
            ".resourceLimits.maxParallelTrainingJobs' failed to satisfy constraint: Member must"
            " have value greater than or equal to 1",
            id="a shape",
        ),
        pytest.param(
            {"HyperParameterTuningJobName": "-"},
            "ValidationException",
            "1 validation error detected: Value '-' at 'hyperParameterTuningJobName' failed to"
            " satisfy constraint: Member must satisfy regular expression pattern:"
            " [a-zA-Z0-9](-*[a-zA-Z0-9]){0,31}",
            id="a pattern",
        ),
        pytest.param(
            {
                f"{CONFIG}.ParameterRanges": {
                    "CategoricalParameterRanges": [{"Name": "kind", "Values": ["a", "b", "c"]}]
                },
                f"{D}.StaticHyperParameters": {"x": "1"},
                f"{LIMITS}.MaxNumberOfTrainingJobs": 10,
            },
            "ValidationException",
            "You don't have enough combinations of hyperparameter ranges. The total number of"
            " hyperparameter combinations for the provided ranges [3.0] must be equal or greater"
            " than the value of MaxNumberOfJobs, [10]. Provide additional ranges.",
            id="R13",
        ),
        pytest.param(
            {f"{D}.StaticHyperParameters": {"other": "1"}},
            "ValidationException",
            "Invalid hyperparameter: other is not supported by",
            id="H2",
        ),
        pytest.param(
            {f"{D}.InputDataConfig": [channel(f"s3://{BUCKET}/", "train")]},
            "ValidationException",
            "Unknown input channel: train is not supported by:",
            id="C2",
        ),
        pytest.param(
            {f"{D}.InputDataConfig": [channel("s3://no-such-bucket/p")]},
            "ValidationException",
            'No S3 objects found under S3 URL "s3://no-such-bucket/p" given in input data source.',
            id="C11",
        ),
        pytest.param(
            {f"{D}.RoleArn": "arn:aws:iam::123456789012:role/Nobody"},
            "ValidationException",
            "Could not assume role",
            id="C12",
        ),
        pytest.param(
            {f"{D}.RoleArn": ROLE.replace("123456789012", "999999999999")},
            "ValidationException",
            "RoleArn: Cross-account pass role is not allowed.",
            id="C14b",
        ),
        pytest.param(
            {f"{LIMITS}.MaxNumberOfTrainingJobs": 751},
            "ResourceLimitExceeded",
            "The account-level service limit",
            id="L1",
        ),
        pytest.param(
            {
                "WarmStartConfig": {
                    "ParentHyperParameterTuningJobs": [{"HyperParameterTuningJobName": "gone"}],
                    "WarmStartType": "TransferLearning",
                }
            },
            "ResourceNotFound",
            "Amazon SageMaker can't find a tuning job called gone. Type another name.",
            id="W2",
        ),
        pytest.param(
            {"Tags": [{"Key": "a", "Value": ""}, {"Key": "a", "Value": ""}]},
            "ValidationException",
            "Duplicate tag key: a.",
            id="G2",
        ),
    ],
)
def test_what_cannot_run_is_refused_in_awss_words(
    calls: Calls, algorithm: str, changes: dict[str, Any], code: str, message: str
) -> None:
    request = calls.request(algorithm, changes)
    found = refused(calls.sagemaker.create_hyper_parameter_tuning_job, **request)
    assert found[0] == code
    assert found[1].startswith(message), found[1]


def test_a_name_is_taken_for_ever_whatever_its_case(
    calls: Calls, algorithm: str, done: str
) -> None:
    request = calls.request(algorithm, {"HyperParameterTuningJobName": done.upper()})
    assert refused(calls.sagemaker.create_hyper_parameter_tuning_job, **request) == (
        "ResourceInUse",
        (
            f"A hyperparameter tuning job with the name, {done.upper()}, already exists."
            " Choose a different name."
        ),
    )


def test_a_job_that_has_ended_cannot_be_stopped(calls: Calls, done: str) -> None:
    code, message = refused(
        calls.sagemaker.stop_hyper_parameter_tuning_job, HyperParameterTuningJobName=done
    )
    assert (code, "already" in message) == ("ValidationException", True)
    child = calls.children(done)[0]["TrainingJobName"]
    assert refused(calls.sagemaker.stop_training_job, TrainingJobName=child)[0] == (
        "ValidationException"
    )


def test_unknown_jobs_are_told_apart_as_aws_does(calls: Calls) -> None:
    expected = "Amazon SageMaker can't find a tuning job called gone. Type another name."
    for ask in (
        calls.sagemaker.describe_hyper_parameter_tuning_job,
        calls.sagemaker.stop_hyper_parameter_tuning_job,
        calls.sagemaker.list_training_jobs_for_hyper_parameter_tuning_job,
    ):
        assert refused(ask, HyperParameterTuningJobName="gone") == ("ResourceNotFound", expected)
    for ask in (calls.sagemaker.describe_training_job, calls.sagemaker.stop_training_job):
        assert refused(ask, TrainingJobName="gone") == (
            "ValidationException",
            "Requested resource not found.",
        )


def test_the_description_has_what_attach_reads(calls: Calls, done: str) -> None:
    found = calls.describe(done)
    definition = found["TrainingJobDefinition"]
    assert definition["StaticHyperParameters"]["_tuning_objective_metric"] == "score"
    assert definition["AlgorithmSpecification"]["AlgorithmName"].startswith("arn:")
    assert definition["AlgorithmSpecification"]["TrainingImage"] == ""
    metrics = [item["Name"] for item in definition["AlgorithmSpecification"]["MetricDefinitions"]]
    assert metrics == ["score", "ObjectiveMetric"]
    assert definition["ResourceConfig"]["InstanceType"] == "ml.m5.large"
    assert definition["HyperParameterTuningResourceConfig"]["InstanceType"] == "ml.m5.large"
    ranges = found[CONFIG]["ParameterRanges"]
    assert ranges["IntegerParameterRanges"] == ranges["CategoricalParameterRanges"] == []
    assert found["HyperParameterTuningEndTime"] == found["LastModifiedTime"]
    best = found["BestTrainingJob"]
    assert "TuningJobName" not in best
    assert "Type" not in best["FinalHyperParameterTuningJobObjectiveMetric"]


def test_tuning_jobs_are_listed_page_by_page(calls: Calls, done: str) -> None:
    list_jobs = calls.sagemaker.list_hyper_parameter_tuning_jobs
    names: list[str] = []
    asked: dict[str, Any] = {"MaxResults": 1, "SortBy": "CreationTime", "SortOrder": "Descending"}
    for _ in range(100):
        page = list_jobs(**asked)
        names += [
            item["HyperParameterTuningJobName"] for item in page["HyperParameterTuningJobSummaries"]
        ]
        if "NextToken" not in page:
            break
        asked["NextToken"] = page["NextToken"]
    assert done in names
    assert len(set(names)) == len(names)
    created = calls.describe(done)["CreationTime"]
    near = {
        "CreationTimeAfter": created - timedelta(seconds=1),
        "CreationTimeBefore": created + timedelta(seconds=1),
        "StatusEquals": "Completed",
        "NameContains": done,
    }
    [found] = list_jobs(**near)["HyperParameterTuningJobSummaries"]
    assert found["TrainingJobStatusCounters"]["Completed"] == 3
    assert (
        list_jobs(NameContains=done, StatusEquals="Failed")["HyperParameterTuningJobSummaries"]
        == []
    )
    assert refused(list_jobs, NextToken="none of ours")[0] == "ValidationException"


def test_training_jobs_are_sorted_by_their_objective(calls: Calls, done: str) -> None:
    items = calls.children(done, SortBy="FinalObjectiveMetricValue", SortOrder="Descending")
    values = [item["FinalHyperParameterTuningJobObjectiveMetric"]["Value"] for item in items]
    assert values == sorted(values, reverse=True)
    assert len(values) == 3
    names = {item["TrainingJobName"] for item in items}
    listed = calls.sagemaker.list_training_jobs(NameContains=done)["TrainingJobSummaries"]
    assert {item["TrainingJobName"] for item in listed} == names


def test_tags_are_set_listed_and_removed(calls: Calls, done: str) -> None:
    arn = calls.describe(done)["HyperParameterTuningJobArn"]
    calls.sagemaker.add_tags(
        ResourceArn=arn, Tags=[{"Key": "a", "Value": "2"}, {"Key": "b", "Value": ""}]
    )
    tags = calls.sagemaker.list_tags(ResourceArn=arn)["Tags"]
    assert tags == [{"Key": "a", "Value": "2"}, {"Key": "b", "Value": ""}]
    calls.sagemaker.delete_tags(ResourceArn=arn, TagKeys=["b", "never"])
    assert calls.sagemaker.list_tags(ResourceArn=arn)["Tags"] == [{"Key": "a", "Value": "2"}]
    full = [{"Key": str(number), "Value": ""} for number in range(50)]
    code, message = refused(calls.sagemaker.add_tags, ResourceArn=arn, Tags=full)
    assert (code, "exceeds the maximum of 50" in message) == ("ValidationException", True)
    assert refused(calls.sagemaker.list_tags, ResourceArn=arn + "x")[0] == "ValidationException"


def test_the_log_of_a_training_job_is_read_forwards_and_backwards(calls: Calls, done: str) -> None:
    child = calls.children(done)[0]["TrainingJobName"]
    [stream] = calls.logs.describe_log_streams(logGroupName=GROUP, logStreamNamePrefix=f"{child}/")[
        "logStreams"
    ]
    where = {"logGroupName": GROUP, "logStreamName": stream["logStreamName"]}
    page = calls.logs.get_log_events(**where, startFromHead=True)
    assert page["events"][-1]["message"].startswith("score=")
    after = calls.logs.get_log_events(**where, nextToken=page["nextForwardToken"])
    assert after["events"] == []
    assert after["nextForwardToken"] == page["nextForwardToken"]
    found = calls.logs.filter_log_events(
        logGroupName=GROUP, logStreamNamePrefix=f"{child}/", filterPattern='"score="'
    )["events"]
    assert len(found) == 1
    assert refused(calls.logs.get_log_events, logGroupName=GROUP, logStreamName="none") == (
        "ResourceNotFoundException",
        "The specified log stream does not exist.",
    )
    assert refused(calls.logs.describe_log_streams, logGroupName="none")[0] == (
        "ResourceNotFoundException"
    )
