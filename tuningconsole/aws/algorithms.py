"""Algorithms: create, describe, list the account's own, delete."""

import re
from collections.abc import Iterator
from typing import Any

from tuningconsole.aws import messages
from tuningconsole.aws.client import client_for
from tuningconsole.aws.errors import Ambiguous, InUse, NotFound, Rejected, translated
from tuningconsole.aws.models import Connection

CREATE = "CreateAlgorithmInput"
_TAKEN = re.compile(r"already exists", re.IGNORECASE)
"""CreateAlgorithm models no error of its own: that a name is taken stands in the words."""


def create(connection: Connection, request: dict[str, Any]) -> str:
    """Send CreateAlgorithm once and return the ARN.

    Raises:
        InUse: the account has an algorithm of this name in the Region.
        Rejected: the request is wrong; the problems' paths are those of its shape.
        AwsError: of any other kind but NotFound; after Ambiguous the algorithm may exist.
    """
    client = client_for(connection, "sagemaker", retries=False)
    try:
        with translated():
            answer = client.create_algorithm(**request)
    except (NotFound, Rejected) as error:
        kind = InUse if isinstance(error, InUse) or _TAKEN.search(error.message) else Rejected
        problems = messages.problems(error.message, error.code, CREATE)
        raise kind(error.message, error.code, problems) from error
    if "AlgorithmArn" not in answer:
        # botocore takes a body that it cannot read for an empty one.
        raise Ambiguous("The answer could not be read.")
    return str(answer["AlgorithmArn"])


def delete(connection: Connection, name: str) -> None:
    """Send DeleteAlgorithm once.

    Raises:
        NotFound: there is none of this name; N8 of domain-rules.md.
        Rejected: it may not be deleted now; N9 of domain-rules.md.
        AwsError: AWS did not take it; after Ambiguous it may be gone.
    """
    with translated():
        client_for(connection, "sagemaker", retries=False).delete_algorithm(AlgorithmName=name)


def describe(connection: Connection, name_or_arn: str) -> dict[str, Any]:
    """Return DescribeAlgorithm's answer.

    Raises:
        NotFound: there is none of this name, or the account may not see it.
        AwsError: AWS did not answer it.
    """
    with translated():
        answer: dict[str, Any] = client_for(connection, "sagemaker").describe_algorithm(
            AlgorithmName=name_or_arn
        )
    answer.pop("ResponseMetadata", None)
    return answer


def list_own(connection: Connection) -> Iterator[dict[str, Any]]:
    """Yield the summaries of the account's own algorithms; subscriptions are listed by no API.

    Raises:
        AwsError: a page could not be read.
    """
    pages = client_for(connection, "sagemaker").get_paginator("list_algorithms")
    with translated():
        for page in pages.paginate():
            yield from page["AlgorithmSummaryList"]
