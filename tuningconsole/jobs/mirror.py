"""Take over what AWS says of jobs; an old answer never overwrites a newer one."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import Q

from tuningconsole.aws.models import Connection
from tuningconsole.jobs import facets, spending
from tuningconsole.jobs.models import State, TrainingJob, TuningJob, account_of
from tuningconsole.jobs.signals import moved
from tuningconsole.spec.reading import finite
from tuningconsole.spec.states import TuningJobStatus, is_final, may_follow

NEW = str(TuningJobStatus.INPROGRESS)
"""A tuning job's status from its creation on (domain-rules.md 3.1)."""
_OBJECTIVE = "FinalHyperParameterTuningJobObjectiveMetric"


def plain(answer: Any) -> Any:
    """Return an answer of boto3's as JSON can hold it: times as ISO text, NaN as null."""
    text = json.dumps(answer, cls=DjangoJSONEncoder)
    return json.loads(text, parse_constant=lambda _: None)


def take_description(job: TuningJob, answer: dict[str, Any], now: datetime) -> bool:
    """Write DescribeHyperParameterTuningJob's answer; return whether it was news, not history."""
    best = answer.get("BestTrainingJob", {})
    values = _common(answer, now) | {
        "best_name": best.get("TrainingJobName", ""),
        "best_value": finite(best.get(_OBJECTIVE, {}).get("Value")),
        "failure_reason": answer.get("FailureReason", ""),
        "description": plain(answer),
        "facets": facets.of(answer, job.tags or {}, is_ours=job.key is not None),
        "missing_since": None,
    }
    config = answer["HyperParameterTuningJobConfig"]
    values["strategy"] = config.get("Strategy", "")
    values["training_jobs_wanted"] = _wanted(config.get("ResourceLimits", {}))
    return _write(job.pk, values)


def is_news(job: TuningJob, summary: dict[str, Any]) -> bool:
    """Tell whether a summary says anything that the row does not."""
    return (
        job.status != summary["HyperParameterTuningJobStatus"]
        or job.counters != summary["TrainingJobStatusCounters"]
        or job.objective_counters != summary["ObjectiveStatusCounters"]
        or job.modified_at != summary.get("LastModifiedTime")
        or job.description is None
    )


def take_summary(job: TuningJob, summary: dict[str, Any], now: datetime) -> bool:
    """Write what ListHyperParameterTuningJobs says; return whether it was news, not history."""
    return _write(job.pk, _common(summary, now))


def _common(answer: dict[str, Any], now: datetime) -> dict[str, Any]:
    """Return the values that descriptions and summaries have alike."""
    return {
        "arn": answer["HyperParameterTuningJobArn"],
        "status": answer["HyperParameterTuningJobStatus"],
        "created_at": answer["CreationTime"],
        "modified_at": answer.get("LastModifiedTime"),
        "ended_at": answer.get("HyperParameterTuningEndTime"),
        "counters": answer["TrainingJobStatusCounters"],
        "objective_counters": answer["ObjectiveStatusCounters"],
        "seen_at": now,
    }


def _wanted(limits: dict[str, Any]) -> int | None:
    wanted = limits.get("MaxNumberOfTrainingJobs")
    return None if wanted is None else int(wanted)


def _write(pk: int, values: dict[str, Any]) -> bool:
    """Write unless the row has seen something later: of the status, or of the time of change."""
    before = ["", *(known for known in TuningJobStatus if may_follow(known, values["status"]))]
    rows = TuningJob.objects.filter(pk=pk, state=State.CREATED, status__in=before)
    if values["modified_at"] is not None:
        rows = rows.filter(Q(modified_at__isnull=True) | Q(modified_at__lte=values["modified_at"]))
    with transaction.atomic():
        said = rows.select_for_update().values("status", "best_name").first()
        if said is None:
            return False
        rows.update(**values)
        moved.send(sender=TuningJob, pk=pk, before=said, after=values)
    return True


def add_found(connection: Connection, summary: dict[str, Any], now: datetime) -> TuningJob:
    """Return the row of a job that somebody made elsewhere, made now unless it is there."""
    name = summary["HyperParameterTuningJobName"]
    job, _ = TuningJob.objects.exclude(state=State.GONE).get_or_create(
        connection=connection,
        name_key=name.lower(),
        key=None,
        defaults={
            "team_id": connection.team_id,
            "name": name,
            "account": account_of(connection),
            "region": connection.region,
            "state": State.CREATED,
            "strategy": summary.get("Strategy", ""),
            "facets": facets.of({}, {}, is_ours=False),
            "training_jobs_wanted": _wanted(summary.get("ResourceLimits", {})),
            **_common(summary, now),
        },
    )
    return job


def mark_gone(job: TuningJob, now: datetime) -> None:
    """Note that AWS has the job no more; what is known of it stays."""
    TuningJob.objects.filter(pk=job.pk, state=State.CREATED).update(
        state=State.GONE, seen_at=now, refresh_due_at=None
    )


def take_tags(job: TuningJob, tags: dict[str, str]) -> None:
    """Write the job's tags."""
    job.tags = tags
    asked = job.description or job.request or {}
    found = facets.of(asked, tags, is_ours=job.key is not None)
    TuningJob.objects.filter(pk=job.pk).update(tags=tags, facets=found)


def take_training_jobs(job: TuningJob, summaries: Iterable[dict[str, Any]], now: datetime) -> None:
    """Write the training jobs of a tuning job; what has ended does not run again."""
    ended = set(job.training_jobs.settled().values_list("name", flat=True))
    rows = [
        TrainingJob(
            tuning_job=job,
            name=summary["TrainingJobName"],
            arn=summary["TrainingJobArn"],
            status=summary["TrainingJobStatus"],
            objective_value=finite(summary.get(_OBJECTIVE, {}).get("Value")),
            objective_status=summary.get("ObjectiveStatus", ""),
            hyperparameters=summary.get("TunedHyperParameters", {}),
            created_at=summary["CreationTime"],
            started_at=summary.get("TrainingStartTime"),
            ended_at=summary.get("TrainingEndTime"),
            failure_reason=summary.get("FailureReason", ""),
            definition_name=summary.get("TrainingJobDefinitionName", ""),
            seen_at=now,
        )
        for summary in summaries
        if is_final(summary["TrainingJobStatus"]) or summary["TrainingJobName"] not in ended
    ]
    TrainingJob.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["tuning_job", "name"],
        update_fields=[
            "status",
            "objective_value",
            "objective_status",
            "started_at",
            "ended_at",
            "failure_reason",
            "seen_at",
        ],
    )


def take_training_description(job: TrainingJob, answer: dict[str, Any], now: datetime) -> None:
    """Write DescribeTrainingJob's answer, unless it is older than what is known."""
    if is_final(job.status) and not is_final(answer["TrainingJobStatus"]):
        return
    job.status = answer["TrainingJobStatus"]
    job.started_at = answer.get("TrainingStartTime")
    job.ended_at = answer.get("TrainingEndTime")
    job.failure_reason = answer.get("FailureReason", "")
    job.description = plain(answer)
    job.described_at = job.seen_at = now
    job.save(
        update_fields=[
            "status",
            "started_at",
            "ended_at",
            "failure_reason",
            "description",
            "described_at",
            "seen_at",
        ]
    )
    spending.count_again(job)
