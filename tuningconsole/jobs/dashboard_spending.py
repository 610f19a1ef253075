"""What training costs, today and this month: counted days, what runs just now, and prices."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import Q, Sum
from django.utils.translation import gettext, gettext_noop

from tuningconsole.aws.models import Connection
from tuningconsole.jobs import prices, spending
from tuningconsole.jobs.models import ALIVE, Budget, InstanceTime, State, TrainingJob
from tuningconsole.jobs.prices import Cost, Prices
from tuningconsole.jobs.spending_budget import Use
from tuningconsole.teams.models import Membership

OUTSIDE = gettext_noop("Outside the console")
"""In place of the person who made a job that was not made here; in English."""


@dataclass(frozen=True, slots=True)
class Row:
    """What somebody has spent today and this month."""

    name: str
    today: Cost
    month: Cost


@dataclass(frozen=True, slots=True)
class Spending:
    """An estimate, by the table of prices; days and months are those of UTC.

    Attributes:
        all: of the team.
        people: by person, the one with most first.
        teams: by team, where the person is in several; each by its own prices.
        free: what the embedded stack ran, which nobody pays for, at the same prices.
        budget: how much of the team's budget is used; None where it has none.
    """

    prices: Prices
    all: Row
    people: list[Row]
    teams: list[Row]
    free: Row
    budget: Use | None


@dataclass(frozen=True, slots=True)
class _Used:
    """Instance time of somebody in a Region."""

    team: int
    person: str
    region: str
    is_free: bool
    instance_type: str
    today: int
    month: int


def of(
    member: Membership, memberships: Sequence[Membership], now: datetime, runs: list[TrainingJob]
) -> Spending:
    """Return the spending of the member's team.

    Args:
        member: of the team.
        memberships: all teams of the person.
        now: the present.
        runs: the team's training jobs that run (`running_jobs`).
    """
    teams = {each.team_id: each.team.name for each in memberships}
    tables = prices.of_teams(list(teams))
    used = [*_counted(list(teams), now), *_running(runs, now)]
    mine = [each for each in used if each.team == member.team_id]
    table = tables[member.team_id]
    paid = [each for each in mine if not each.is_free]
    names = sorted({each.person for each in paid})
    people = [
        _row(
            gettext(name) if name == OUTSIDE else name,
            table,
            (each for each in paid if each.person == name),
        )
        for name in names
    ]
    by_team = [
        _row(name, tables[pk], (each for each in used if each.team == pk and not each.is_free))
        for pk, name in teams.items()
    ]
    everything = _row(member.team.name, table, paid)
    budget = Budget.objects.filter(pk=member.team_id).first()
    return Spending(
        prices=table,
        all=everything,
        people=sorted(people, key=lambda row: -row.month.amount),
        teams=by_team if len(teams) > 1 else [],
        free=_row("", table, (each for each in mine if each.is_free)),
        budget=Use(budget, table, everything.month, now) if budget else None,
    )


def budgets(now: datetime) -> list[Use]:
    """Return how much of its budget each team has used up that has set one."""
    found = list(Budget.objects.select_related("team").order_by("pk"))
    teams = [each.pk for each in found]
    tables = prices.of_teams(teams)
    used = [*_counted(teams, now), *_running(running_jobs(*teams), now)] if teams else []
    paid = [each for each in used if not each.is_free]
    uses = []
    for each in found:
        row = _row("", tables[each.pk], (one for one in paid if one.team == each.pk))
        uses.append(Use(each, tables[each.pk], row.month, now))
    return uses


def running_jobs(*teams: int) -> list[TrainingJob]:
    """Return the teams' training jobs that run, with whose they are."""
    alive = TrainingJob.objects.unsettled().filter(
        counted_s__isnull=True,
        tuning_job__team__in=teams,
        tuning_job__state=State.CREATED,
        tuning_job__status__in=ALIVE,
    )
    return list(
        alive.select_related("tuning_job__connection", "tuning_job__creator").only(
            *("instances", "started_at", "ended_at", "status", "tuning_job__team"),
            *("tuning_job__connection__region", "tuning_job__connection__kind"),
            *("tuning_job__connection__name", "tuning_job__creator__username"),
        )
    )


def _counted(teams: list[int], now: datetime) -> Iterable[_Used]:
    today = now.astimezone(UTC).date()
    days = InstanceTime.objects.filter(team__in=teams, day__gte=today.replace(day=1))
    by = ("team", "creator__username", "connection__region", "connection__kind", "instance_type")
    found: Any = days.values_list(*by).annotate(
        today=Sum("seconds", filter=Q(day=today), default=0), month=Sum("seconds")
    )
    for team, person, region, kind, instance_type, seconds, whole in found.order_by(*by):
        is_free = kind == Connection.Kind.EMBEDDED
        yield _Used(team, person or OUTSIDE, region, is_free, instance_type, seconds, whole)


def _running(runs: list[TrainingJob], now: datetime) -> Iterable[_Used]:
    """Yield what the running jobs have used until now: of this day, and of this month."""
    today = now.astimezone(UTC).date()
    for job in runs:
        parent = job.tuning_job
        person = parent.creator.get_username() if parent.creator else OUTSIDE
        is_free = parent.connection.kind == Connection.Kind.EMBEDDED
        end = job.ended_at or now
        days = dict(spending.by_day(job.started_at, end, spending.seconds(job, now)))
        month = sum(length for day, length in days.items() if day >= today.replace(day=1))
        for kind, number in (job.instances or {}).items():
            used = (days.get(today, 0) * number, month * number)
            yield _Used(parent.team_id, person, parent.connection.region, is_free, kind, *used)


def _row(name: str, table: Prices, used: Iterable[_Used]) -> Row:
    found = list(used)
    today = prices.total(table, ((each.region, each.instance_type, each.today) for each in found))
    month = prices.total(table, ((each.region, each.instance_type, each.month) for each in found))
    return Row(name, today, month)


def unpriced(row: Row) -> Mapping[str, int]:
    """Return what of the month has no price: instance type and Region -> seconds."""
    return {name: seconds for name, seconds in row.month.unpriced.items() if seconds}
