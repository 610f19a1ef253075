"""The list of tuning jobs: how it is filtered, and what a line of it says."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from tuningconsole.aws.models import Connection
from tuningconsole.jobs.models import State, TuningJob
from tuningconsole.spec.states import TuningJobStatus
from tuningconsole.teams.models import Team
from tuningconsole.ui import statuses

_CREATED = Q(state=State.CREATED)
_STATUSES: Mapping[str, Q] = {
    TuningJobStatus.INPROGRESS: _CREATED & Q(status=TuningJobStatus.INPROGRESS),
    TuningJobStatus.COMPLETED: _CREATED & Q(status=TuningJobStatus.COMPLETED),
    TuningJobStatus.FAILED: _CREATED & Q(status=TuningJobStatus.FAILED),
    TuningJobStatus.STOPPING: _CREATED & Q(status=TuningJobStatus.STOPPING),
    TuningJobStatus.STOPPED: _CREATED & Q(status=TuningJobStatus.STOPPED),
    "Submitting": Q(state__in=[State.READY, State.SENDING, State.UNSURE]),
    "Held": Q(state=State.HELD),
    "Deleted": Q(state=State.GONE),
    "Cancelled": Q(state=State.CANCELLED),
}
_SHOWN = ~Q(state=State.CANCELLED)
"""What nothing came of is listed only when it is asked for."""
LONGEST_NAME = 63


@dataclass(frozen=True, slots=True)
class Filter:
    """What the list is narrowed to, as the address says it; a status that is none is none."""

    name: str
    status: str

    @classmethod
    def read(cls, given: Mapping[str, str]) -> "Filter":
        """Return the filter of an address's query."""
        name = given.get("q", "").replace("\x00", "").strip()[:LONGEST_NAME]
        status = given.get("status", "")
        return cls(name, status if status in _STATUSES else "")

    @property
    def is_set(self) -> bool:
        """It narrows the list."""
        return bool(self.name or self.status)

    @property
    def statuses(self) -> list[tuple[str, str]]:
        """The statuses that can be chosen: value, word."""
        return [(str(value), statuses.look(value).word) for value in _STATUSES]

    def applied(self, jobs: QuerySet[TuningJob]) -> QuerySet[TuningJob]:
        """Return the jobs that it lets through."""
        found = jobs.filter(_STATUSES[self.status] if self.status else _SHOWN)
        return found.filter(name__icontains=self.name) if self.name else found


def of(team: Team, connection: Connection) -> QuerySet[TuningJob]:
    """Return the team's jobs at a connection."""
    return TuningJob.objects.listed().filter(team=team, connection=connection)


@dataclass(frozen=True, slots=True)
class Line:
    """A job as the list shows it."""

    job: TuningJob
    duration: Any

    @property
    def is_found(self) -> bool:
        """It was made outside the console."""
        return self.job.key is None


def lines(jobs: list[TuningJob], now: datetime) -> list[Line]:
    """Return the lines of the jobs."""
    return [Line(job, job.duration(now)) for job in jobs]
