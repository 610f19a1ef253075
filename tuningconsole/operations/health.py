"""Whether the console works, and what does not. A check says what it saw, and holds no secret."""

import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Min
from django.utils import timezone
from redis.exceptions import RedisError

from tuningconsole.jobs import wakeup
from tuningconsole.jobs.models import Sweep, TuningJob
from tuningconsole.operations import heartbeats

OVERDUE = timedelta(seconds=60)
"""So late, a row that is due shows that nobody works on it."""
SWEPT = timedelta(minutes=10)
"""So old, what is known of a connection shows that it cannot be reached."""


@dataclass(frozen=True, slots=True)
class Check:
    """What was found.

    Attributes:
        is_vital: without it no page can be shown; else work waits, and nothing is lost.
    """

    name: str
    is_well: bool
    detail: str
    is_vital: bool = False


def checks(now: datetime) -> list[Check]:
    """Return every check; those of rows are left out while the database does not answer."""
    database = _database()
    found = [database]
    if database.is_well:
        found += [_migrations(), *_rows(now)]
    return [*found, *_processes()]


def state(found: list[Check]) -> str:
    """Return the checks in a word: ready, degraded or not ready."""
    wrong = [check for check in found if not check.is_well]
    if any(check.is_vital for check in wrong):
        return "not ready"
    return "degraded" if wrong else "ready"


def overdue(now: datetime) -> dict[str, tuple[int, float]]:
    """Return how many rows of a kind are due, and for how many seconds the oldest one is."""
    jobs = TuningJob.objects
    found = {}
    for kind, rows, field in (
        ("send", jobs.to_send(now), "due_at"),
        ("stop", jobs.to_stop(now), "stop_due_at"),
        ("refresh", jobs.to_refresh(now), "refresh_due_at"),
    ):
        oldest = rows.aggregate(oldest=Min(field))["oldest"]
        found[kind] = (rows.count(), (now - oldest).total_seconds() if oldest else 0.0)
    return found


def sweeps() -> list[Sweep]:
    """Return the state of every connection's sweeps."""
    return list(Sweep.objects.select_related("connection").order_by("pk"))


def _database() -> Check:
    since = time.monotonic()
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        # Its words may name host and user.
        return Check("database", is_well=False, detail=type(error).__name__, is_vital=True)
    milliseconds = (time.monotonic() - since) * 1000
    return Check("database", is_well=True, detail=f"{milliseconds:.1f} ms", is_vital=True)


@cache
def _known() -> frozenset[tuple[str, str]]:
    """Return the migrations that this version has."""
    loader = MigrationLoader(None, ignore_no_migrations=True)
    return frozenset(loader.disk_migrations or ())


def _migrations() -> Check:
    missing = _known() - set(MigrationRecorder(connection).applied_migrations())
    detail = ", ".join(sorted(f"{app}.{name}" for app, name in missing)) or "all applied"
    return Check("migrations", is_well=not missing, detail=detail, is_vital=True)


def _rows(now: datetime) -> list[Check]:
    found = []
    for kind, (count, seconds) in overdue(now).items():
        detail = f"{count} due, the oldest for {seconds:.0f} s"
        is_well = seconds <= OVERDUE.total_seconds()
        found.append(Check(f"overdue:{kind}", is_well=is_well, detail=detail))
    late = [
        sweep.connection_id
        for sweep in sweeps()
        if sweep.seen_at is None or now - sweep.seen_at > SWEPT
    ]
    detail = f"connections not read for {SWEPT}: {late}" if late else "all read lately"
    return [*found, Check("sweeps", is_well=not late, detail=detail)]


def _processes() -> list[Check]:
    try:
        ages = heartbeats.ages(timezone.now().timestamp())
    except RedisError as error:
        return [Check("redis", is_well=False, detail=type(error).__name__)]
    expected = [heartbeats.BEAT, heartbeats.TICKED]
    expected += [f"queue:{name}" for name in sorted(set(wakeup.QUEUES.values()))]
    found = [Check("redis", is_well=True, detail="answers")]
    for name in expected:
        age = ages.get(name)
        detail = "never seen" if age is None else f"seen {age:.0f} s ago"
        is_well = age is not None and age <= heartbeats.LATE_S
        found.append(Check(name, is_well=is_well, detail=detail))
    return found
