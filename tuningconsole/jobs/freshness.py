"""How old what a page shows is, and why it is not newer."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from tuningconsole.aws.models import Connection
from tuningconsole.jobs import polling
from tuningconsole.jobs.models import State, Sweep, TrainingJob, TuningJob
from tuningconsole.spec.states import is_final

TOLERATED = 3
"""Data older than so many intervals is late."""


@dataclass(frozen=True, slots=True)
class Freshness:
    """When AWS was last heard, and how it stands with hearing it again.

    Attributes:
        seen_at: None when nothing was ever read.
        age_s: seconds since then, None likewise.
        interval: how often it is read again; None for what will not change any more.
        reason: why it is late, "" while it is not.
    """

    seen_at: datetime | None
    age_s: int | None
    interval: timedelta | None
    reason: str

    @property
    def is_late(self) -> bool:
        """It is older than it should be."""
        return bool(self.reason)


def of_lists(connections: Iterable[Connection], now: datetime, *, is_busy: bool) -> Freshness:
    """Return how old the connections' lists are: that of the oldest.

    The connections have their sweeps (`with_sweeps`), so nothing is asked for here.
    """
    named = [(each.name, of_list(each, now, is_busy=is_busy)) for each in connections]
    if not named:
        return Freshness(None, None, None, "")
    name, oldest = max(
        named, key=lambda each: (each[1].age_s is None, each[1].is_late, each[1].age_s or 0)
    )
    is_clear = len(named) == 1 or not oldest.is_late
    return oldest if is_clear else replace(oldest, reason=f"{name}: {oldest.reason}")


def of_list(connection: Connection, now: datetime, *, is_busy: bool) -> Freshness:
    """Return how old the connection's list is."""
    sweep = getattr(connection, "sweep", None)
    interval = polling.interval(connection, is_busy=is_busy)
    return _freshness(sweep.seen_at if sweep else None, interval, sweep, now)


def with_sweeps(team_id: int) -> QuerySet[Connection]:
    """Return the team's connections, each with its sweep."""
    return Connection.objects.filter(team=team_id).select_related("sweep").order_by("pk")


def of_job(job: TuningJob, now: datetime) -> Freshness:
    """Return how old what is known of the job is; what has ended is never late."""
    interval = polling.interval(job.connection, is_busy=True)
    if job.state != State.CREATED or (job.is_settled and not job.refresh_due_at):
        age_s = None if job.seen_at is None else _age_s(job.seen_at, now)
        return Freshness(job.seen_at, age_s, None if job.is_settled else interval, "")
    sweep = Sweep.objects.filter(connection=job.connection_id).first()
    return _freshness(job.seen_at, interval, sweep, now)


def _freshness(
    seen_at: datetime | None, interval: timedelta, sweep: Sweep | None, now: datetime
) -> Freshness:
    error = sweep.error if sweep else ""
    if seen_at is None:
        return Freshness(None, None, interval, error or _("Nothing has been read from AWS yet."))
    is_late = now - seen_at > interval * TOLERATED
    reason = (error or _("No worker of the console has read it since.")) if is_late else ""
    return Freshness(seen_at, _age_s(seen_at, now), interval, reason)


def _age_s(seen_at: datetime, now: datetime) -> int:
    return max(int((now - seen_at).total_seconds()), 0)


def of_training_job(job: TrainingJob, now: datetime) -> Freshness:
    """Return how old what is known of a training job is; what has ended is never late."""
    parent = job.tuning_job
    known = (job.description or {}).get("TrainingJobStatus", "")
    seen_at = max(filter(None, (job.described_at, job.seen_at)))
    if is_final(known) or (parent.state != State.CREATED):
        return Freshness(seen_at, _age_s(seen_at, now), None, "")
    sweep = Sweep.objects.filter(connection=parent.connection_id).first()
    interval = polling.interval(parent.connection, is_busy=True)
    if job.is_settled:
        # Its details are still to come, but nothing that is shown can be wrong by now.
        return Freshness(seen_at, _age_s(seen_at, now), interval, sweep.error if sweep else "")
    return _freshness(seen_at, interval, sweep, now)
