"""The search loop: looks at every live tuning job, starts training jobs, ends tuning jobs.

It keeps nothing between two looks: all it decides by is in the database, so it may be killed at
any moment, and two loops do no harm (a training job's number is unique in its tuning job).
"""

import logging
import secrets
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, OperationalError, transaction
from django.db.models import Q
from django.utils import timezone
from kombu.exceptions import OperationalError as BrokerError

from tuningconsole.engine import celery, resources
from tuningconsole.engine.models import LIVE, LeaseLostError, Tag, TrainingJob, TuningJob
from tuningconsole.engine.search import history, progress, space, strategies
from tuningconsole.spec.states import TrainingJobStatus, TuningJobStatus

log = logging.getLogger(__name__)

WAKE_AGAIN_AFTER = timedelta(seconds=15)


def look(now: datetime | None = None) -> None:
    """Do what there is to do, for every live tuning job; one that cannot go on stops no other."""
    now = now or timezone.now()
    _end_what_never_ran(now)
    for job in TuningJob.objects.filter(status__in=LIVE).order_by("created_at"):
        try:
            if advance(job, now):
                wake_trainers(now)
        except IntegrityError:
            log.info("%s: another loop was faster", job.name)
        except OperationalError:
            raise
        except Exception:
            log.exception("%s cannot go on", job.name)
    wake_trainers(now)


def advance(job: TuningJob, now: datetime) -> bool:
    """Take one tuning job as far as it can go now; tell whether training jobs were started."""
    limits = job.request["HyperParameterTuningJobConfig"]["ResourceLimits"]
    if job.status == TuningJobStatus.INPROGRESS and _is_overdue(job, limits, now):
        job.request_stop(now)
    known = progress.of(job)
    if job.status == TuningJobStatus.STOPPING:
        _wind_down(job, known, now)
        return False
    wanted = limits["MaxNumberOfTrainingJobs"]
    if known.total >= wanted or known.is_hopeless:
        if not known.live:
            status, reason = progress.verdict(known)
            job.end(status, now, reason)
        return False
    free = min(limits["MaxParallelTrainingJobs"] - known.live, wanted - known.total)
    for number in range(known.total + 1, known.total + 1 + free):
        if not _start(job, number, now):
            return False
    return bool(free > 0)


def _wind_down(job: TuningJob, known: progress.Progress, now: datetime) -> None:
    """Stop what still runs; end the tuning job once nothing does."""
    for child in job.training_jobs.filter(status=TrainingJobStatus.INPROGRESS):
        child.request_stop(now)
    if not known.live:
        job.end(TuningJobStatus.STOPPED, now)


def _is_overdue(job: TuningJob, limits: dict[str, int], now: datetime) -> bool:
    """Tell whether the whole tuning job has run as long as it may; it ends as Stopped then."""
    most = limits.get("MaxRuntimeInSeconds")
    return most is not None and now - job.created_at >= timedelta(seconds=most)


def wake_trainers(now: datetime) -> None:
    """Tell trainers of each live training job that nobody looks after.

    Again where nobody came, but only while there are fewer messages than such jobs: with every
    trainer at work for hours, the queue must not grow.
    """
    unattended = TrainingJob.objects.filter(
        Q(lease_until=None) | Q(lease_until__lt=now), status__in=LIVE
    ).order_by("id")
    waiting = dict(unattended.values_list("pk", "woken_at"))
    unheard = [key for key, at in waiting.items() if at is None]
    try:
        if len(unheard) < len(waiting) and _messages() < len(waiting):
            unheard = [key for key, at in waiting.items() if not at or at < now - WAKE_AGAIN_AFTER]
        for key in unheard:
            celery.app.send_task(celery.TRAIN, args=[key], queue=celery.QUEUE)
            TrainingJob.objects.filter(pk=key).update(woken_at=now)
    except BrokerError:
        log.warning("Redis does not answer; trainers are told later", exc_info=True)


def _messages() -> int:
    """Return how many messages no trainer has taken yet."""
    with celery.app.connection_for_read() as connection:
        channel: Any = connection.default_channel  # Redis's, which the stubs do not know.
        return int(channel.client.llen(celery.QUEUE))


def _start(job: TuningJob, number: int, now: datetime) -> bool:
    """Make training job `number`; False when the tuning job is no longer in progress."""
    [definition] = job.definitions
    where = space.read(definition["HyperParameterRanges"])
    suggest = strategies.BY_NAME[job.request["HyperParameterTuningJobConfig"]["Strategy"]]
    tuned = suggest(where, history.trials(job, where), (job.seed, number))
    # Later than the end of the training job whose place it takes, which may be after `now`.
    now = max(now, timezone.now())
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
        Tag.inherit(child.arn, job.arn)
        TuningJob.objects.filter(pk=job.pk).update(modified_at=now)
    return True


def _end_what_never_ran(now: datetime) -> None:
    """End the training jobs that are to stop and that no trainer ever took."""
    waiting = TrainingJob.objects.filter(status=TrainingJobStatus.STOPPING, lease_id=None)
    for child in waiting:
        with suppress(LeaseLostError):
            child.end(TrainingJobStatus.STOPPED, "Stopped", now, objective_status="Failed")
