"""Carry out a stop that a person has asked for, and ask again until AWS is seen to do it.

A stop is a wish kept in the row (reliability notes, R9): before AWS has the job it cancels the
submission; while nobody knows whether AWS has it, it waits; then StopHyperParameterTuningJob is
sent, again and again, until Describe shows the job stopping or ended.
"""

import logging
from datetime import datetime, timedelta
from typing import Any

from tuningconsole.audit.log import record
from tuningconsole.aws import errors, tuning_jobs
from tuningconsole.aws.errors import AwsError
from tuningconsole.jobs import mirror, polling
from tuningconsole.jobs.actions import CANCELLED
from tuningconsole.jobs.backoff import SOON, backoff
from tuningconsole.jobs.models import LEASE, Reason, State, TuningJob
from tuningconsole.spec.states import TuningJobStatus
from tuningconsole.tracing import context

log = logging.getLogger(__name__)

WAITING = timedelta(seconds=1)
"""How soon a stop looks again whether the submission has become a job."""
UNPROVEN = "It was not stopped: nobody can tell whether the job at AWS is this one."


def step(pk: int, now: datetime) -> TuningJob | None:
    """Do what the stop needs next; return the job's row if it was due and nobody else had it."""
    job = _claim(pk, now)
    if job is None:
        return None
    context.note(submission=str(job.uuid))
    match job.state:
        case State.READY:
            _cancel(job, now)
        case State.HELD if Reason(job.reason).may_exist:
            _give_up(job, f"{job.message} {UNPROVEN}")
        case State.HELD:
            _cancel(job, now)
        case State.SENDING | State.UNSURE:
            _put_off(job, now + WAITING)
        case State.CREATED:
            _stop(job, now)
        case _:
            _confirm(job, now)
    job.refresh_from_db()
    return job


def _claim(pk: int, now: datetime) -> TuningJob | None:
    due = TuningJob.objects.to_stop(now).filter(pk=pk)
    job = due.select_related("connection", "team").first()
    if job is None or not due.filter(stop_due_at=job.stop_due_at).update(stop_due_at=now + LEASE):
        return None
    job.stop_due_at = now + LEASE
    return job


def _cancel(job: TuningJob, now: datetime) -> None:
    """End a submission of which AWS knows nothing, unless it is being sent just now."""
    waiting = TuningJob.objects.filter(pk=job.pk, state=job.state, reason=job.reason)
    if waiting.update(
        state=State.CANCELLED,
        message=CANCELLED,
        due_at=None,
        stop_confirmed_at=now,
        stop_due_at=None,
    ):
        record(None, "cancelled", job, team_name=job.team.name)
    else:
        _put_off(job, now + WAITING)


def _stop(job: TuningJob, now: datetime) -> None:
    try:
        if job.status == TuningJobStatus.INPROGRESS:
            tuning_jobs.stop(job.connection, job.name)
        answer = tuning_jobs.describe(job.connection, job.name)
    except errors.NotFound:
        # One that was made just now may not be found yet: the stop would be lost.
        if polling.note_missing(job, now) is None:
            _confirm(job, now)
        else:
            _put_off(job, now + SOON)
    except errors.Denied as error:
        _give_up(job, f"It was not stopped: AWS does not allow it. {error.message}")
    except AwsError as error:
        log.warning("Stopping %s: %s: %s", job.uuid, type(error).__name__, error)
        TuningJob.objects.filter(pk=job.pk).update(delays=job.delays + 1)
        _put_off(job, now + backoff(job.delays))
    else:
        mirror.take_description(job, answer, now)
        if answer["HyperParameterTuningJobStatus"] == TuningJobStatus.INPROGRESS:
            _put_off(job, now + backoff(0))
        else:
            _confirm(job, now)
            polling.have_described([job.pk], now)


def _confirm(job: TuningJob, now: datetime) -> None:
    """Note that AWS was seen to stop the job, or that there is nothing to stop."""
    _write(job, stop_confirmed_at=now, stop_due_at=None, delays=0)
    polling.look_soon(job.connection_id, now)


def _give_up(job: TuningJob, message: str) -> None:
    """Take the wish back and tell why: a person has to do something first."""
    _write(job, stop_requested_at=None, stop_due_at=None, message=message, delays=0)
    record(None, "could not stop", job, team_name=job.team.name, message=message)


def _put_off(job: TuningJob, until: datetime) -> None:
    _write(job, stop_due_at=until)


def _write(job: TuningJob, **values: Any) -> None:
    """Write while the claim is ours."""
    TuningJob.objects.filter(pk=job.pk, stop_due_at=job.stop_due_at).update(**values)
