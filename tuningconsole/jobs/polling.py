"""Keep the mirror rows like AWS: sweep what runs, discover what is new, describe what changed.

AWS runs at most 100 tuning jobs at once in an account and Region, so a list by status shows all
that is alive, whatever the history. Only a job that it shows changed, or that has left it, is
described. Cost grows with change, not with jobs, and stays within a budget. A connection that
cannot be read is tried by sweeps alone, ever less often, and keeps no other one waiting.
"""

import logging
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from tuningconsole.aws import calls, errors, training_jobs, tuning_jobs
from tuningconsole.aws.errors import AwsError
from tuningconsole.aws.models import Connection
from tuningconsole.jobs import budget, hearing, mirror, wakeup
from tuningconsole.jobs.backoff import LONGEST
from tuningconsole.jobs.models import ALIVE, LEASE, State, Sweep, TrainingJob, TuningJob
from tuningconsole.jobs.slots import slot
from tuningconsole.spec.states import TuningJobStatus, is_final

log = logging.getLogger(__name__)

BUSY = {Connection.Kind.EMBEDDED: timedelta(seconds=2), Connection.Kind.AWS: timedelta(seconds=10)}
"""How often a connection is swept while something runs there."""
IDLE = {Connection.Kind.EMBEDDED: timedelta(seconds=5), Connection.Kind.AWS: timedelta(seconds=30)}
DISCOVER = {
    Connection.Kind.EMBEDDED: timedelta(seconds=5),
    Connection.Kind.AWS: timedelta(seconds=60),
}
SAFETY = timedelta(minutes=5)
"""How often while events come: any of them may be lost on its way."""
OVERLAP = timedelta(minutes=2)
"""Discovery looks back so far behind what it has seen: lists lag, and clocks differ."""
HISTORY = 1000
"""So many of the newest jobs are taken over when a connection is swept for the first time."""
MISSING = timedelta(seconds=60)
"""A job that AWS does not know is gone when it still does not so long after (lists may lag)."""


def interval(connection: Connection, *, is_busy: bool) -> timedelta:
    """Return how often the connection is swept: seldom while its queue tells what changes."""
    if hearing.is_heard(connection):
        return SAFETY
    return (BUSY if is_busy else IDLE)[_kind(connection)]


def look_soon(connection_pk: int, now: datetime) -> None:
    """Have the connection swept at once: something has changed there."""
    Sweep.objects.filter(connection=connection_pk, due_at__gt=now).update(due_at=now)
    wakeup.on_commit(wakeup.SWEEP, connection_pk)


def look_anew(instance: Connection, **_sent: Any) -> None:
    """Have a connection that was changed read at once: its queue may have put its sweep off."""
    now = timezone.now()
    Sweep.objects.filter(connection=instance).update(due_at=now, discover_due_at=now)


def sweep(connection_pk: int, now: datetime) -> bool:
    """List what runs, mirror what changed; return whether it was due and nobody else did it."""
    connection = Connection.objects.filter(pk=connection_pk).first()
    if connection is None:
        return False
    with slot(connection_pk, is_failing=is_failing(connection_pk)) as is_free:
        state = _claim(connection, now) if is_free else None
        if state is None:
            return False
        if wait := budget.wait(connection, now):
            _settle(state, due_at=now + min(wait, LONGEST))
            return False
        with calls.counted() as made:
            _sweep(connection, state, now)
        budget.spend(connection, made, now)
        return True


def is_failing(connection_pk: int) -> bool:
    """Tell whether the connection could not be read the last time: it is only tried by sweeps."""
    return Sweep.objects.filter(connection=connection_pk, failures__gt=0).exists()


def _sweep(connection: Connection, state: Sweep, now: datetime) -> None:
    try:
        alive = [
            summary
            for status in _statuses(connection, state, now)
            for summary in tuning_jobs.list_by_status(connection, status)
        ]
        _mirror(connection, alive, now)
        _describe_those_that_left(connection, alive, now)
        if state.discover_due_at <= now:
            _discover(connection, state, now)
    except AwsError as error:
        log.warning("Sweeping %s: %s: %s", connection, type(error).__name__, error)
        delay = min(BUSY[_kind(connection)] * 2**state.failures, LONGEST)
        _settle(state, due_at=now + delay, failures=min(state.failures + 1, 10), error=str(error))
    else:
        wait = interval(connection, is_busy=bool(alive))
        _settle(state, due_at=now + wait, failures=0, error="", seen_at=now)


