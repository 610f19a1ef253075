"""TrainingJobStatusCounters, ObjectiveStatusCounters and completion details of tuning jobs.

They are worked out while a tuning job runs, and kept with it once it has ended: a list of many that
have ended counts nothing, Describe reads none of their training jobs' outcomes, and
DeleteTrainingJob changes no history.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Count, Model
from django.dispatch import receiver

from tuningconsole.engine.models import TrainingJob, TuningJob, status_changed
from tuningconsole.engine.search import completion, history
from tuningconsole.spec.states import ObjectiveStatus, TrainingJobStatus, is_final

_COUNTERS = ("TrainingJobStatusCounters", "ObjectiveStatusCounters")
_DETAILS = "TuningJobCompletionDetails"
_STATUS_COUNTERS = ("Completed", "InProgress", "RetryableError", "NonRetryableError", "Stopped")

Counters = Mapping[int, dict[str, dict[str, int]]]


def counted(jobs: Iterable[Any]) -> Counters:
    """Return both counters of each tuning job, by at most one query for all of them."""
    found: dict[int, Any] = {
        job.id: job.counters and {name: job.counters[name] for name in _COUNTERS} for job in jobs
    }
    running = [key for key, kept in found.items() if kept is None]
    return found | (_counted(running) if running else {})


def completion_details(job: TuningJob) -> dict[str, Any]:
    """Return TuningJobCompletionDetails."""
    kept: dict[str, Any] | None = (job.counters or {}).get(_DETAILS)
    if kept is None:
        return _completion_details(job)
    at = kept["ConvergenceDetectedTime"]
    return kept | {"ConvergenceDetectedTime": at and datetime.fromisoformat(at)}


@receiver(status_changed, sender=TuningJob)
def keep(sender: type[Model], job: TuningJob, **_: Any) -> None:
    """Keep the counters of a tuning job that has just ended, and so have its training jobs."""
    if is_final(job.status):
        details = _completion_details(job)
        at = details["ConvergenceDetectedTime"]
        details["ConvergenceDetectedTime"] = at and at.isoformat()
        job.counters = _counted([job.pk])[job.pk] | {_DETAILS: details}
        job.save(update_fields=["counters"])


def _completion_details(job: TuningJob) -> dict[str, Any]:
    found = completion.details(history.outcomes(job), completion.patience(job.definitions))
    return {
        "NumberOfTrainingJobsObjectiveNotImproving": found.not_improving,
        "ConvergenceDetectedTime": found.converged_at,
    }


def _counted(ids: list[int]) -> dict[int, dict[str, dict[str, int]]]:
    states: dict[int, Counter[str]] = defaultdict(Counter)
    objectives: dict[int, Counter[str]] = defaultdict(Counter)
    groups = (
        TrainingJob.objects.filter(tuning_job__in=ids)
        .values_list("tuning_job_id", "status", "is_retryable_failure", "objective_status")
        .annotate(count=Count("id"))
        .order_by()
    )
    for job_id, status, is_retryable, objective_status, count in groups:
        states[job_id][_status_counter(status, is_retryable=is_retryable)] += count
        objectives[job_id][objective_status] += count
    return {
        job_id: {
            "TrainingJobStatusCounters": {name: states[job_id][name] for name in _STATUS_COUNTERS},
            "ObjectiveStatusCounters": {name: objectives[job_id][name] for name in ObjectiveStatus},
        }
        for job_id in ids
    }


def _status_counter(status: str, *, is_retryable: bool) -> str:
    match status:
        case TrainingJobStatus.FAILED:
            return "RetryableError" if is_retryable else "NonRetryableError"
        case TrainingJobStatus.STOPPING:
            return "InProgress"
        case _:
            return status
