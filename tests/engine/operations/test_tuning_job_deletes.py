"""DeleteHyperParameterTuningJob: what goes, what stays, and when it is refused."""

from typing import Any

import pytest

from tests.engine.calls import HOLD, Calls, refused


@pytest.fixture(scope="module")
def algorithm(calls: Calls) -> str:
    return calls.algorithm()


def deleted(calls: Calls, name: str) -> None:
    calls.sagemaker.delete_hyper_parameter_tuning_job(HyperParameterTuningJobName=name)


def test_only_the_entry_goes_and_its_training_jobs_still_name_it(
    calls: Calls, algorithm: str
) -> None:
    name = calls.tune(algorithm, {"Tags": [{"Key": "a", "Value": "1"}]}, jobs=2, parallel=2)
    arn = calls.ended(name)["HyperParameterTuningJobArn"]
    children = [item["TrainingJobName"] for item in calls.children(name)]
    deleted(calls, name.upper())
    for ask in (
        calls.sagemaker.describe_hyper_parameter_tuning_job,
        calls.sagemaker.list_training_jobs_for_hyper_parameter_tuning_job,
    ):
        assert refused(ask, HyperParameterTuningJobName=name)[0] == "ResourceNotFound"
    assert refused(calls.sagemaker.list_tags, ResourceArn=arn)[0] == "ValidationException"
    assert len(children) == 2
    for child in children:
        found = calls.training_job(child)
        assert (found["TuningJobArn"], found["TrainingJobStatus"]) == (arn, "Completed")
        assert {item["MetricName"] for item in found["FinalMetricDataList"]} >= {"score"}


def test_a_deleted_name_is_free_for_another_tuning_job(calls: Calls, algorithm: str) -> None:
    name = calls.tune(algorithm)
    calls.ended(name)
    before = calls.children(name)[0]["TrainingJobName"]
    deleted(calls, name)
    calls.tune(algorithm, {"HyperParameterTuningJobName": name})
    calls.ended(name)
    assert [item["TrainingJobName"] for item in calls.children(name)] != [before]
    assert len(calls.children(name)) == 1


def test_a_tuning_job_that_runs_is_not_deleted_and_keeps_its_training_jobs(calls: Calls) -> None:
    name = calls.tune(calls.algorithm(HOLD), jobs=2, parallel=1)
    child = calls.reaches(name, "Training")
    code, message = refused(
        calls.sagemaker.delete_hyper_parameter_tuning_job, HyperParameterTuningJobName=name
    )
    assert (code, "not in a terminal state" in message) == ("ValidationException", True)
    code, message = refused(calls.sagemaker.delete_training_job, TrainingJobName=child)
    assert code == "ResourceInUse"
    assert f"belongs to the tuning job {name}, which is in InProgress status" in message
    calls.sagemaker.stop_hyper_parameter_tuning_job(HyperParameterTuningJobName=name)
    calls.ended(name)
    calls.sagemaker.delete_training_job(TrainingJobName=child)
    deleted(calls, name)


def test_a_tuning_job_that_is_not_there_cannot_be_deleted(calls: Calls) -> None:
    found: Any = refused(
        calls.sagemaker.delete_hyper_parameter_tuning_job, HyperParameterTuningJobName="gone"
    )
    assert found == ("ValidationException", "Requested resource not found.")
