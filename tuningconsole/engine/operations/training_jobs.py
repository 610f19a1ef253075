"""DescribeTrainingJob, StopTrainingJob, DeleteTrainingJob, and the two lists of training jobs.

Members, defaults and quirks: domain-rules.md 3.3 and 3.8; errors: 1.2, N6 and N7, and the
documentation of DeleteTrainingJob.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from tuningconsole.engine import resources
from tuningconsole.engine.errors import (
    ResourceInUseError,
    ResourceNotFoundError,
    ValidationError,
)
from tuningconsole.engine.models import LIVE, Metric, Tag, TrainingJob, TuningJob
from tuningconsole.engine.operations import paging
from tuningconsole.engine.operations.registry import RequestContext, operation
from tuningconsole.engine.search.observations import objectives
from tuningconsole.spec.states import ObjectiveStatus, is_final

AS_DEFINED = (
    "AlgorithmSpecification",
    "RoleArn",
    "InputDataConfig",
    "OutputDataConfig",
    "VpcConfig",
    "ResourceConfig",
    "StoppingCondition",
    "CheckpointConfig",
    "RetryStrategy",
    "Environment",
    "EnableNetworkIsolation",
    "EnableInterContainerTrafficEncryption",
    "EnableManagedSpotTraining",
    "DebugHookConfig",
    "ExperimentConfig",
    "InfraCheckConfig",
    "ProfilerConfig",
    "RemoteDebugConfig",
    "TensorBoardOutputConfig",
)
"""Members of DescribeTrainingJob that are those of the training job's definition."""

MAX_FINAL_METRICS = 40
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


def describe(job: TrainingJob, metrics: Iterable[Metric]) -> dict[str, Any]:
    """Return DescribeTrainingJob's answer; `metrics` as `final_metrics` gives them."""
    return {
        "TrainingJobName": job.name,
        "TrainingJobArn": job.arn,
        "TuningJobArn": tuning_job_arn(job),
        "ModelArtifacts": {"S3ModelArtifacts": _artifact(job)},
        "TrainingJobStatus": job.status,
        "SecondaryStatus": job.secondary_status,
        "FailureReason": job.failure_reason or None,
        "HyperParameters": job.definition.get("StaticHyperParameters", {}) | job.tuned,
        "CreationTime": job.created_at,
        "TrainingStartTime": job.started_at,
        "TrainingEndTime": job.ended_at,
        "LastModifiedTime": job.modified_at,
        "SecondaryStatusTransitions": [_transition(item) for item in job.transitions],
        "FinalMetricDataList": [
            {"MetricName": metric.name, "Value": metric.value, "Timestamp": metric.at}
            for metric in metrics
        ],
        # The engine profiles nothing and keeps no time series of metrics.
        "ProfilingStatus": "Disabled",
        **_times(job),
        **{name: job.definition[name] for name in AS_DEFINED if name in job.definition},
        "AlgorithmSpecification": {"EnableSageMakerMetricsTimeSeries": False}
        | job.definition["AlgorithmSpecification"],
    }


def tuning_job_arn(job: TrainingJob) -> str | None:
    """Return the ARN of the tuning job that made it, also when that was deleted."""
    return job.tuning_job.arn if job.tuning_job else job.tuning_job_arn or None


def final_metrics(jobs: Iterable[TrainingJob]) -> dict[int, list[Metric]]:
    """Return the last value of each metric of each training job, by name; by one query."""
    found: dict[int, list[Metric]] = {job.pk: [] for job in jobs}
    last = (
        Metric.objects.filter(training_job__in=found)
        .order_by("training_job_id", "name", "-id")
        .distinct("training_job_id", "name")
    )
    for metric in last:
        found[metric.training_job_id].append(metric)
    return {key: metrics[:MAX_FINAL_METRICS] for key, metrics in found.items()}


def summary(job: Any, metric: str) -> dict[str, Any]:
    """Return the training job as lists and BestTrainingJob show it; times in whole seconds.

    Args:
        job: the training job, or its row of the list.
        metric: the name of its objective.
    """
    value = job.objective_value
    is_evaluated = value is not None and job.objective_status == ObjectiveStatus.SUCCEEDED
    return {
        "TrainingJobDefinitionName": job.definition_name or None,
        "TrainingJobName": job.name,
        "TrainingJobArn": job.arn,
        "CreationTime": _whole_seconds(job.created_at),
        "TrainingStartTime": _whole_seconds(job.started_at),
        "TrainingEndTime": _whole_seconds(job.ended_at),
        "TrainingJobStatus": job.status,
        "TunedHyperParameters": job.tuned,
        "FailureReason": job.failure_reason or None,
        "FinalHyperParameterTuningJobObjectiveMetric": (
            {"MetricName": metric, "Value": value} if is_evaluated else None
        ),
        "ObjectiveStatus": job.objective_status,
    }


def _whole_seconds(at: datetime | None) -> datetime | None:
    return at.replace(microsecond=0) if at else None


def _artifact(job: TrainingJob) -> str:
    """Return where the model is or will be; the member is required, whatever the status."""
    folder = job.definition["OutputDataConfig"]["S3OutputPath"].rstrip("/")
    return job.artifact or f"{folder}/{job.name}/output/model.tar.gz"


def _transition(item: dict[str, str]) -> dict[str, Any]:
    times = {
        name: datetime.fromisoformat(item[name])
        for name in ("StartTime", "EndTime")
        if item.get(name)
    }
    return item | times


def _times(job: TrainingJob) -> dict[str, int]:
    if not (is_final(job.status) and job.started_at and job.ended_at):
        return {}
    seconds = max(1, round((job.ended_at - job.started_at).total_seconds()))
    return {"TrainingTimeInSeconds": seconds, "BillableTimeInSeconds": seconds}
