"""The search loop: looks at every live tuning job, starts training jobs, ends tuning jobs.

It keeps nothing between two looks: all it decides by is in the database, so it may be killed at
any moment, and two loops do no harm (a training job's number is unique in its tuning job).
"""

import logging
import secrets
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Count, Q
from django.utils import timezone
from kombu.exceptions import OperationalError

from tuningconsole.engine import celery, resources
from tuningconsole.engine.models import LIVE, LeaseLostError, TrainingJob, TuningJob
from tuningconsole.engine.search import history, space, strategies
from tuningconsole.spec.states import ObjectiveStatus, TrainingJobStatus, TuningJobStatus

log = logging.getLogger(__name__)

MAX_FAILURES_IN_A_ROW = 5
"""So many failures and no success end a tuning job (domain-rules.md 3.6)."""
WAKE_AGAIN_AFTER = timedelta(seconds=15)


@dataclass(frozen=True, slots=True)
class Progress:
    """A tuning job's training jobs, counted."""

    statuses: Counter[str]
    evaluated: int

    @property
    def total(self) -> int:
        """All that were ever started."""
        return self.statuses.total()

    @property
    def live(self) -> int:
        """Those that have not ended."""
        return sum(self.statuses[status] for status in LIVE)

    @property
    def is_hopeless(self) -> bool:
        """Nothing but failures, and enough of them."""
        failed, succeeded = self.statuses["Failed"], self.statuses["Completed"]
        return failed >= MAX_FAILURES_IN_A_ROW and not succeeded


def look(now: datetime | None = None) -> None:
    """Do what there is to do, for every live tuning job."""
    now = now or timezone.now()
    _end_what_never_ran(now)
    for job in TuningJob.objects.filter(status__in=LIVE).order_by("created_at"):
        try:
            advance(job, now)
        except IntegrityError:
            log.info("%s: another loop was faster", job.name)
    wake_trainers(now)


def advance(job: TuningJob, now: datetime) -> None:
    """Take one tuning job as far as it can go now."""
    progress = _progress(job)
    if job.status == TuningJobStatus.STOPPING:
        for child in job.training_jobs.filter(status=TrainingJobStatus.INPROGRESS):
            child.request_stop(now)
        if not progress.live:
            job.end(TuningJobStatus.STOPPED, now)
        return
    limits = job.request["HyperParameterTuningJobConfig"]["ResourceLimits"]
    wanted = limits["MaxNumberOfTrainingJobs"]
    if progress.total >= wanted or progress.is_hopeless:
        if not progress.live:
            job.end(*_verdict(progress, now))
        return
    free = limits["MaxParallelTrainingJobs"] - progress.live
    for number in range(
        progress.total + 1, progress.total + 1 + min(free, wanted - progress.total)
    ):
        if not _start(job, number, now):
            return


def wake_trainers(now: datetime) -> None:
    """Tell trainers of each live training job that nobody looks after; none more than needed."""
    unattended = TrainingJob.objects.filter(
        Q(woken_at=None) | Q(woken_at__lt=now - WAKE_AGAIN_AFTER),
        Q(lease_until=None) | Q(lease_until__lt=now),
        status__in=LIVE,
    )
    for key in list(unattended.order_by("id").values_list("pk", flat=True)):
        try:
            celery.app.send_task(celery.TRAIN, args=[key], queue=celery.QUEUE)
        except OperationalError:
            log.warning("Redis does not answer; trainers are told later", exc_info=True)
            return
        TrainingJob.objects.filter(pk=key).update(woken_at=now)


def _progress(job: TuningJob) -> Progress:
    rows = job.training_jobs.values_list("status", "objective_status").annotate(count=Count("id"))
    statuses: Counter[str] = Counter()
    evaluated = 0
    for status, objective_status, count in rows.order_by():
        statuses[status] += count
        evaluated += count if objective_status == ObjectiveStatus.SUCCEEDED else 0
    return Progress(statuses, evaluated)


def _verdict(progress: Progress, now: datetime) -> tuple[str, datetime, str]:
    """Return how a tuning job ends whose training jobs all have; domain-rules.md 3.6."""
    if progress.evaluated:
        return TuningJobStatus.COMPLETED, now, ""
    if progress.statuses["Completed"]:
        reason = (
            f"No objective metrics found after running {progress.total} training jobs. Please"
            " ensure that the custom algorithm is emitting the objective metric as defined by the"
            " regular expression provided."
        )
        return TuningJobStatus.FAILED, now, reason
    if failed := progress.statuses["Failed"]:
        reason = (
            f"No training job succeeded after {failed} attempts. For additional details, please"
            " take a look at the training job failures by listing training jobs for the"
            " hyperparameter tuning job."
        )
        return TuningJobStatus.FAILED, now, reason
    return TuningJobStatus.STOPPED, now, ""


def _start(job: TuningJob, number: int, now: datetime) -> bool:
    """Make training job `number`; False when the tuning job is no longer in progress."""
    [definition] = job.definitions
    where = space.read(definition["HyperParameterRanges"])
    suggest = strategies.BY_NAME[job.request["HyperParameterTuningJobConfig"]["Strategy"]]
    tuned = suggest(where, history.trials(job, where), (job.seed, number))
    name = f"{job.name}-{number:03d}-{secrets.token_hex(4)}"
    with transaction.atomic():
        fresh = TuningJob.objects.select_for_update().get(pk=job.pk)
        if fresh.status != TuningJobStatus.INPROGRESS:
            return False
        child = TrainingJob.objects.create(
            tuning_job=job,
            number=number,
            name=name,
            arn=resources.training_job_arn(name),
            definition_name=definition.get("DefinitionName", ""),
            definition=definition,
            image=job.images[0],
            tuned=tuned,
            created_at=now,
            modified_at=now,
        )
        child.enter("Starting", now)
        TuningJob.objects.filter(pk=job.pk).update(modified_at=now)
    return True


def _end_what_never_ran(now: datetime) -> None:
    """End the training jobs that are to stop and that no trainer ever took."""
    waiting = TrainingJob.objects.filter(status=TrainingJobStatus.STOPPING, lease_id=None)
    for child in waiting:
        with suppress(LeaseLostError):
            child.end(TrainingJobStatus.STOPPED, "Stopped", now, objective_status="Failed")
