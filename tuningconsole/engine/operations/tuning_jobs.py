"""DescribeHyperParameterTuningJob, ListHyperParameterTuningJobs, and their Stop and Delete.

Members, defaults and quirks: domain-rules.md 3.1, 3.2, 3.8; errors: 1.2, N6, N10 and N11.
"""

from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from tuningconsole.engine.errors import ValidationError
from tuningconsole.engine.models import Tag, TrainingJob, TuningJob
from tuningconsole.engine.operations import paging
from tuningconsole.engine.operations.counters import completion_details, counted
from tuningconsole.engine.operations.registry import RequestContext, operation
from tuningconsole.engine.operations.training_job_answers import summary
from tuningconsole.engine.operations.training_jobs import NOT_FOUND, find_tuning_job
from tuningconsole.engine.search import wakeup
from tuningconsole.engine.search.observations import Objective, objectives
from tuningconsole.spec import canonical
from tuningconsole.spec.states import ObjectiveStatus, is_final

_SORT_KEYS = {"Name": "name", "CreationTime": "created_at", "Status": "status"}
_LISTED = (
    *("id", "name", "arn", "status", "config", "counters"),
    *("created_at", "modified_at", "ended_at"),
)
"""All columns that a list shows: documents and models take longer to make than rows."""


@operation()
def describe_hyper_parameter_tuning_job(
    request: dict[str, Any], _context: RequestContext
) -> dict[str, Any]:
    """Return everything about one tuning job."""
    return describe(find_tuning_job(request["HyperParameterTuningJobName"]))


@operation()
def list_hyper_parameter_tuning_jobs(
    request: dict[str, Any], _context: RequestContext
) -> dict[str, Any]:
    """Return tuning jobs, by name unless asked otherwise."""
    rows = paging.matching(TuningJob.objects.all(), request)
    if "StatusEquals" in request:
        rows = rows.filter(status=request["StatusEquals"])
    found = paging.page(
        rows.values_list(*_LISTED, named=True),
        request,
        key=_SORT_KEYS[request.get("SortBy", "Name")],
        question="ListHyperParameterTuningJobs",
        is_descending=request.get("SortOrder") == "Descending",
    )
    counters = counted(found.rows)
    summaries = [
        {
            "HyperParameterTuningJobName": job.name,
            "HyperParameterTuningJobArn": job.arn,
            "HyperParameterTuningJobStatus": job.status,
            "Strategy": job.config["Strategy"],
            "CreationTime": job.created_at,
            "HyperParameterTuningEndTime": job.ended_at,
            "LastModifiedTime": job.modified_at,
            "ResourceLimits": job.config["ResourceLimits"],
            **counters[job.id],
        }
        for job in found.rows
    ]
    return {"HyperParameterTuningJobSummaries": summaries, "NextToken": found.token}


@operation()
def stop_hyper_parameter_tuning_job(
    request: dict[str, Any], context: RequestContext
) -> dict[str, Any]:
    """Ask for a tuning job's end; the search loop stops its training jobs and ends it."""
    job = find_tuning_job(request["HyperParameterTuningJobName"])
    with transaction.atomic():
        if not job.request_stop(context.now):
            job.refresh_from_db(fields=["status"])
            raise ValidationError(
                f"The request was rejected because the tuning job is already {job.status}."
            )
        wakeup.notify()
    return {}


@operation()
def delete_hyper_parameter_tuning_job(
    request: dict[str, Any], _context: RequestContext
) -> dict[str, Any]:
    """Remove the entry of a tuning job that has ended; its training jobs stay, and name it still.

    Its name is free again. The model lists no error, so an unknown name is ValidationException.
    """
    job = TuningJob.objects.named(request["HyperParameterTuningJobName"]).first()
    if job is None:
        raise ValidationError(NOT_FOUND)
    if not is_final(job.status):
        raise ValidationError(
            f"The tuning job {job.name} cannot be deleted because it is not in a terminal state;"
            f" it is in {job.status} status."
        )
    with transaction.atomic():
        job.training_jobs.update(tuning_job=None, tuning_job_arn=job.arn)
        Tag.objects.filter(resource_arn=job.arn).delete()
        job.delete()
    return {}


def describe(job: TuningJob) -> dict[str, Any]:
    """Return DescribeHyperParameterTuningJob's answer."""
    given = job.request
    ended = job.ended_at or timezone.now()
    return {
        "HyperParameterTuningJobName": job.name,
        "HyperParameterTuningJobArn": job.arn,
        "HyperParameterTuningJobStatus": job.status,
        "CreationTime": job.created_at,
        "HyperParameterTuningEndTime": job.ended_at,
        "LastModifiedTime": job.modified_at,
        "BestTrainingJob": _best(job),
        "OverallBestTrainingJob": _overall_best(job),
        "FailureReason": job.failure_reason or None,
        "TuningJobCompletionDetails": completion_details(job),
        "ConsumedResources": {"RuntimeInSeconds": int((ended - job.created_at).total_seconds())},
        **{name: given[name] for name in ("WarmStartConfig", "Autotune") if name in given},
        **counted([job])[job.pk],
        **_configuration(job),
    }


def _configuration(job: TuningJob) -> dict[str, Any]:
    """Return configuration and definitions, in the request's form: one, or a list."""
    resolved = {
        "HyperParameterTuningJobConfig": job.config,
        "TrainingJobDefinitions": job.definitions,
    }
    return canonical.collapse(resolved) if "TrainingJobDefinition" in job.request else resolved


def _best(job: TuningJob) -> dict[str, Any] | None:
    """Return the best training job of all definitions that have the first one's objective.

    Values of different metrics cannot be compared, and AWS does not say how it does: the next
    objective counts while no training job was evaluated for those before it.
    """
    goals = objectives(job.definitions)
    for goal in dict.fromkeys(goals):
        numbers = [number for number, other in enumerate(goals) if other == goal]
        best = _first(job.training_jobs.filter(definition_number__in=numbers), goal)
        if best is not None:
            return summary(best, goal.metric)
    return None


def _first(jobs: QuerySet[TrainingJob], goal: Objective) -> TrainingJob | None:
    """Return the job of the best final objective; among equals the first one made."""
    evaluated = jobs.filter(
        objective_value__isnull=False, objective_status=ObjectiveStatus.SUCCEEDED
    )
    way = "-" if goal.is_maximized else ""
    return evaluated.defer("definition").order_by(f"{way}objective_value", "id").first()


def _overall_best(job: TuningJob) -> dict[str, Any] | None:
    """Return the best of this job and its direct parents; None unless the data is the same.

    All of them have one definition, with the same objective.
    """
    warm = job.request.get("WarmStartConfig", {})
    if warm.get("WarmStartType") != "IdenticalDataAndAlgorithm":
        return None
    names = [
        parent["HyperParameterTuningJobName"] for parent in warm["ParentHyperParameterTuningJobs"]
    ]
    family = {job.pk: job.name, **dict(TuningJob.objects.named(*names).values_list("pk", "name"))}
    [goal] = objectives(job.definitions)
    best = _first(TrainingJob.objects.filter(tuning_job__in=family), goal)
    if best is None or best.tuning_job_id is None:
        return None
    return summary(best, goal.metric) | {"TuningJobName": family[best.tuning_job_id]}
