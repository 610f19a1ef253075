"""DescribeTrainingJob, StopTrainingJob, DeleteTrainingJob, and the two lists of training jobs.

Members, defaults and quirks: domain-rules.md 3.3 and 3.8; errors: 1.2, N6 and N7, and the
documentation of DeleteTrainingJob.
"""

from typing import Any

from django.db import transaction

from tuningconsole.engine import resources
from tuningconsole.engine.errors import (
    ResourceInUseError,
    ResourceNotFoundError,
    ValidationError,
)
from tuningconsole.engine.models import LIVE, Tag, TrainingJob, TuningJob
from tuningconsole.engine.operations import paging
from tuningconsole.engine.operations.registry import RequestContext, operation
from tuningconsole.engine.operations.training_job_answers import (
    describe,
    final_metrics,
    summary,
)
from tuningconsole.engine.search.observations import objectives
from tuningconsole.spec.states import is_final

NOT_FOUND = "Requested resource not found."
_LISTED = (
    *("id", "name", "arn", "status", "secondary_status"),
    *("created_at", "modified_at", "ended_at"),
)
"""All columns that ListTrainingJobs shows: documents and models take longer to make than rows."""
_SUMMARISED = (
    *("id", "name", "arn", "status", "definition_name", "definition_number", "tuned"),
    *("created_at", "started_at", "ended_at", "failure_reason"),
    *("objective_value", "objective_status"),
)
"""All columns that `summary` and the order of a list need."""
_SORT_KEYS = {
    "Name": "name",
    "CreationTime": "created_at",
    "Status": "status",
    "FinalObjectiveMetricValue": "objective_value",
}


@operation()
def describe_training_job(request: dict[str, Any], _context: RequestContext) -> dict[str, Any]:
    """Return everything about one training job."""
    job = find(request["TrainingJobName"])
    return describe(job, final_metrics([job])[job.pk])


@operation()
def list_training_jobs(request: dict[str, Any], _context: RequestContext) -> dict[str, Any]:
    """Return training jobs, oldest first unless asked otherwise.

    As AWS does it the page is cut before `StatusEquals` looks at it: a page may be short, even
    empty, and yet not be the last.
    """
    if request.keys() & {"WarmPoolStatusEquals", "TrainingPlanArnEquals"}:
        return {"TrainingJobSummaries": []}
    found = paging.page(
        paging.matching(TrainingJob.objects.all(), request).values_list(*_LISTED, named=True),
        request,
        key=_SORT_KEYS[request.get("SortBy", "CreationTime")],
        question="ListTrainingJobs",
        is_descending=request.get("SortOrder") == "Descending",
    )
    wanted = request.get("StatusEquals")
    summaries = [
        {
            "TrainingJobName": job.name,
            "TrainingJobArn": job.arn,
            "CreationTime": job.created_at,
            "TrainingEndTime": job.ended_at,
            "LastModifiedTime": job.modified_at,
            "TrainingJobStatus": job.status,
            "SecondaryStatus": job.secondary_status,
        }
        for job in found.rows
        if wanted in (None, job.status)
    ]
    return {"TrainingJobSummaries": summaries, "NextToken": found.token}


@operation()
def list_training_jobs_for_hyper_parameter_tuning_job(
    request: dict[str, Any], _context: RequestContext
) -> dict[str, Any]:
    """Return a tuning job's training jobs, by name unless asked otherwise.

    Sorting by the objective leaves out those that have none.
    """
    tuning_job = find_tuning_job(request["HyperParameterTuningJobName"])
    key = _SORT_KEYS[request.get("SortBy", "Name")]
    rows = tuning_job.training_jobs.filter(**{f"{key}__isnull": False})
    if "StatusEquals" in request:
        rows = rows.filter(status=request["StatusEquals"])
    found = paging.page(
        rows.values_list(*_SUMMARISED, named=True),
        request,
        key=key,
        question="ListTrainingJobsForHyperParameterTuningJob",
        is_descending=request.get("SortOrder") == "Descending",
    )
    goals = objectives(tuning_job.definitions)
    return {
        "TrainingJobSummaries": [
            summary(job, goals[job.definition_number].metric) for job in found.rows
        ],
        "NextToken": found.token,
    }


@operation()
def stop_training_job(request: dict[str, Any], context: RequestContext) -> dict[str, Any]:
    """Ask for one training job's end; its tuning job goes on."""
    job = find(request["TrainingJobName"])
    if not job.request_stop(context.now):
        job.refresh_from_db(fields=["status"])
        raise ValidationError(
            f"The request was rejected because the training job is in status {job.status}."
        )
    return {}


@operation()
def delete_training_job(request: dict[str, Any], _context: RequestContext) -> dict[str, Any]:
    """Remove a training job that has ended, with its metrics and tags; its name is free again.

    Its log and its artifacts stay. A tuning job in progress needs all of its training jobs: the
    engine refuses while there is one, AWS's answer to that is not known.
    """
    job = by_name(request["TrainingJobName"])
    if job is None:
        raise ResourceNotFoundError(NOT_FOUND)
    with transaction.atomic():
        if job.tuning_job_id is not None:
            parent = TuningJob.objects.select_for_update().get(pk=job.tuning_job_id)
            if parent.status in LIVE:
                raise ResourceInUseError(
                    f"The training job {job.name} belongs to the tuning job {parent.name}, which is"
                    f" in {parent.status} status. Delete it when the tuning job has ended."
                )
        if not is_final(job.status):
            raise ResourceInUseError(
                f"Cannot delete a training job in {job.status} status. You can delete only"
                " training jobs that are in a terminal state (Stopped, Failed, or Completed)."
            )
        Tag.objects.filter(resource_arn=job.arn).delete()
        job.delete()
    return {}


def by_name(name: str) -> TrainingJob | None:
    """Return the training job, whatever the name's case; ARNs hold names in lower case."""
    rows = TrainingJob.objects.select_related("tuning_job")
    return rows.filter(arn=resources.training_job_arn(name)).first()


def find(name: str) -> TrainingJob:
    """Return the training job.

    Raises:
        ValidationError: there is none; it is not ResourceNotFound here (domain-rules.md N7).
    """
    if (job := by_name(name)) is None:
        raise ValidationError(NOT_FOUND)
    return job


def find_tuning_job(name: str) -> TuningJob:
    """Return the tuning job, whatever the name's case.

    Raises:
        ResourceNotFoundError: there is none.
    """
    job = TuningJob.objects.named(name).first()
    if job is None:
        raise ResourceNotFoundError(
            f"Amazon SageMaker can't find a tuning job called {name}. Type another name."
        )
    return job
