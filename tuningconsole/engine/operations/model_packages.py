"""CreateModelPackage and DescribeModelPackage: what makes a trained artifact deployable.

A package is of an algorithm and an artifact, or of containers that name their own; groups and
versions are not offered. "ModelPackage already exists" is the text that SageMaker's SDK matches
(`Session.create_model_package_from_algorithm`); the others are ours.
"""

from copy import deepcopy
from typing import Any

from django.db import IntegrityError, transaction

from tuningconsole.engine import packages, resources
from tuningconsole.engine.artifacts import ModelPackage
from tuningconsole.engine.errors import ValidationError
from tuningconsole.engine.operations import algorithms, tags
from tuningconsole.engine.operations.registry import RequestContext, operation

_ECHOED = (
    "ModelPackageDescription",
    "SourceAlgorithmSpecification",
    "ValidationSpecification",
    "ModelApprovalStatus",
    "MetadataProperties",
    "ModelMetrics",
    "Domain",
    "Task",
    "SamplePayloadUrl",
    "CustomerMetadataProperties",
    "DriftCheckBaselines",
    "AdditionalInferenceSpecifications",
    "SkipModelValidation",
    "SourceUri",
    "SecurityConfig",
    "ModelCard",
    "ModelLifeCycle",
)
_GROUPED = ("ModelPackageGroupName", "ModelPackageRegistrationType", "ManagedStorageType")


@operation()
def create_model_package(request: dict[str, Any], context: RequestContext) -> dict[str, Any]:
    """Register a model package; whether its artifact is there is looked at afterwards."""
    for name in _GROUPED:
        if name in request:
            raise ValidationError(f"This engine keeps no model package groups: leave {name} out.")
    if "ModelPackageName" not in request:
        raise ValidationError("ModelPackageName is required for a model package without a group.")
    name, arn = (
        request["ModelPackageName"],
        resources.model_package_arn(request["ModelPackageName"]),
    )
    tags.check(request.get("Tags", ()))
    inference = _inference(request, context)
    try:
        with transaction.atomic():
            ModelPackage.objects.create(
                name=name,
                arn=arn,
                request={member: value for member, value in request.items() if member != "Tags"},
                inference=inference,
                created_at=context.now,
                modified_at=context.now,
            )
            tags.put(arn, request.get("Tags", ()))
    except IntegrityError as error:
        raise ValidationError(f"ModelPackage already exists: {arn}") from error
    return {"ModelPackageArn": arn}


@operation()
def describe_model_package(request: dict[str, Any], _context: RequestContext) -> dict[str, Any]:
    """Return everything about one model package; its status says whether the artifact is there."""
    package = find(request["ModelPackageName"])
    given = package.request
    is_metadata = request.get("IncludedData") == "MetadataOnly"
    left_out = {"ModelCard"} if is_metadata else set()
    return {
        "ModelPackageName": package.name,
        "ModelPackageArn": package.arn,
        "CreationTime": package.created_at,
        "LastModifiedTime": package.modified_at,
        "InferenceSpecification": package.inference,
        "ModelPackageStatus": package.status,
        "ModelPackageStatusDetails": {
            "ValidationStatuses": [_looked(package), *_profiles(given)],
            "ImageScanStatuses": [],
        },
        "CertifyForMarketplace": given.get("CertifyForMarketplace", False),
        **{name: given[name] for name in _ECHOED if name in given and name not in left_out},
    }


def find(name_or_arn: str) -> ModelPackage:
    """Return the model package of a name or an ARN, whatever the case.

    Raises:
        ValidationError: there is none.
    """
    is_arn = name_or_arn.startswith("arn:")
    arn = name_or_arn.lower() if is_arn else resources.model_package_arn(name_or_arn)
    if (package := ModelPackage.objects.filter(arn=arn).first()) is None:
        raise ValidationError(f"ModelPackage {arn} does not exist.")
    return package


def _inference(request: dict[str, Any], context: RequestContext) -> dict[str, Any]:
    """Return the package's InferenceSpecification: its own, or its algorithm's with the artifact.

    An algorithm that says nothing of inference is served by its training image. A product's
    container names it, by which SageMaker's SDK knows that it needs network isolation.
    """
    own = request.get("InferenceSpecification")
    sources = request.get("SourceAlgorithmSpecification", {}).get("SourceAlgorithms", [])
    if (own is None) == (not sources):
        raise ValidationError(
            "Specify either InferenceSpecification or SourceAlgorithmSpecification, but not both."
        )
    if own is not None:
        return dict(own)
    [source] = sources
    described = algorithms.describe(algorithms.find(source["AlgorithmName"], context))
    if not packages.artifacts_of(source):
        raise ValidationError("A model package of an algorithm needs ModelDataUrl.")
    image = described["TrainingSpecification"]["TrainingImage"]
    declared = described["InferenceSpecification"] or {"Containers": [{"Image": image}]}
    inference: dict[str, Any] = deepcopy(declared)
    container = inference["Containers"][0]
    container |= {k: v for k, v in source.items() if k in ("ModelDataUrl", "ModelDataSource")}
    if product := described["ProductId"]:
        container["ProductId"] = product
    return inference


def _looked(package: ModelPackage) -> dict[str, Any]:
    return {
        "Name": "ModelData",
        "Status": package.status,
        "FailureReason": package.failure_reason or None,
    }


def _profiles(given: dict[str, Any]) -> list[dict[str, str]]:
    """Return the validation profiles, of which the engine runs none, and says so."""
    profiles = given.get("ValidationSpecification", {}).get("ValidationProfiles", ())
    return [{"Name": profile["ProfileName"], "Status": "NotStarted"} for profile in profiles]
