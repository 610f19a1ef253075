"""Training jobs of their own: CreateTrainingJob, its refusals, stop and delete."""

from typing import Any

import pytest

from tests.engine.calls import FINAL, HOLD, Calls, channel, python, refused
from tests.engine.stack import BUCKET, ROLE, until
from tests.spec.requests import changed

REQUEST: dict[str, Any] = {
    "TrainingJobName": "",
    "AlgorithmSpecification": {"AlgorithmName": "", "TrainingInputMode": "File"},
    "RoleArn": ROLE,
    "OutputDataConfig": {"S3OutputPath": f"s3://{BUCKET}/out"},
    "ResourceConfig": {"InstanceType": "ml.m5.large", "InstanceCount": 1, "VolumeSizeInGB": 1},
    "StoppingCondition": {"MaxRuntimeInSeconds": 60},
    "HyperParameters": {"x": "0.5", "kind": "b"},
}
MODEL = python(
    """
(ml / 'model/weights').write_text(given['kind'])
print('score=' + given['x'], 'n=' + given['n'])
"""
)


@pytest.fixture(scope="module")
def algorithm(calls: Calls) -> str:
    return calls.algorithm(MODEL)


def trained(calls: Calls, algorithm: str, changes: dict[str, Any] | None = None) -> str:
    """Create a training job; return its name."""
    request = asked(calls, algorithm, changes)
    calls.sagemaker.create_training_job(**request)
    return str(request["TrainingJobName"])


def asked(calls: Calls, algorithm: str, changes: dict[str, Any] | None = None) -> dict[str, Any]:
    given = {
        "TrainingJobName": calls.fresh("own"),
        "AlgorithmSpecification.AlgorithmName": algorithm,
    }
    return changed(REQUEST, given | (changes or {}))


def ended(calls: Calls, name: str) -> dict[str, Any]:
    def look() -> dict[str, Any] | None:
        found = calls.training_job(name)
        return found if found["TrainingJobStatus"] in FINAL else None

    return until(look) or {}


@pytest.fixture(scope="module")
def done(calls: Calls, algorithm: str) -> dict[str, Any]:
    tags = {"Tags": [{"Key": "a", "Value": "1"}]}
    return ended(calls, trained(calls, algorithm, tags))


def test_a_training_job_of_its_own_trains_and_leaves_its_model(
    calls: Calls, done: dict[str, Any]
) -> None:
    assert (done["TrainingJobStatus"], done["SecondaryStatus"]) == ("Completed", "Completed")
    artifact = done["ModelArtifacts"]["S3ModelArtifacts"]
    assert artifact == f"s3://{BUCKET}/out/{done['TrainingJobName']}/output/model.tar.gz"
    assert calls.archive(artifact) == {"weights": b"b"}
    assert calls.lines(done["TrainingJobName"]) == ["score=0.5 n=3"]


def test_it_is_described_with_what_the_service_filled_in_and_no_tuning(
    calls: Calls, done: dict[str, Any], algorithm: str
) -> None:
    assert "TuningJobArn" not in done
    assert done["HyperParameters"] == {"x": "0.5", "kind": "b", "n": "3"}
    [metric] = done["FinalMetricDataList"]
    assert (metric["MetricName"], metric["Value"]) == ("score", 0.5)
    arn = calls.sagemaker.describe_algorithm(AlgorithmName=algorithm)["AlgorithmArn"]
    assert done["AlgorithmSpecification"]["AlgorithmName"] == arn
    assert [item["Status"] for item in done["SecondaryStatusTransitions"]] == [
        "Starting",
        "Downloading",
        "Training",
        "Uploading",
        "Completed",
    ]
    tags = calls.sagemaker.list_tags(ResourceArn=done["TrainingJobArn"])["Tags"]
    assert tags == [{"Key": "a", "Value": "1"}]


def test_an_image_trains_without_an_algorithm(calls: Calls) -> None:
    image = {"TrainingImage": calls.program(MODEL), "TrainingInputMode": "File"}
    request = asked(calls, "", {"AlgorithmSpecification": image})
    request["HyperParameters"]["n"] = "7"
    calls.sagemaker.create_training_job(**request)
    found = ended(calls, request["TrainingJobName"])
    assert found["TrainingJobStatus"] == "Completed"
    assert found["AlgorithmSpecification"]["TrainingImage"] == image["TrainingImage"]


def test_members_that_only_describe_are_given_back(calls: Calls, algorithm: str) -> None:
    given = {
        "Environment": {"A": "b"},
        "ProfilerConfig": {"DisableProfiler": True},
        "ExperimentConfig": {"ExperimentName": "e"},
        "RetryStrategy": {"MaximumRetryAttempts": 2},
    }
    found = ended(calls, trained(calls, algorithm, given))
    assert {name: found[name] for name in given} == given


def test_a_job_without_a_stopping_condition_may_run_for_a_day(calls: Calls, algorithm: str) -> None:
    request = asked(calls, algorithm)
    del request["StoppingCondition"]
    calls.sagemaker.create_training_job(**request)
    found = calls.training_job(request["TrainingJobName"])
    assert found["StoppingCondition"] == {"MaxRuntimeInSeconds": 86_400}