def _statuses(connection: Connection, state: Sweep, now: datetime) -> tuple[str, ...]:
    """Return the statuses to list: what stops elsewhere leaves the first list, and is described."""
    stopping = TuningJob.objects.alive().filter(
        connection=connection, status=TuningJobStatus.STOPPING
    )
    is_whole = state.discover_due_at <= now or stopping.exists()
    return ALIVE if is_whole else (TuningJobStatus.INPROGRESS,)


def _kind(connection: Connection) -> Connection.Kind:
    return Connection.Kind(connection.kind)


def _claim(connection: Connection, now: datetime) -> Sweep | None:
    """Return the connection's sweep with its time put off, None if it is not due."""
    state, _ = Sweep.objects.get_or_create(
        connection=connection, defaults={"due_at": now, "discover_due_at": now}
    )
    mine = Sweep.objects.filter(pk=state.pk, due_at=state.due_at, due_at__lte=now)
    if not mine.update(due_at=now + LEASE):
        return None
    state.due_at = now + LEASE
    return state


def _settle(state: Sweep, **values: Any) -> None:
    """Write how a sweep went, unless somebody has asked for another one meanwhile."""
    due_at = values.pop("due_at")
    row = Sweep.objects.filter(pk=state.pk)
    row.update(**values)
    row.filter(due_at=state.due_at).update(due_at=due_at)


def _mirror(connection: Connection, summaries: list[dict[str, Any]], now: datetime) -> None:
    """Take over summaries; have those described that show something new."""
    known = _known(connection, summaries)
    unchanged, changed = [], []
    for summary in summaries:
        job = known.get(summary["HyperParameterTuningJobName"].lower())
        if job is not None and _is_another(job, summary):
            mirror.mark_gone(job, now)
            job = None
        if job is None:
            job = mirror.add_found(connection, summary, now)
        elif not mirror.is_news(job, summary):
            unchanged.append(job.pk)
            continue
        elif job.state == State.CREATED:
            mirror.take_summary(job, summary, now)
        changed.append(job.pk)
    TuningJob.objects.filter(pk__in=unchanged).update(seen_at=now)
    have_described(changed, now)


def _known(connection: Connection, summaries: Iterable[dict[str, Any]]) -> dict[str, TuningJob]:
    """Return the rows that AWS may have under the summaries' names, by name in lower case."""
    names = [summary["HyperParameterTuningJobName"].lower() for summary in summaries]
    rows = TuningJob.objects.may_exist().filter(connection=connection, name_key__in=names)
    # What is CREATED stands for the name, before what may still come to be.
    ordered = sorted(rows.defer("request", "problems"), key=lambda job: job.state == State.CREATED)
    return {job.name_key: job for job in ordered}


def _is_another(job: TuningJob, summary: dict[str, Any]) -> bool:
    """Tell whether the name was used again, after the job that we know was deleted."""
    # Before AWS has told of a submission its time is by the console's clock, which may be off.
    is_told = job.key is None or job.modified_at is not None
    is_later = summary["CreationTime"] > job.created_at + timedelta(seconds=1)
    return job.state == State.CREATED and is_told and is_later


def _describe_those_that_left(
    connection: Connection, alive: list[dict[str, Any]], now: datetime
) -> None:
    listed = [summary["HyperParameterTuningJobName"].lower() for summary in alive]
    left = TuningJob.objects.alive().filter(connection=connection).exclude(name_key__in=listed)
    have_described(left.values_list("pk", flat=True), now)


def _discover(connection: Connection, state: Sweep, now: datetime) -> None:
    """Take over the jobs that were made since the last time, however they ended."""
    since = state.found_until and state.found_until - OVERLAP
    newest = state.found_until
    batch: list[dict[str, Any]] = []
    for count, summary in enumerate(tuning_jobs.list_created_after(connection, since), start=1):
        newest = max(newest or summary["CreationTime"], summary["CreationTime"])
        batch.append(summary)
        if since is None and count >= HISTORY:
            break
    _mirror(connection, batch, now)
    _settle(
        state,
        due_at=state.due_at,
        discover_due_at=now + max(DISCOVER[_kind(connection)], interval(connection, is_busy=True)),
        found_until=newest,
    )


