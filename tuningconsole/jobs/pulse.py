"""Whether anything of an open list has changed, asked for in one query.

A page that refreshes itself sends back the stamp of what it shows. As long as the stamp is the
same, nothing else is read and nothing is drawn.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Q, QuerySet, Subquery, Sum
from django.db.models.functions import JSONObject

from tuningconsole.aws.models import Connection
from tuningconsole.jobs import dashboard, freshness, listing
from tuningconsole.jobs.freshness import Freshness
from tuningconsole.jobs.listing import EVERY, Filter
from tuningconsole.jobs.models import Budget, InstanceTime, TuningJob
from tuningconsole.spec.states import FINAL

AT_REST = FINAL | {"Held", "Deleted", "Cancelled"}
"""Words of `TuningJob.shown` in which nothing changes by itself."""
MOST_NEWER = 100
"""New jobs are counted so far."""
SEEN: Mapping[str, str] = {
    "pk": "pk",
    "shown": "shown",
    "counters": "counters",
    "best": "best_value",
    "ended": "ended_at",
    "facets": "facets",
    "tags_wanted": "tags_wanted",
    "tags_error": "tags_error",
}
"""What of a job a list shows and may change."""


@dataclass(frozen=True, slots=True)
class Pulse:
    """The stamp of what a page shows, how old it is, and how many newer jobs there are."""

    stamp: str
    freshness: Freshness
    newer: int


def of_list(
    team_id: int, wanted: Filter, shown: Sequence[int], now: datetime, *, counts_newer: bool
) -> Pulse | None:
    """Return the pulse of the rows that a list shows; None where the connection is not the team's.

    Args:
        team_id: whose list it is.
        wanted: with its connection named, or EVERY.
        shown: the ids of the rows.
        now: the present.
        counts_newer: new rows would stand above those shown.
    """
    connections = freshness.with_sweeps(team_id)
    if wanted.connection != EVERY:
        connections = connections.filter(pk=wanted.connection)
    rows = TuningJob.objects.filter(team=team_id, pk__in=shown)
    asked = connections.annotate(rows=told(rows))
    if counts_newer:
        asked = asked.annotate(newer=ArraySubquery(_newer(team_id, wanted, rows)))
    found: list[Any] = list(asked)
    if not found:
        return None
    is_busy = any(row["shown"] not in AT_REST for row in found[0].rows)
    age = freshness.of_lists(found, now, is_busy=is_busy)
    newer = len(getattr(found[0], "newer", ()))
    return Pulse(stamp([found[0].rows, newer, age.reason, str(age.interval)]), age, newer)


def of_dashboard(team_id: int, now: datetime) -> Pulse:
    """Return the pulse of what the team's dashboard shows; nothing of it is counted as newer."""
    month = now.astimezone(UTC).date().replace(day=1)
    spent = InstanceTime.objects.filter(team=team_id, day__gte=month).order_by().values("team")
    found: list[Any] = list(
        freshness.with_sweeps(team_id).annotate(
            rows=told(dashboard.running(team_id)),
            ended=told(dashboard.ended_well(team_id)),
            failed=told(dashboard.failed(team_id, now)),
            spent=Subquery(spent.annotate(spent=Sum("seconds")).values("spent")),
            budget=Subquery(Budget.objects.filter(pk=team_id).values("amount")),
        )
    )
    if not found:
        return Pulse(stamp([]), freshness.of_lists([], now, is_busy=False), 0)
    first = found[0]
    age = freshness.of_lists(found, now, is_busy=bool(first.rows))
    parts = [freshness.of_list(each, now, is_busy=bool(first.rows)).reason for each in found]
    money = [first.spent, first.budget]
    shown = [first.rows, first.ended, first.failed, *money, parts, str(age.interval)]
    return Pulse(stamp(shown), age, 0)


def told(rows: QuerySet[TuningJob]) -> ArraySubquery:
    """Return the expression of what the rows show, a list of JSON objects."""
    return ArraySubquery(rows.values(told=JSONObject(**SEEN)))


def stamp(parts: Sequence[Any]) -> str:
    """Return what stands for the parts: equal for equal ones."""
    return sha256(repr(parts).encode()).hexdigest()


def _newer(team_id: int, wanted: Filter, rows: QuerySet[TuningJob]) -> QuerySet[Any, Any]:
    """Return the ids of jobs that were made after the newest row, as a query.

    In order and with an end, so that PostgreSQL reads the beginning of the list's index.
    """
    newest = rows.order_by("-created_at").values("created_at")[:1]
    jobs = TuningJob.objects.filter(
        listing.narrowed(wanted), team=team_id, created_at__gt=Subquery(newest)
    )
    if wanted.connection != EVERY:
        jobs = jobs.filter(connection_id=int(wanted.connection))
    by_name = Q(name_key__contains=wanted.q.lower())
    by_creator = Q(creator__username=wanted.creator)
    jobs = jobs.filter(by_name if wanted.q else Q(), by_creator if wanted.creator else Q())
    return jobs.order_by("-created_at", "-pk").values("pk")[:MOST_NEWER]


def connections_of(wanted: Filter, own: Sequence[Connection], chosen: int) -> list[Connection]:
    """Return the connections that the list is of: the named one, every one, else the chosen one."""
    if wanted.connection == EVERY:
        return list(own)
    named = [each for each in own if str(each.pk) == wanted.connection]
    return named or [next((each for each in own if each.pk == chosen), own[0])]
