"""Hyperparameter tuning jobs: create, describe, list, stop, tags; answers as boto3 gives them."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from tuningconsole.aws import messages
from tuningconsole.aws.client import client_for
from tuningconsole.aws.errors import Ambiguous, NotFound, Rejected, translated
from tuningconsole.aws.models import Connection

PAGE_SIZE = 100


def create(connection: Connection, request: dict[str, Any]) -> str:
    """Send CreateHyperParameterTuningJob once and return the ARN.

    Raises:
        AwsError: of any kind but NotFound; after Ambiguous the job may exist.
    """
    client = client_for(connection, "sagemaker", retries=False)
    try:
        with translated():
            answer = client.create_hyper_parameter_tuning_job(**request)
    except NotFound as error:
        # Something that the request names is not there: a parent, an algorithm, a role.
        problems = messages.problems(error.message, error.code)
        raise Rejected(error.message, error.code, problems) from error
    if "HyperParameterTuningJobArn" not in answer:
        # botocore takes a body that it cannot read for an empty one.
        raise Ambiguous("The answer could not be read.")
    return str(answer["HyperParameterTuningJobArn"])


def describe(connection: Connection, name: str) -> dict[str, Any]:
    """Return DescribeHyperParameterTuningJob's answer.

    Raises:
        NotFound: there is none of this name.
        AwsError: AWS did not answer it.
    """
    with translated():
        answer: dict[str, Any] = client_for(
            connection, "sagemaker"
        ).describe_hyper_parameter_tuning_job(HyperParameterTuningJobName=name)
    answer.pop("ResponseMetadata", None)
    return answer


def list_by_status(connection: Connection, status: str) -> Iterator[dict[str, Any]]:
    """Yield the summaries of all tuning jobs of a status.

    Raises:
        AwsError: a page could not be read.
    """
    yield from _summaries(connection, StatusEquals=status)


def list_created_after(connection: Connection, moment: datetime | None) -> Iterator[dict[str, Any]]:
    """Yield the summaries of tuning jobs, the newest first, back to the moment or to the first.

    Raises:
        AwsError: a page could not be read.
    """
    since = {} if moment is None else {"CreationTimeAfter": moment}
    yield from _summaries(connection, SortBy="CreationTime", SortOrder="Descending", **since)


def list_training_jobs(connection: Connection, name: str) -> Iterator[dict[str, Any]]:
    """Yield the summaries of a tuning job's training jobs, the newest first.

    Raises:
        AwsError: a page could not be read.
    """
    pages = client_for(connection, "sagemaker").get_paginator(
        "list_training_jobs_for_hyper_parameter_tuning_job"
    )
    with translated():
        for page in pages.paginate(
            HyperParameterTuningJobName=name,
            SortBy="CreationTime",
            SortOrder="Descending",
            PaginationConfig={"PageSize": PAGE_SIZE},
        ):
            yield from page["TrainingJobSummaries"]


def stop(connection: Connection, name: str) -> None:
    """Send StopHyperParameterTuningJob once; a job that has ended or stops already is fine.

    Raises:
        NotFound: there is none of this name.
        AwsError: AWS did not take it; it may have been executed.
    """
    try:
        with translated():
            client_for(connection, "sagemaker", retries=False).stop_hyper_parameter_tuning_job(
                HyperParameterTuningJobName=name
            )
    except NotFound:
        raise
    except Rejected:
        # "The request was rejected because the tuning job is already …": describing tells.
        return


def tags(connection: Connection, arn: str) -> dict[str, str]:
    """Return a resource's tags, key -> value.

    Raises:
        AwsError: they could not be read.
    """
    pages = client_for(connection, "sagemaker").get_paginator("list_tags")
    with translated():
        return {
            tag["Key"]: tag["Value"]
            for page in pages.paginate(ResourceArn=arn)
            for tag in page["Tags"]
        }


def add_tags(connection: Connection, arn: str, tags: dict[str, str]) -> None:
    """Send AddTags; sent again it does no harm.

    Raises:
        NotFound: there is no such job.
        AwsError: AWS did not take it.
    """
    with translated():
        client_for(connection, "sagemaker").add_tags(
            ResourceArn=arn, Tags=[{"Key": key, "Value": value} for key, value in tags.items()]
        )


def _summaries(connection: Connection, **members: Any) -> Iterator[dict[str, Any]]:
    pages = client_for(connection, "sagemaker").get_paginator("list_hyper_parameter_tuning_jobs")
    with translated():
        for page in pages.paginate(**members, PaginationConfig={"PageSize": PAGE_SIZE}):
            yield from page["HyperParameterTuningJobSummaries"]
