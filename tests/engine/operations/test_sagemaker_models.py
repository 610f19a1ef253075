"""From a best training job to a model: CreateModelPackage and CreateModel, and their refusals."""

from typing import Any

import pytest

from tests.engine.calls import Calls, refused
from tests.engine.stack import BUCKET, ROLE, until

INFERENCE: dict[str, Any] = {
    "Containers": [{"Image": "registry.example/serving:1", "Environment": {"A": "b"}}],
    "SupportedContentTypes": ["text/csv"],
    "SupportedResponseMIMETypes": ["text/csv"],
}
ARN = "arn:aws:sagemaker:us-east-2:123456789012"


@pytest.fixture(scope="module")
def algorithm(calls: Calls) -> str:
    """An algorithm that says how its models are served."""
    plain = calls.algorithm()
    specification = calls.sagemaker.describe_algorithm(AlgorithmName=plain)
    name = calls.fresh("served")
    calls.sagemaker.create_algorithm(
        AlgorithmName=name,
        TrainingSpecification=specification["TrainingSpecification"],
        InferenceSpecification=INFERENCE,
    )
    return name


@pytest.fixture(scope="module")
def artifact(calls: Calls) -> str:
    return calls.put("models/good/model.tar.gz", b"model")


def packaged(calls: Calls, algorithm: str, artifact: str, **members: Any) -> str:
    """Make a model package of an algorithm; return its name."""
    name = calls.fresh("package")
    source = {"AlgorithmName": algorithm, "ModelDataUrl": artifact}
    calls.sagemaker.create_model_package(
        ModelPackageName=name,
        SourceAlgorithmSpecification={"SourceAlgorithms": [source]},
        **members,
    )
    return name


def looked_at(calls: Calls, name: str) -> dict[str, Any]:
    """Return the package's description once its artifact was looked for."""

    def look() -> dict[str, Any] | None:
        found = calls.sagemaker.describe_model_package(ModelPackageName=name)
        return None if found["ModelPackageStatus"] == "InProgress" else found

    return until(look) or {}


def test_a_package_of_an_algorithm_is_completed_once_its_artifact_was_found(
    calls: Calls, algorithm: str, artifact: str
) -> None:
    name = packaged(
        calls, algorithm, artifact, ModelPackageDescription="d", Tags=[{"Key": "a", "Value": "1"}]
    )
    found = looked_at(calls, name)
    assert found["ModelPackageStatus"] == "Completed"
    assert found["ModelPackageStatusDetails"]["ValidationStatuses"] == [
        {"Name": "ModelData", "Status": "Completed"}
    ]
    container = INFERENCE["Containers"][0] | {"ModelDataUrl": artifact}
    assert found["InferenceSpecification"] == INFERENCE | {"Containers": [container]}
    assert found["LastModifiedTime"] > found["CreationTime"]
    assert found["ModelPackageDescription"] == "d"
    by_arn = calls.sagemaker.describe_model_package(ModelPackageName=found["ModelPackageArn"])
    assert by_arn["ModelPackageName"] == name
    tags = calls.sagemaker.list_tags(ResourceArn=found["ModelPackageArn"])["Tags"]
    assert tags == [{"Key": "a", "Value": "1"}]


def test_an_algorithm_without_inference_is_served_by_its_training_image(
    calls: Calls, artifact: str
) -> None:
    arn = "arn:aws:sagemaker:us-east-2:764419575721:algorithm/scikit-decision-trees-1542410022"
    image = calls.sagemaker.describe_algorithm(AlgorithmName=arn)["TrainingSpecification"]
    found = looked_at(calls, packaged(calls, arn, artifact))
    assert found["InferenceSpecification"] == {
        "Containers": [
            {
                "Image": image["TrainingImage"],
                "ModelDataUrl": artifact,
                "ProductId": "prod-scikit-decision-trees",
            }
        ]
    }


@pytest.mark.parametrize("place", ["models/good/model.tar", "nowhere/model.tar.gz"])
def test_a_package_without_its_artifact_fails_and_says_so(
    calls: Calls, algorithm: str, artifact: str, place: str
) -> None:
    missing = f"s3://{BUCKET}/{place}"
    found = looked_at(calls, packaged(calls, algorithm, missing))
    assert found["ModelPackageStatus"] == "Failed"
    [status] = found["ModelPackageStatusDetails"]["ValidationStatuses"]
    assert status == {
        "Name": "ModelData",
        "Status": "Failed",
        "FailureReason": f"ClientError: Could not find model data at {missing}.",
    }


def test_a_bucket_that_is_not_there_fails_the_package_too(calls: Calls, algorithm: str) -> None:
    found = looked_at(calls, packaged(calls, algorithm, "s3://no-such-bucket-of-ours/model.tar.gz"))
    assert found["ModelPackageStatus"] == "Failed"


def test_a_package_may_be_of_containers(calls: Calls, artifact: str) -> None:
    name = calls.fresh("package")
    containers = [{"Image": "registry.example/serving:1", "ModelDataUrl": artifact}]
    calls.sagemaker.create_model_package(
        ModelPackageName=name, InferenceSpecification=INFERENCE | {"Containers": containers}
    )
    found = looked_at(calls, name)
    assert found["ModelPackageStatus"] == "Completed"
    assert found["InferenceSpecification"]["Containers"] == containers


