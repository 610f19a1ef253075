"""AddTags, ListTags, DeleteTags, and the tags that Create operations bring.

Rules: domain-rules.md 1.12.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from tuningconsole.engine.artifacts import Model, ModelPackage
from tuningconsole.engine.errors import ValidationError
from tuningconsole.engine.models import Algorithm, Tag, TrainingJob, TuningJob
from tuningconsole.engine.operations import paging
from tuningconsole.engine.operations.registry import RequestContext, operation

MAX_TAGS = 50


@operation()
def add_tags(request: dict[str, Any], _context: RequestContext) -> dict[str, Any]:
    """Set tags of a resource; a key that it has gets the new value."""
    arn, tags = request["ResourceArn"], request["Tags"]
    check(tags)
    with transaction.atomic():
        # Locked, so that two requests together cannot exceed what neither exceeds alone.
        list(_resource(arn).select_for_update())
        put(arn, tags)
        count = Tag.objects.filter(resource_arn=arn).count()
        if count > MAX_TAGS:
            raise ValidationError(f"The number of tags, [{count}], exceeds the maximum of 50.")
    return {"Tags": _shown(Tag.objects.filter(resource_arn=arn).order_by("id"))}


@operation()
def list_tags(request: dict[str, Any], _context: RequestContext) -> dict[str, Any]:
    """Return a resource's tags in the order in which they came."""
    arn = request["ResourceArn"]
    _resource(arn)
    found = paging.page(
        Tag.objects.filter(resource_arn=arn),
        {"MaxResults": MAX_TAGS} | request,
        key="id",
        question="ListTags",
    )
    return {"Tags": _shown(found.rows), "NextToken": found.token}


@operation()
def delete_tags(request: dict[str, Any], _context: RequestContext) -> dict[str, Any]:
    """Remove tags by key; keys that the resource does not have are no error."""
    arn = request["ResourceArn"]
    _resource(arn)
    Tag.objects.filter(resource_arn=arn, key__in=request["TagKeys"]).delete()
    return {}


def check(tags: Iterable[Mapping[str, str]]) -> None:
    """Return if the keys are unique and none is AWS's own.

    Raises:
        ValidationError: they are not; the texts are ours, AWS's are not known.
    """
    seen: set[str] = set()
    for tag in tags:
        if tag["Key"].lower().startswith("aws:"):
            raise ValidationError("Tag keys starting with aws: are reserved.")
        if tag["Key"] in seen:
            raise ValidationError(f"Duplicate tag key: {tag['Key']}.")
        seen.add(tag["Key"])


def put(arn: str, tags: Iterable[Mapping[str, str]]) -> None:
    """Write the tags of a resource, over those of the same keys."""
    Tag.objects.bulk_create(
        [Tag(resource_arn=arn, key=tag["Key"], value=tag["Value"]) for tag in tags],
        update_conflicts=True,
        unique_fields=["resource_arn", "key"],
        update_fields=["value"],
    )


def _resource(arn: str) -> QuerySet[Any]:
    kinds: tuple[QuerySet[Any], ...] = (
        TuningJob.objects.all(),
        TrainingJob.objects.all(),
        Algorithm.objects.all(),
        Model.objects.all(),
        ModelPackage.objects.all(),
    )
    for kind in kinds:
        rows = kind.filter(arn=arn)
        if rows.exists():
            return rows
    raise ValidationError(f"Requested resource not found: {arn}")


def _shown(tags: Iterable[Tag]) -> list[dict[str, str]]:
    return [{"Key": tag.key, "Value": tag.value} for tag in tags]
