"""CreateModel, DescribeModel, ListModels, DeleteModel: a trained artifact under a name.

Nothing is served from it. Texts: "Could not find model data at …" and "Could not find model …" of
public logs, "Cannot create already existing model" as SageMaker's SDK matches it
(`Session.create_model`); the others are ours. Members: the documentation of CreateModelInput.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from django.db import IntegrityError, transaction

from tuningconsole.engine import packages, resources, roles
from tuningconsole.engine.artifacts import COMPLETED, Model
from tuningconsole.engine.errors import ValidationError
from tuningconsole.engine.models import Tag
from tuningconsole.engine.operations import paging, tags
from tuningconsole.engine.operations.model_packages import find as find_package
from tuningconsole.engine.operations.registry import RequestContext, operation

_ECHOED = ("InferenceExecutionConfig", "ExecutionRoleArn", "VpcConfig")


@operation()
def create_model(request: dict[str, Any], context: RequestContext) -> dict[str, Any]:
    """Register a model of one container or of several."""
    arn = resources.model_arn(request["ModelName"])
    if Model.objects.filter(arn=arn).exists():
        raise _taken(arn)
    tags.check(request.get("Tags", ()))
    if ("PrimaryContainer" in request) == bool(request.get("Containers")):
        raise ValidationError("Specify either PrimaryContainer or Containers, but not both.")
    if role := request.get("ExecutionRoleArn"):
        roles.check(role)
    for container in _containers(request):
        _check(container)
    try:
        with transaction.atomic():
            Model.objects.create(
                name=request["ModelName"],
                arn=arn,
                request={name: value for name, value in request.items() if name != "Tags"},
                created_at=context.now,
            )
            tags.put(arn, request.get("Tags", ()))
    except IntegrityError as error:
        raise _taken(arn) from error
    return {"ModelArn": arn}


@operation()
def describe_model(request: dict[str, Any], _context: RequestContext) -> dict[str, Any]:
    """Return everything about one model."""
    model = _find(request["ModelName"])
    given = model.request
    answer = {
        "ModelName": model.name,
        "ModelArn": model.arn,
        "CreationTime": model.created_at,
        "EnableNetworkIsolation": given.get("EnableNetworkIsolation", False),
        **{name: given[name] for name in _ECHOED if name in given},
    }
    shown = [{"Mode": "SingleModel", "Environment": {}} | item for item in _containers(given)]
    if "PrimaryContainer" in given:
        return answer | {"PrimaryContainer": shown[0]}
    return answer | {"Containers": shown}


@operation()
def list_models(request: dict[str, Any], _context: RequestContext) -> dict[str, Any]:
    """Return models, youngest first unless asked otherwise."""
    found = paging.page(
        paging.matching(Model.objects.all(), request),
        request,
        key="name" if request.get("SortBy") == "Name" else "created_at",
        question="ListModels",
        is_descending=request.get("SortOrder", "Descending") == "Descending",
    )
    summaries = [
        {"ModelName": model.name, "ModelArn": model.arn, "CreationTime": model.created_at}
        for model in found.rows
    ]
    return {"Models": summaries, "NextToken": found.token}


@operation()
def delete_model(request: dict[str, Any], _context: RequestContext) -> dict[str, Any]:
    """Remove the entry of a model; its artifact stays."""
    model = _find(request["ModelName"])
    with transaction.atomic():
        Tag.objects.filter(resource_arn=model.arn).delete()
        model.delete()
    return {}


def _find(name: str) -> Model:
    arn = resources.model_arn(name)
    if (model := Model.objects.filter(arn=arn).first()) is None:
        raise ValidationError(f'Could not find model "{arn}".')
    return model


def _taken(arn: str) -> ValidationError:
    return ValidationError(f'Cannot create already existing model "{arn}".')


def _containers(request: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    if "PrimaryContainer" in request:
        yield request["PrimaryContainer"]
    yield from request.get("Containers", ())


def _check(container: Mapping[str, Any]) -> None:
    """Return if the container has an image or a package, and its artifact is there.

    Raises:
        ValidationError: it has not, or there is none.
        DependencyError: S3 does not answer.
    """
    if ("Image" in container) == ("ModelPackageName" in container):
        raise ValidationError("Specify either Image or ModelPackageName, but not both.")
    if name := container.get("ModelPackageName"):
        package = find_package(name)
        if package.status != COMPLETED:
            raise ValidationError(
                f"Model package {package.arn} is in {package.status} status. A model needs one in"
                f" {COMPLETED} status."
            )
    for uri in packages.artifacts_of(container):
        if not packages.is_there(uri):
            raise ValidationError(f"Could not find model data at {uri}.")
