"""Take a submission one step further: send it, or find out what became of an earlier attempt.

Exactly one job comes of a submission, whatever fails (reliability notes, 3.2): a claim is committed
before anything is sent; only the holder of the lease writes the outcome; after an attempt that may
have been executed the name is looked up before anything is sent again; a job is ours if it has our
tag.
"""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.db import transaction

from tuningconsole.audit.log import record
from tuningconsole.aws import errors, tuning_jobs
from tuningconsole.aws.errors import AwsError
from tuningconsole.jobs import mirror, polling, wakeup
from tuningconsole.jobs.backoff import SOON, backoff
from tuningconsole.jobs.models import LEASE, Reason, State, TuningJob
from tuningconsole.jobs.signals import held
from tuningconsole.jobs.submission import TAG, TAKEN
from tuningconsole.tracing import context

log = logging.getLogger(__name__)

SETTLING = timedelta(seconds=60)
"""For so long after an attempt "there is no such job" proves nothing: it may still appear."""
STALE = timedelta(hours=24)
LONG = timedelta(minutes=15)
"""People are told when AWS could not be reached, or would not be asked, for so long."""
MOST_LOSSES = 5


def step(pk: int, now: datetime) -> TuningJob | None:
    """Do what the submission needs next; return its row if it was due and nobody else had it."""
    _expire(pk, now)
    _hold_stale(pk, now)
    job = _claim(pk, now)
    if job is None:
        return None
    context.note(submission=str(job.uuid))
    if job.state == State.SENDING:
        _send(job, now)
    else:
        _resolve(job, now)
    job.refresh_from_db()
    return job


@transaction.atomic
def _expire(pk: int, now: datetime) -> None:
    """Take a lease that ran out: its worker was lost, nobody knows with what done."""
    lost = TuningJob.objects.filter(pk=pk, state=State.SENDING, lease_until__lt=now)
    job = lost.first()
    if job is None:
        return
    values: dict[str, Any] = {"losses": job.losses + 1, "lease_id": None, "lease_until": None}
    if job.losses + 1 >= MOST_LOSSES:
        text = f"Workers were lost {MOST_LOSSES} times while they sent it. It may be running."
        values |= {"state": State.HELD, "reason": Reason.POISON, "message": text, "due_at": None}
    else:
        values |= {"state": State.UNSURE, "due_at": now}
    if lost.filter(lease_id=job.lease_id).update(**values) and values["state"] == State.HELD:
        _tell_held(pk)


@transaction.atomic
def _hold_stale(pk: int, now: datetime) -> None:
    stale = TuningJob.objects.filter(pk=pk, due_at__lte=now, state=State.READY)
    if stale.filter(submitted_at__lt=now - STALE).update(
        state=State.HELD,
        reason=Reason.STALE,
        message="It could not be sent for 24 hours, so it is not sent without asking you again.",
        due_at=None,
    ):
        _tell_held(pk)


