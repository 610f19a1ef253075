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
from tuningconsole.engine.search import (
    allocation,
    completion,
    history,
    judging,
    progress,
    space,
    strategies,
)
from tuningconsole.engine.search.observations import objectives
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
    limits = job.config["ResourceLimits"]
    if job.status == TuningJobStatus.INPROGRESS and _is_overdue(job, limits, now):
        job.request_stop(now)
    known = progress.of(job)
    if job.status == TuningJobStatus.STOPPING:
        _wind_down(job, known, now, TuningJobStatus.STOPPED)
        return False
    judging.judge(job, now)
    if job.completing_at or _is_complete(job, now):
        _wind_down(job, known, now, TuningJobStatus.COMPLETED)
        return False
    return _fill(job, known, now)


def _fill(job: TuningJob, known: progress.Progress, now: datetime) -> bool:
    """Start as many training jobs as may run; end the tuning job when all is done."""
    limits = job.config["ResourceLimits"]
    left = 0 if known.is_hopeless else limits["MaxNumberOfTrainingJobs"] - known.total
    made, started = known.made.copy(), 0
    for number in range(known.total + 1, known.total + 1 + left):
        turn = allocation.next_definition(job.definitions, made)
        if turn is None or known.live + started >= limits["MaxParallelTrainingJobs"]:
            break
        if not _start(job, number, turn, now):
            return bool(started)
        made[turn] += 1
        started += 1
    if not known.live and not started:
        status, reason = progress.verdict(known)
        job.end(status, now, reason)
    return bool(started)


def _wind_down(job: TuningJob, known: progress.Progress, now: datetime, status: str) -> None:
    """Stop what still runs; end the tuning job once nothing does."""
    for child in job.training_jobs.filter(status=TrainingJobStatus.INPROGRESS):
        child.request_stop(now)
    if not known.live:
        job.end(status, now)


def _is_complete(job: TuningJob, now: datetime) -> bool:
    """Tell whether a completion criterion is met; from then on it is."""
    criteria = job.config.get("TuningJobCompletionCriteria")
    if not criteria:
        return False
    found = history.outcomes(job)
    details = completion.details(found, completion.patience(job.definitions))
    if not completion.is_reached(criteria, found, objectives(job.definitions)[0], details):
        return False
    job.complete(now)
    return True


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


def _start(job: TuningJob, number: int, turn: int, now: datetime) -> bool:
    """Make training job `number` of the definition whose turn it is.

    False when the tuning job is to start none any more.
    """
    definition = job.definitions[turn]
    where = space.read(definition["HyperParameterRanges"])
    suggest = strategies.BY_NAME[job.config["Strategy"]]
    tuned = suggest(where, history.trials(job, turn, where), (job.seed, number))
    # Later than the end of the training job whose place it takes, which may be after `now`.
    now = max(now, timezone.now())
    name = f"{job.name}-{number:03d}-{secrets.token_hex(4)}"
    with transaction.atomic():
        fresh = TuningJob.objects.select_for_update().get(pk=job.pk)
        if fresh.status != TuningJobStatus.INPROGRESS or fresh.completing_at:
            return False
        child = TrainingJob.objects.create(
            tuning_job=job,
            number=number,
            definition_number=turn,
            name=name,
            arn=resources.training_job_arn(name),
            definition_name=definition.get("DefinitionName", ""),
            definition=definition,
            image=job.images[turn],
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
