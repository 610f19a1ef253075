"""The AWS CLI, unchanged, against the embedded stack."""

from typing import Any

import pytest

from tests.conformance.clients import Clients
from tests.conformance.console import Console
from tests.conformance.requests import SUBSCRIBED, tuning_job

pytestmark = [pytest.mark.stack, pytest.mark.slow]


@pytest.mark.parametrize("made", ["by_arn", "by_name"])
def test_a_job_of_the_cli_ends_with_a_model_on_s3(
    made: str, request: pytest.FixtureRequest, clients: Clients
) -> None:
    job = request.getfixturevalue(made)
    assert job["HyperParameterTuningJobStatus"] == "Completed"
    assert job["ObjectiveStatusCounters"] == {"Succeeded": 2, "Pending": 0, "Failed": 0}
    best = job["BestTrainingJob"]
    metric = best["FinalHyperParameterTuningJobObjectiveMetric"]
    assert metric["MetricName"] == "validation:accuracy"
    assert 0.8 < metric["Value"] <= 1
    option = ("--training-job-name", best["TrainingJobName"])
    training = clients.aws("sagemaker", "describe-training-job", *option)
    bucket, _, key = training["ModelArtifacts"]["S3ModelArtifacts"][5:].partition("/")
    found = clients.aws("s3api", "head-object", "--bucket", bucket, "--key", key)
    assert found["ContentLength"] > 0


def test_a_job_by_arn_and_one_by_name_say_which_algorithm_ran(by_arn: Any, by_name: Any) -> None:
    ran = [
        job["TrainingJobDefinition"]["AlgorithmSpecification"]["AlgorithmName"]
        for job in (by_arn, by_name)
    ]
    own = "arn:aws:sagemaker:us-east-2:123456789012:algorithm/decision-trees-of-ours"
    assert ran == [SUBSCRIBED, own]


def test_a_training_jobs_log_is_read_by_the_cli(clients: Clients, by_arn: Any) -> None:
    name = by_arn["BestTrainingJob"]["TrainingJobName"]
    group = ("--log-group-name", "/aws/sagemaker/TrainingJobs")
    found = clients.aws("logs", "filter-log-events", *group, "--log-stream-name-prefix", name)
    assert any("validation:accuracy=" in event["message"] for event in found["events"])


def test_a_name_that_is_taken_is_refused_in_awss_words(
    clients: Clients, account: dict[str, str], by_arn: Any
) -> None:
    name = by_arn["HyperParameterTuningJobName"]
    given = ("--cli-input-json", clients.input(tuning_job(name, SUBSCRIBED, **account)))
    said = clients.refusal("sagemaker", "create-hyper-parameter-tuning-job", *given)
    assert (
        "An error occurred (ResourceInUse) when calling the CreateHyperParameterTuningJob"
        f" operation: A hyperparameter tuning job with the name, {name}, already exists." in said
    )


@pytest.mark.parametrize("made", ["of_the_sdk", "by_arn", "by_name"])
def test_jobs_of_other_clients_appear_in_the_console(
    made: str, request: pytest.FixtureRequest, console: Console
) -> None:
    job = request.getfixturevalue(made)
    row = console.row(job.get("HyperParameterTuningJobName") or job["name"])
    assert "2 / 2" in row
    assert "Outside the console" in row
