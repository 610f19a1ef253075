"""Algorithms: describe one, list the account's own."""

from collections.abc import Iterator
from typing import Any

from tuningconsole.aws.client import client_for
from tuningconsole.aws.errors import translated
from tuningconsole.aws.models import Connection


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
