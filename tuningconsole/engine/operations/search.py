"""Search: tuning jobs and training jobs by any of their properties.

Defaults and limits: domain-rules.md 3.8 and the documentation of SearchRequest. What of an
expression is refused, and how properties are compared: `engine.finding`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import OperationalError, connection, transaction
from django.db.models import (
    BooleanField,
    DateTimeField,
    Field,
    FloatField,
    Model,
    QuerySet,
    TextField,
)
from django.db.models.expressions import RawSQL
from psycopg.errors import QueryCanceled

from tuningconsole.engine.errors import ValidationError
from tuningconsole.engine.finding.expressions import where
from tuningconsole.engine.finding.properties import (
    MIXED,
    NUMBER,
    STRUCTURE,
    TIME,
    Property,
    number,
    resolve,
)
from tuningconsole.engine.finding.sources import RESOURCES, Resource
from tuningconsole.engine.models import Tag, TrainingJob, TuningJob
from tuningconsole.engine.operations import paging, training_job_answers, tuning_jobs
from tuningconsole.engine.operations.registry import RequestContext, operation
from tuningconsole.spec import shapes

LONGEST_S = 10
MOST_COUNTED = 10_000
"""So many hits are counted; of more the answer says that there are at least as many."""


@operation()
def search(request: dict[str, Any], _context: RequestContext) -> dict[str, Any]:
    """Return the records that match, the last modified first unless asked otherwise."""
    kind = request["Resource"]
    resource = RESOURCES.get(kind)
    if resource is None:
        raise ValidationError(f"This engine searches {' and '.join(sorted(RESOURCES))} only.")
    if "VisibilityConditions" in request:
        raise ValidationError("This engine knows no VisibilityConditions: leave them out.")
    rows = _matching(resource, request)
    with _limited():
        found = paging.page(
            rows,
            request,
            key="sorted_by",
            question="Search",
            is_descending=request.get("SortOrder", "Descending") == "Descending",
            is_nullable="SortBy" in request,
        )
        hits = rows.order_by().values("pk")[: MOST_COUNTED + 1].count()
    return {
        "Results": [{kind: record} for record in _records(resource, found.rows)],
        "NextToken": found.token,
        "TotalHits": {
            "Value": min(hits, MOST_COUNTED),
            "Relation": "EqualTo" if hits <= MOST_COUNTED else "GreaterThanOrEqualTo",
        },
    }


@contextmanager
def _limited() -> Iterator[None]:
    """Give up queries of the block that take too long: an expression may ask for anything.

    Raises:
        ValidationError: one did.
    """
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT set_config('statement_timeout', %s, true)", [f"{LONGEST_S}s"])
            yield
    except OperationalError as error:
        if not isinstance(error.__cause__, QueryCanceled):
            raise
        raise ValidationError(
            f"The search took longer than {LONGEST_S} seconds. Filter by names, statuses or times"
            " too."
        ) from error


def _matching(resource: Resource, request: dict[str, Any]) -> QuerySet[Any]:
    """Return the rows that match, each with `sorted_by`, what the answer is sorted by."""
    rows: Any = (
        TrainingJob.objects.select_related("tuning_job")
        if resource is RESOURCES["TrainingJob"]
        else TuningJob.objects.all()
    )
    if request.get("CrossAccountFilterOption") == "CrossAccount":
        # Resources of other accounts; the engine has one.
        rows = rows.none()
    if "SearchExpression" in request:
        sql, parameters = where(resource, request["SearchExpression"])
        rows = rows.filter(_raw(sql, parameters, BooleanField()))
    sql, parameters, field = _order(resolve(resource, request.get("SortBy", "LastModifiedTime")))
    matching: QuerySet[Any] = rows.annotate(sorted_by=_raw(sql, parameters, field))
    return matching


def _raw(sql: str, parameters: list[object], field: Field[Any, Any]) -> RawSQL:
    """Return an expression whose SQL is ours; whatever a request gave is a parameter."""
    return RawSQL(sql, parameters, output_field=field)  # noqa: S611


def _order(of: Property) -> tuple[str, list[object], Field[Any, Any]]:
    """Return what to sort by; of a list its first value, of hyperparameters the numbers."""
    if of.kind == STRUCTURE:
        raise ValidationError(f"The results cannot be sorted by [{of.name}].")
    value, parameters = of.value
    if of.rows[0]:
        value = f"(SELECT {value} FROM {of.rows[0]} LIMIT 1)"  # noqa: S608  No value in it.
        parameters = [*of.rows[1], *parameters]
    if of.kind == MIXED:
        sql = f"{number(value)}::float8"
        return sql, parameters * sql.count(value), FloatField()
    if of.kind == NUMBER:
        return f"({value})::float8", parameters, FloatField()
    return value, parameters, DateTimeField() if of.kind == TIME else TextField()


def _records(resource: Resource, rows: list[Model]) -> list[dict[str, Any]]:
    """Return the rows as Describe shows them, with their tags, by the members of the record."""
    shape: Any = shapes.shape(resource.shape)
    if resource is RESOURCES["TrainingJob"]:
        children = [row for row in rows if isinstance(row, TrainingJob)]
        metrics = training_job_answers.final_metrics(children)
        described = [
            (row.arn, training_job_answers.describe(row, metrics[row.pk])) for row in children
        ]
    else:
        jobs = [row for row in rows if isinstance(row, TuningJob)]
        described = [(row.arn, tuning_jobs.describe(row)) for row in jobs]
    tags = _tags(arn for arn, _ in described)
    return [
        {name: value for name, value in record.items() if name in shape.members}
        | {"Tags": tags[arn]}
        for arn, record in described
    ]


def _tags(arns: Iterable[str]) -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = defaultdict(list)
    for tag in Tag.objects.filter(resource_arn__in=list(arns)).order_by("id"):
        found[tag.resource_arn].append({"Key": tag.key, "Value": tag.value})
    return found