def have_described(keys: Iterable[int], now: datetime) -> None:
    """Have the jobs described as soon as a worker is free."""
    wanted = list(keys)
    TuningJob.objects.filter(pk__in=wanted).update(refresh_due_at=now)
    for key in wanted:
        wakeup.on_commit(wakeup.REFRESH, key)


def refresh(pk: int, now: datetime) -> TuningJob | None:
    """Describe a job with its training jobs, and mirror them; return its row if it was due."""
    due = TuningJob.objects.to_refresh(now).filter(pk=pk)
    job = due.select_related("connection").first()
    if job is None or is_failing(job.connection_id):
        return None
    with slot(job.connection_id, is_failing=False) as is_free:
        if not is_free or not budget.take(job.connection, now):
            return None
        mine = due.filter(refresh_due_at=job.refresh_due_at).update(refresh_due_at=now + LEASE)
        with calls.counted() as made:
            again = _tried(job, now) if mine else None
        budget.spend(job.connection, made, now, taken=budget.DESCRIPTION)
    if not mine:
        return None
    # Who has asked for another description meanwhile gets it.
    TuningJob.objects.filter(pk=pk, refresh_due_at=now + LEASE).update(
        refresh_due_at=None if again is None else now + again
    )
    job.refresh_from_db()
    return job


def _tried(job: TuningJob, now: datetime) -> timedelta | None:
    """Describe it; return when it has to be described again, None for not before it changes."""
    try:
        return _refresh(job, now)
    except errors.NotFound:
        return note_missing(job, now)
    except AwsError as error:
        log.warning("Describing %s: %s: %s", job.uuid, type(error).__name__, error)
        if isinstance(error, errors.Ambiguous | errors.Unreachable):
            # Perhaps it hangs: a sweep tells, before the other jobs wait for it one by one.
            working = Sweep.objects.filter(connection=job.connection_id, failures=0)
            working.update(failures=1, error=str(error), due_at=now)
        return BUSY[_kind(job.connection)] * 2


def _refresh(job: TuningJob, now: datetime) -> timedelta | None:
    answer = tuning_jobs.describe(job.connection, job.name)
    if _is_another(job, answer):
        mirror.mark_gone(job, now)
        return None
    # First the training jobs: when the job is seen to have ended, they are all there.
    found = _unsettled(job, tuning_jobs.list_training_jobs(job.connection, job.name))
    mirror.take_training_jobs(job, found, now)
    if job.tags is None or is_final(answer["HyperParameterTuningJobStatus"]):
        mirror.take_tags(job, tuning_jobs.tags(job.connection, job.arn))
    mirror.take_description(job, answer, now)
    return None


def _unsettled(job: TuningJob, summaries: Iterator[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield the summaries, the newest first, until only training jobs are left that have ended."""
    settled = set(job.training_jobs.settled().values_list("name", flat=True))
    waiting = set(job.training_jobs.unsettled().values_list("name", flat=True))
    for summary in summaries:
        name = summary["TrainingJobName"]
        if name in settled and not waiting:
            return
        waiting.discard(name)
        yield summary


def note_missing(job: TuningJob, now: datetime) -> timedelta | None:
    """Note that AWS knows no such job; return when to ask again, None when it is gone by now."""
    if job.missing_since is None:
        TuningJob.objects.filter(pk=job.pk).update(missing_since=now)
        return MISSING
    if now - job.missing_since < MISSING:
        return MISSING
    mirror.mark_gone(job, now)
    return None


def describe_training_job(pk: int, now: datetime) -> TrainingJob | None:
    """Describe a training job and mirror it; return its row, None if there is none."""
    job = TrainingJob.objects.select_related("tuning_job__connection").filter(pk=pk).first()
    if job is None:
        return None
    try:
        answer = training_jobs.describe(job.tuning_job.connection, job.name)
    except AwsError as error:
        log.warning("Describing %s: %s: %s", job.name, type(error).__name__, error)
    else:
        mirror.take_training_description(job, answer, now)
    return job
