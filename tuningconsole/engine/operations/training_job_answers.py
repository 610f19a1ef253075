"""A training job as the API's answers show it: whole, and as a line of a list.

Members, defaults and quirks: domain-rules.md 3.3 and 3.8.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from tuningconsole.engine.models import Metric, TrainingJob
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
