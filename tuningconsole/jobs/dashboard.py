"""What a team sees first: what runs, what came of what ran, what failed and what to do about it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import JSONField, QuerySet, Value
from django.db.models.fields.json import KeyTransform
from django.db.models.functions import Coalesce

from tuningconsole.jobs import outcome, remedies
from tuningconsole.jobs.models import Reason, TrainingJob, TuningJob
from tuningconsole.jobs.models.listed import ENDED, NOT_YET
from tuningconsole.jobs.outcome import Hold
from tuningconsole.jobs.remedies import Row
from tuningconsole.jobs.sparklines import Sparkline, sparklines
from tuningconsole.spec.states import TrainingJobStatus, TuningJobStatus

MOST_RUNNING = 12
MOST_ENDED = 6
RECENT = timedelta(days=14)
"""Failures are shown so long."""
RUNNING = (TuningJobStatus.INPROGRESS, TuningJobStatus.STOPPING, "Submitting", "Queued")
"""Words of `TuningJob.shown`."""
FAILED = (TuningJobStatus.FAILED, "Held")
ENDED_WELL = (TuningJobStatus.COMPLETED, TuningJobStatus.STOPPED)


@dataclass(frozen=True, slots=True)
class Running:
    """A job that runs or is about to."""

    job: TuningJob
    sparkline: Sparkline | None
    duration: timedelta | None


@dataclass(frozen=True, slots=True)
class Failure:
    """A job that failed or waits for somebody.

    Attributes:
        first: the training job that failed first, None where there is none.
        reason: AWS's words, "" where there are none.
        hold: why a submission waits, None for a job that failed.
    """

    job: TuningJob
    first: TrainingJob | None
    hold: Hold | None

    @property
    def reason(self) -> str:
        """Why: the training job's reason says more than the tuning job's."""
        own = self.job.message if self.hold else self.job.failure_reason
        return (self.first.failure_reason if self.first else "") or own

    @property
    def remedy(self) -> Row | None:
        """The kind of failure, None where the reason is not known."""
        return remedies.row_of(self.reason)

    @property
    def may_fix(self) -> bool:
        """A draft can be opened at what is to be changed."""
        is_known = self.remedy is not None and self.remedy.path != remedies.LOG
        return is_known and (not self.hold or self.job.reason == Reason.QUOTA)


def running(team_id: int) -> QuerySet[TuningJob]:
    """Return the jobs that run or are about to, the newest first."""
    return _of(team_id).filter(shown__in=RUNNING).order_by("-created_at", "-pk")


def ended_well(team_id: int) -> QuerySet[TuningJob]:
    """Return the jobs that completed or were stopped, the last to end first."""
    found = _of(team_id).filter(shown__in=ENDED_WELL).annotate(sorted_by=ENDED)
    return found.filter(sorted_by__lt=NOT_YET).order_by("-sorted_by", "-pk")[:MOST_ENDED]


def failed(team_id: int, now: datetime) -> QuerySet[TuningJob]:
    """Return the jobs that failed or wait for somebody, the newest first."""
    recent = _of(team_id).filter(shown__in=FAILED, created_at__gt=_hour(now) - RECENT)
    return recent.order_by("-created_at", "-pk")[:MOST_ENDED]


def shown_running(jobs: Iterable[TuningJob], now: datetime) -> list[Running]:
    """Return the first of the running jobs, each with its picture."""
    shown = list(jobs)[:MOST_RUNNING]
    drawn = sparklines(shown, now)
    return [Running(job, drawn.get(job.pk), job.duration(now)) for job in shown]


def shown_failures(jobs: Sequence[TuningJob]) -> list[Failure]:
    """Return the failures, each with the training job that failed first."""
    broken = TrainingJob.objects.filter(
        tuning_job__in=[job.pk for job in jobs], status=TrainingJobStatus.FAILED
    )
    first = broken.order_by("tuning_job", "ended_at", "pk").distinct("tuning_job")
    by_job = {each.tuning_job_id: each for each in first.defer("description", "hyperparameters")}
    return [Failure(job, by_job.get(job.pk), outcome.hold(job)) for job in jobs]


def _of(team_id: int) -> QuerySet[TuningJob]:
    """Return the team's jobs with what the dashboard shows, and of the documents a few words."""
    config = KeyTransform("HyperParameterTuningJobConfig", "description")
    several = KeyTransform("0", KeyTransform("TrainingJobDefinitions", "description"))
    objective: Any = Coalesce(
        KeyTransform("HyperParameterTuningJobObjective", config),
        KeyTransform("TuningObjective", several),
        Value({}, JSONField()),
        output_field=JSONField(),
    )
    return (
        TuningJob.objects.filter(team=team_id)
        .select_related("creator", "connection")
        .defer("request", "description", "tags", "problems")
        .annotate(objective=objective)
    )


def _hour(now: datetime) -> datetime:
    """Return the beginning of the hour: what is asked for stays the same within it."""
    return now.replace(minute=0, second=0, microsecond=0)