@pytest.mark.parametrize(
    ("request_", "message"),
    [
        (
            {"ModelPackageName": "p-none"},
            "Specify either InferenceSpecification or SourceAlgorithmSpecification, but not both.",
        ),
        (
            {"ModelPackageGroupName": "group"},
            "This engine keeps no model package groups: leave ModelPackageGroupName out.",
        ),
        (
            {"InferenceSpecification": INFERENCE},
            "ModelPackageName is required for a model package without a group.",
        ),
        (
            {
                "ModelPackageName": "p-algorithm",
                "SourceAlgorithmSpecification": {"SourceAlgorithms": [{"AlgorithmName": "gone"}]},
            },
            "Algorithm gone does not exist.",
        ),
        (
            {
                "ModelPackageName": "p-data",
                "SourceAlgorithmSpecification": {
                    "SourceAlgorithms": [{"AlgorithmName": "linear-sgd"}]
                },
            },
            "A model package of an algorithm needs ModelDataUrl.",
        ),
    ],
)
def test_a_package_that_makes_no_sense_is_refused(
    calls: Calls, request_: dict[str, Any], message: str
) -> None:
    found = refused(calls.sagemaker.create_model_package, **request_)
    assert found == ("ValidationException", message)


def test_a_packages_name_is_taken_and_one_that_is_not_there_is_told(
    calls: Calls, algorithm: str, artifact: str
) -> None:
    name = packaged(calls, algorithm, artifact)
    found = refused(
        calls.sagemaker.create_model_package,
        ModelPackageName=name.upper(),
        InferenceSpecification=INFERENCE,
    )
    assert found == (
        "ValidationException",
        f"ModelPackage already exists: {ARN}:model-package/{name}",
    )
    assert refused(calls.sagemaker.describe_model_package, ModelPackageName="gone") == (
        "ValidationException",
        f"ModelPackage {ARN}:model-package/gone does not exist.",
    )


def test_a_model_is_made_of_a_package_described_and_deleted(
    calls: Calls, algorithm: str, artifact: str
) -> None:
    package = packaged(calls, algorithm, artifact)
    looked_at(calls, package)
    name = calls.fresh("model")
    arn = calls.sagemaker.create_model(
        ModelName=name,
        PrimaryContainer={"ModelPackageName": package},
        ExecutionRoleArn=ROLE,
        Tags=[{"Key": "a", "Value": "1"}],
    )["ModelArn"]
    found = calls.sagemaker.describe_model(ModelName=name)
    assert found["ModelArn"] == arn == f"{ARN}:model/{name}"
    assert found["PrimaryContainer"] == {
        "ModelPackageName": package,
        "Mode": "SingleModel",
        "Environment": {},
    }
    assert (found["ExecutionRoleArn"], found["EnableNetworkIsolation"]) == (ROLE, False)
    assert calls.sagemaker.list_tags(ResourceArn=arn)["Tags"] == [{"Key": "a", "Value": "1"}]
    calls.sagemaker.delete_model(ModelName=name)
    gone = ("ValidationException", f'Could not find model "{arn}".')
    assert refused(calls.sagemaker.describe_model, ModelName=name) == gone
    assert refused(calls.sagemaker.delete_model, ModelName=name) == gone
    assert refused(calls.sagemaker.list_tags, ResourceArn=arn)[0] == "ValidationException"


def test_a_model_of_several_containers_says_them_all(calls: Calls, artifact: str) -> None:
    name = calls.fresh("model")
    containers = [{"Image": f"i:{number}", "ModelDataUrl": artifact} for number in (1, 2)]
    calls.sagemaker.create_model(ModelName=name, Containers=containers)
    found = calls.sagemaker.describe_model(ModelName=name)
    assert [item["Image"] for item in found["Containers"]] == ["i:1", "i:2"]
    assert "PrimaryContainer" not in found
    again = refused(calls.sagemaker.create_model, ModelName=name.upper(), Containers=containers)
    assert again == (
        "ValidationException",
        f'Cannot create already existing model "{found["ModelArn"]}".',
    )


@pytest.mark.parametrize(
    ("container", "message"),
    [
        ({}, "Specify either Image or ModelPackageName, but not both."),
        ({"ModelPackageName": "gone"}, f"ModelPackage {ARN}:model-package/gone does not exist."),
        (
            {"Image": "i", "ModelDataUrl": f"s3://{BUCKET}/models/none.tar.gz"},
            f"Could not find model data at s3://{BUCKET}/models/none.tar.gz.",
        ),
        (
            {"Image": "i", "ModelDataUrl": "https://example.com/model.tar.gz"},
            "This engine reads s3:// locations only: https://example.com/model.tar.gz",
        ),
    ],
)
def test_a_model_that_could_not_be_deployed_is_refused(
    calls: Calls, container: dict[str, Any], message: str
) -> None:
    found = refused(
        calls.sagemaker.create_model, ModelName=calls.fresh("model"), PrimaryContainer=container
    )
    assert found == ("ValidationException", message)


def test_a_model_needs_a_package_whose_artifact_is_there(calls: Calls, algorithm: str) -> None:
    package = packaged(calls, algorithm, f"s3://{BUCKET}/models/none.tar.gz")
    looked_at(calls, package)
    code, message = refused(
        calls.sagemaker.create_model,
        ModelName=calls.fresh("model"),
        PrimaryContainer={"ModelPackageName": package},
    )
    assert (code, "is in Failed status" in message) == ("ValidationException", True)