@pytest.mark.parametrize("case", [str.lower, str.upper])
def test_a_name_is_taken_in_whatever_case(calls: Calls, done: dict[str, Any], case: Any) -> None:
    name = case(done["TrainingJobName"])
    code, message = refused(
        calls.sagemaker.create_training_job, **asked(calls, "any", {"TrainingJobName": name})
    )
    assert code == "ResourceInUse"
    assert message == (
        "Training job names must be unique within an AWS account and region, and a training job"
        f" with this name already exists ({done['TrainingJobArn']})"
    )


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        pytest.param(
            {"TrainingJobName": "-x"},
            "1 validation error detected: Value '-x' at 'trainingJobName' failed to satisfy"
            " constraint: Member must satisfy regular expression pattern:"
            " [a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}",
            id="a name",
        ),
        pytest.param(
            {"RoleArn": None},
            "1 validation error detected: Value null at 'roleArn' failed to satisfy constraint:"
            " Member must not be null",
            id="no role",
        ),
        pytest.param(
            {"AlgorithmSpecification": None, "ResourceConfig": None},
            "2 validation errors detected: Value null at 'algorithmSpecification' failed to"
            " satisfy constraint: Member must not be null; Value null at 'resourceConfig' failed"
            " to satisfy constraint: Member must not be null",
            id="what only serverless jobs leave out",
        ),
        pytest.param(
            {"AlgorithmSpecification.AlgorithmName": "gone"},
            "Algorithm gone does not exist.",
            id="no such algorithm",
        ),
        pytest.param(
            {"HyperParameters.bogus": "1"},
            "Invalid hyperparameter: bogus is not supported by ",
            id="an unknown hyperparameter",
        ),
        pytest.param(
            {"HyperParameters": {"kind": "a"}},
            "Required hyperparameter: x is not set",
            id="a hyperparameter is missing",
        ),
        pytest.param(
            {"InputDataConfig": [channel(f"s3://{BUCKET}/", name="train")]},
            "Unknown input channel: train is not supported by: ",
            id="a channel",
        ),
        pytest.param(
            {"InputDataConfig": [channel(f"s3://{BUCKET}/no/such/")]},
            f'No S3 objects found under S3 URL "s3://{BUCKET}/no/such/" given in input data',
            id="no data",
        ),
        pytest.param(
            {"ResourceConfig.InstanceType": "ml.m5.xlarge"},
            "Invalid instance_type: ml.m5.xlarge. ",
            id="an instance type",
        ),
        pytest.param(
            {"RoleArn": ROLE.replace("SageMakerRole", "NoSuchRole")},
            "Could not assume role ",
            id="a role",
        ),
        pytest.param(
            {"StoppingCondition.MaxWaitTimeInSeconds": 90},
            "Invalid MaxWaitTimeInSeconds. It is only supported when",
            id="no spot",
        ),
        pytest.param(
            {"Tags": [{"Key": "aws:x", "Value": ""}]},
            "Tag keys starting with aws: are reserved.",
            id="a tag",
        ),
        pytest.param(
            {"ResourceConfig.KeepAlivePeriodInSeconds": 60},
            "This engine does not offer ResourceConfig.KeepAlivePeriodInSeconds: leave it out.",
            id="a warm pool",
        ),
        pytest.param(
            {"AlgorithmSpecification.ContainerEntrypoint": ["sh"]},
            "This engine does not offer AlgorithmSpecification.ContainerEntrypoint: leave it out.",
            id="an entry point",
        ),
    ],
)
def test_what_cannot_be_trained_is_refused_and_nothing_is_kept(
    calls: Calls, algorithm: str, changes: dict[str, Any], message: str
) -> None:
    request = asked(calls, algorithm, changes)
    request = {name: value for name, value in request.items() if value is not None}
    code, found = refused(calls.sagemaker.create_training_job, **request)
    assert code == "ValidationException"
    assert found.startswith(message), found
    if not request["TrainingJobName"].startswith("-"):
        gone = refused(
            calls.sagemaker.describe_training_job, TrainingJobName=request["TrainingJobName"]
        )
        assert gone == ("ValidationException", "Requested resource not found.")


def test_a_training_job_of_its_own_is_stopped_and_only_then_deleted(calls: Calls) -> None:
    name = trained(calls, calls.algorithm(HOLD))
    until(lambda: calls.training_job(name)["SecondaryStatus"] == "Training")
    code, message = refused(calls.sagemaker.delete_training_job, TrainingJobName=name)
    assert (code, "terminal state" in message) == ("ResourceInUse", True)
    calls.sagemaker.stop_training_job(TrainingJobName=name)
    found = ended(calls, name)
    assert (found["TrainingJobStatus"], found["SecondaryStatus"]) == ("Stopped", "Stopped")
    statuses = [item["Status"] for item in found["SecondaryStatusTransitions"]]
    assert statuses == ["Starting", "Downloading", "Training", "Stopping", "Uploading", "Stopped"]
    calls.sagemaker.delete_training_job(TrainingJobName=name)
    assert refused(calls.sagemaker.describe_training_job, TrainingJobName=name)[1] == (
        "Requested resource not found."
    )


def test_a_deleted_name_is_free_again_and_its_artifact_stays(calls: Calls, algorithm: str) -> None:
    first = ended(calls, trained(calls, algorithm, {"Tags": [{"Key": "a", "Value": "1"}]}))
    name = first["TrainingJobName"]
    calls.sagemaker.delete_training_job(TrainingJobName=name)
    assert calls.archive(first["ModelArtifacts"]["S3ModelArtifacts"]) == {"weights": b"b"}
    assert refused(calls.sagemaker.list_tags, ResourceArn=first["TrainingJobArn"])[0] == (
        "ValidationException"
    )
    trained(calls, algorithm, {"TrainingJobName": name, "HyperParameters.kind": "c"})
    again = ended(calls, name)
    assert again["CreationTime"] > first["CreationTime"]
    assert calls.sagemaker.list_tags(ResourceArn=again["TrainingJobArn"])["Tags"] == []


def test_a_training_job_that_is_not_there_cannot_be_deleted(calls: Calls) -> None:
    assert refused(calls.sagemaker.delete_training_job, TrainingJobName="gone") == (
        "ResourceNotFound",
        "Requested resource not found.",
    )
