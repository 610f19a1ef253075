"""CreateAlgorithm, DescribeAlgorithm, ListAlgorithms, DeleteAlgorithm.

Rules and quirks: domain-rules.md 1.2 (N5, N8, N9) and 3.8.
"""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from django.db import IntegrityError, transaction

from tuningconsole.engine import resources
from tuningconsole.engine.errors import ValidationError
from tuningconsole.engine.models import Algorithm, Tag
from tuningconsole.engine.operations import paging, tags
from tuningconsole.engine.operations.registry import RequestContext, operation
from tuningconsole.engine.specification import check
from tuningconsole.spec.states import AlgorithmStatus

NOT_ECHOED: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("ResourceConfig", ("KeepAlivePeriodInSeconds",)),
    ("StoppingCondition", ("MaxPendingTimeInSeconds", "MaxWaitTimeInSeconds")),
    ("OutputDataConfig", ("CompressionType",)),
    ("InputDataConfig", ("InputMode", "ShuffleConfig")),
)
"""Members of a validation profile's training job that DescribeAlgorithm leaves out (Terraform)."""


@operation()
def create_algorithm(request: dict[str, Any], context: RequestContext) -> dict[str, Any]:
    """Register an algorithm; it can be used at once."""
    check(request["TrainingSpecification"])
    tags.check(request.get("Tags", ()))
    name = request["AlgorithmName"]
    arn = resources.algorithm_arn(name)
    kept = {member: value for member, value in request.items() if member != "Tags"}
    try:
        with transaction.atomic():
            Algorithm.objects.create(
                name=name, arn=arn, account=context.account, request=kept, created_at=context.now
            )
            tags.put(arn, request.get("Tags", ()))
    except IntegrityError as error:
        raise ValidationError(f"Algorithm already exists: {arn}") from error
    return {"AlgorithmArn": arn}


@operation()
def describe_algorithm(request: dict[str, Any], context: RequestContext) -> dict[str, Any]:
    """Return an algorithm by its name, or by its ARN whoever's it is."""
    return describe(find(request["AlgorithmName"], context))


@operation()
def list_algorithms(request: dict[str, Any], context: RequestContext) -> dict[str, Any]:
    """Return the account's own algorithms, oldest first unless asked otherwise."""
    own = Algorithm.objects.filter(account=context.account)
    found = paging.page(
        paging.matching(own, request),
        request,
        key="name" if request.get("SortBy") == "Name" else "created_at",
        question="ListAlgorithms",
        is_descending=request.get("SortOrder") == "Descending",
    )
    summaries = [
        {
            "AlgorithmName": algorithm.name,
            "AlgorithmArn": algorithm.arn,
            "AlgorithmDescription": algorithm.request.get("AlgorithmDescription"),
            "CreationTime": algorithm.created_at,
            "AlgorithmStatus": algorithm.status,
        }
        for algorithm in found.rows
    ]
    return {"AlgorithmSummaryList": summaries, "NextToken": found.token}


@operation()
def delete_algorithm(request: dict[str, Any], context: RequestContext) -> dict[str, Any]:
    """Remove one of the account's own algorithms; tuning jobs keep what they took from it."""
    algorithm = find(request["AlgorithmName"], context)
    if algorithm.status in (AlgorithmStatus.PENDING, AlgorithmStatus.INPROGRESS):
        raise ValidationError(f"Cannot delete Algorithm in {algorithm.status} status")
    with transaction.atomic():
        Tag.objects.filter(resource_arn=algorithm.arn).delete()
        algorithm.delete()
    return {}


def find(name_or_arn: str, context: RequestContext) -> Algorithm:
    """Return the algorithm: an ARN of any account, or the name of one of our own.

    Raises:
        ValidationError: there is none.
    """
    if name_or_arn.startswith("arn:"):
        rows = Algorithm.objects.filter(arn__iexact=name_or_arn)
    else:
        rows = Algorithm.objects.filter(account=context.account, name__iexact=name_or_arn)
    if (algorithm := rows.first()) is None:
        raise ValidationError(f"Algorithm {name_or_arn} does not exist.")
    return algorithm


def describe(algorithm: Algorithm) -> dict[str, Any]:
    """Return DescribeAlgorithm's answer."""
    given = algorithm.request
    answer = {
        "AlgorithmName": algorithm.name,
        "AlgorithmArn": algorithm.arn,
        "AlgorithmDescription": given.get("AlgorithmDescription"),
        "CreationTime": algorithm.created_at,
        "TrainingSpecification": given["TrainingSpecification"],
        "InferenceSpecification": given.get("InferenceSpecification"),
        "AlgorithmStatus": algorithm.status,
        "AlgorithmStatusDetails": {},
        "ProductId": algorithm.product_id or None,
        "CertifyForMarketplace": given.get("CertifyForMarketplace", False),
    }
    if validation := given.get("ValidationSpecification"):
        answer["ValidationSpecification"] = _without_silent_members(validation)
        # The engine trains and tunes; it runs no validation profile, and says so.
        answer["AlgorithmStatusDetails"] = {
            "ValidationStatuses": [
                {"Name": profile["ProfileName"], "Status": "NotStarted"}
                for profile in validation["ValidationProfiles"]
            ]
        }
    return answer


def _without_silent_members(validation: Mapping[str, Any]) -> dict[str, Any]:
    result = deepcopy(dict(validation))
    for profile in result["ValidationProfiles"]:
        definition = profile["TrainingJobDefinition"]
        for member, silent in NOT_ECHOED:
            found = definition.get(member, [])
            for part in found if isinstance(found, list) else [found]:
                for name in silent:
                    part.pop(name, None)
    return result