def _claim(pk: int, now: datetime) -> TuningJob | None:
    """Return the row with a lease of ours, None if it is not due or somebody else was faster."""
    due = TuningJob.objects.filter(pk=pk, due_at__lte=now)
    ready = due.filter(state=State.READY)
    lease = {"lease_id": uuid4(), "lease_until": now + LEASE}
    job = ready.filter(stop_requested_at__isnull=True).first()
    if job is not None:
        attempt = {"attempts": job.attempts + 1, "sent_at": now, "due_at": None}
        won = ready.filter(attempts=job.attempts, stop_requested_at__isnull=True).update(
            state=State.SENDING, **lease, **attempt
        )
    else:
        won = due.filter(state=State.UNSURE).update(due_at=now + LEASE, **lease)
    if not won:
        return None
    return TuningJob.objects.select_related("connection", "team").filter(pk=pk, **lease).first()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of a row: its state, when it is looked at again, and the words for a person."""

    state: State
    due_in: timedelta | None = None
    reason: str = ""
    message: str = ""
    problems: tuple[dict[str, str], ...] = ()
    is_delay: bool = False


def _send(job: TuningJob, now: datetime) -> None:
    try:
        arn = tuning_jobs.create(job.connection, job.request)
    except AwsError as error:
        log.info("Sending %s: %s: %s", job.uuid, type(error).__name__, error)
        _settle(job, now, _after_sending(error))
    else:
        _created(job, now, arn)


def _after_sending(error: AwsError) -> Outcome:
    match error:
        case errors.InUse():
            # Perhaps by ourselves: an attempt whose worker was lost.
            return Outcome(State.UNSURE, timedelta(), Reason.NAME_TAKEN)
        case errors.Rejected():
            problems = tuple(
                {"path": problem.path, "message": problem.message} for problem in error.problems
            )
            return Outcome(
                State.HELD, reason=Reason.INVALID, message=error.message, problems=problems
            )
        case errors.LimitExceeded():
            return Outcome(State.HELD, reason=Reason.QUOTA, message=error.message)
        case errors.Denied():
            return Outcome(State.HELD, reason=Reason.DENIED, message=error.message)
        case errors.Throttled() | errors.Unreachable():
            return Outcome(State.READY, message=error.message, is_delay=True)
        case _:
            return Outcome(State.UNSURE, SOON, message=error.message)


def _resolve(job: TuningJob, now: datetime) -> None:
    """Find out whether an attempt that may have been executed made a job."""
    try:
        answer = tuning_jobs.describe(job.connection, job.name)
        tags = tuning_jobs.tags(job.connection, answer["HyperParameterTuningJobArn"])
    except AwsError as error:
        _settle(job, now, _after_asking(job, now, error))
        return
    if tags.get(TAG) == str(job.uuid):
        _created(job, now, answer["HyperParameterTuningJobArn"], tags)
        mirror.take_description(job, answer, now)
    elif TAG not in tags and len(tags) and _has_no_room_for_our_tag(job):
        text = "AWS has a job of this name, which may be this one: its tags cannot tell."
        _settle(job, now, Outcome(State.HELD, reason=Reason.UNPROVEN, message=text))
    else:
        _settle(job, now, _taken())


def _has_no_room_for_our_tag(job: TuningJob) -> bool:
    return all(tag["Key"] != TAG for tag in (job.request or {}).get("Tags", ()))


def _after_asking(job: TuningJob, now: datetime, error: AwsError) -> Outcome:
    match error:
        case errors.NotFound() if job.sent_at and now - job.sent_at < SETTLING:
            return Outcome(State.UNSURE, SOON, job.reason)
        case errors.NotFound() if job.reason == Reason.NAME_TAKEN:
            return _taken()
        case errors.NotFound():
            return Outcome(State.READY, timedelta())
        case errors.Denied():
            text = (
                "An attempt to create it may have succeeded, and the connection may not look:"
                f" {error.message}"
            )
            return Outcome(State.HELD, reason=Reason.UNPROVEN, message=text)
        case _:
            return Outcome(State.UNSURE, reason=job.reason, message=error.message, is_delay=True)


def _taken() -> Outcome:
    problem = {"path": "HyperParameterTuningJobName", "message": TAKEN}
    return Outcome(State.HELD, reason=Reason.NAME_TAKEN, message=TAKEN, problems=(problem,))


@transaction.atomic
def _settle(job: TuningJob, now: datetime, outcome: Outcome) -> None:
    due_in = backoff(job.delays) if outcome.is_delay else outcome.due_in
    written = _write(
        job,
        state=outcome.state,
        reason=outcome.reason,
        message=outcome.message,
        problems=list(outcome.problems),
        delays=job.delays + 1 if outcome.is_delay else 0,
        due_at=None if due_in is None else now + due_in,
    )
    is_long = outcome.is_delay and job.submitted_at and now - job.submitted_at >= LONG
    if written and (outcome.state == State.HELD or is_long):
        _tell_held(job.pk)


def _tell_held(pk: int) -> None:
    held.send(TuningJob, job=TuningJob.objects.get(pk=pk))


@transaction.atomic
def _created(job: TuningJob, now: datetime, arn: str, tags: dict[str, str] | None = None) -> None:
    written = _write(
        job,
        state=State.CREATED,
        reason="",
        message="",
        problems=[],
        due_at=None,
        arn=arn,
        status=mirror.NEW,
        seen_at=now,
        refresh_due_at=now,
        **({"tags": tags} if tags is not None else {}),
    )
    if written:
        record(None, "created", job, team_name=job.team.name, uuid=str(job.uuid), arn=arn)
        wakeup.on_commit(wakeup.STOP if job.stop_requested_at else wakeup.REFRESH, job.pk)
        polling.look_soon(job.connection_id, now)


def _write(job: TuningJob, **values: Any) -> bool:
    """Write the outcome if the lease is still ours, and give it back."""
    mine = TuningJob.objects.filter(
        pk=job.pk, lease_id=job.lease_id, state__in=[State.SENDING, State.UNSURE]
    )
    return bool(mine.update(lease_id=None, lease_until=None, **values))
