"""The list of tuning jobs: what it is narrowed to and sorted by, as its address says it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, Self
from urllib.parse import urlencode

from django.contrib.auth.models import User
from django.db.models import Expression, Q, QuerySet
from django.utils.dateparse import parse_date
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from tuningconsole.aws.models import Connection
from tuningconsole.jobs import facets
from tuningconsole.jobs.models import State, TuningJob
from tuningconsole.jobs.models.listed import DURATION, ENDED, HIGHEST, LOWEST
from tuningconsole.spec.states import TuningJobStatus
from tuningconsole.teams.models import Team
from tuningconsole.ui import keys, paging, statuses
from tuningconsole.ui.paging import Order

STATUSES: Mapping[str, tuple[str, ...]] = {
    **{
        str(status): (str(status),)
        for status in TuningJobStatus
        if status not in {TuningJobStatus.DELETING, TuningJobStatus.DELETEFAILED}
    },
    "Submitting": ("Queued", "Submitting"),
    "Held": ("Held",),
    "Deleted": ("Deleted",),
    "Cancelled": ("Cancelled",),
}
"""What the filter offers -> words of `TuningJob.shown`."""
EVERY = "every"
"""In place of a connection's id: those of all of the team's."""
MOST_COUNTED = 1000
"""A list is counted so far; beyond that it is "1,000+"."""
LONGEST = 400
"""Characters of an entry of the filter: as long as a tag with its value may be."""

SORTS: Mapping[str, tuple[Order, Expression | None]] = {
    "created": (paging.NEWEST_FIRST, None),
    "name": (Order("name_key", str), None),
    "status": (Order("shown", str), None),
    "ended": (Order("sorted_by", paging.moment), ENDED),
    "duration": (Order("sorted_by", paging.length), DURATION),
    "best": (Order("sorted_by", float), LOWEST),
}
"""What the list can be sorted by -> its order, and the expression that it is the order of."""
NEWEST = "-created"
_LABELS = {
    "q": _("Name"),
    "status": _("Status"),
    "creator": _("Creator"),
    "algorithm": _("Algorithm"),
    "metric": _("Objective metric"),
    "tag": _("Tag"),
    "made": _("Made"),
    "since": _("Created from"),
    "until": _("Created to"),
}


@dataclass(frozen=True, slots=True)
class Token:
    """One thing that the list is narrowed to, and the address's query without it."""

    label: str
    value: str
    others: str


@dataclass(frozen=True, slots=True)
class Filter:
    """What the list is narrowed to; an entry that means nothing is none.

    Attributes:
        q: part of the name.
        tag: a key, or key=value.
        since, until: days in UTC, both included.
        connection: the id of one, or EVERY; "" for the chosen one.
        sort: a key of SORTS, with "-" in front for descending.
    """

    q: str = ""
    status: str = ""
    creator: str = ""
    algorithm: str = ""
    metric: str = ""
    tag: str = ""
    made: str = ""
    since: str = ""
    until: str = ""
    connection: str = ""
    sort: str = NEWEST

    @classmethod
    def read(cls, given: Mapping[str, str]) -> Self:
        """Return the filter of an address's query."""
        entries = {
            name: given.get(name, "").replace("\x00", "").strip()[:LONGEST]
            for name in (field.name for field in fields(cls))
        }
        if entries["connection"] != EVERY:
            entries["connection"] = _number(entries["connection"])
        for name in ("since", "until"):
            entries[name] = entries[name] if _day(entries[name]) else ""
        known = {"status": STATUSES, "made": (facets.HERE, facets.ELSEWHERE)}
        for name, choices in known.items():
            entries[name] = entries[name] if entries[name] in choices else ""
        if entries["sort"].removeprefix("-") not in SORTS:
            entries["sort"] = NEWEST
        return cls(**entries)

    @property
    def tokens(self) -> list[Token]:
        """What narrows the list, in the order of the form; the connection is not a part of it."""
        return [
            Token(gettext(_LABELS[name]), self._worded(name), replace(self, **{name: ""}).query)
            for name in _LABELS
            if getattr(self, name)
        ]

    @property
    def is_set(self) -> bool:
        """It narrows the list."""
        return any(getattr(self, name) for name in _LABELS)

    @property
    def has_more(self) -> bool:
        """It narrows by more than name and status."""
        narrowing = {*_LABELS, "connection"} - {"q", "status"}
        return any(getattr(self, name) for name in narrowing)

    @property
    def query(self) -> str:
        """The query of its address, without a question mark; "" for the whole list."""
        return urlencode(dict(self._entries()))

    @property
    def cleared(self) -> str:
        """The query of the list that nothing narrows, sorted as before."""
        return type(self)(connection=self.connection, sort=self.sort).query

    def sorted_by(self, key: str) -> str:
        """Return the query of the same list sorted by a key, the other way round if it is."""
        first = f"-{key}" if key in {"created", "ended", "duration", "best"} else key
        turned = key if self.sort == f"-{key}" else f"-{key}"
        is_now = self.sort.removeprefix("-") == key
        return replace(self, sort=turned if is_now else first).query

    @property
    def order(self) -> tuple[Order, Expression | None]:
        """The order, and the expression that it is of."""
        order, expression = SORTS[self.sort.removeprefix("-")]
        descends = self.sort.startswith("-")
        if expression is LOWEST and descends:
            expression, descends = HIGHEST, False
        return replace(order, is_descending=descends), expression

    def _entries(self) -> Iterator[tuple[str, str]]:
        for field in fields(self):
            value = getattr(self, field.name)
            if value and value != field.default:
                yield field.name, value

    def _worded(self, name: str) -> str:
        value = str(getattr(self, name))
        if name == "made":
            is_here = value == facets.HERE
            return gettext("in the console") if is_here else gettext("outside the console")
        return gettext(statuses.look(value).word) if name == "status" else value


def found(wanted: Filter, team: Team, connections: list[Connection]) -> QuerySet[TuningJob]:
    """Return the team's jobs that the filter leaves, in no order."""
    jobs = TuningJob.objects.filter(team=team)
    if len(connections) == 1:
        jobs = jobs.filter(connection=connections[0])
    jobs = jobs.filter(narrowed(wanted))
    if wanted.creator:
        jobs = jobs.filter(creator__in=_people(wanted.creator))
    return _named(jobs, team, wanted.q.lower()) if wanted.q else jobs


def count(jobs: QuerySet[TuningJob]) -> int:
    """Return how many there are, MOST_COUNTED + 1 for more than MOST_COUNTED."""
    return jobs.order_by()[: MOST_COUNTED + 1].count()


def in_order(jobs: QuerySet[TuningJob], wanted: Filter) -> tuple[QuerySet[TuningJob], Order]:
    """Return the jobs with what they are sorted by, and the order, for `ui.paging`."""
    order, expression = wanted.order
    return (jobs if expression is None else jobs.annotate(sorted_by=expression)), order


def narrowed(wanted: Filter) -> Q:
    """Return what the filter asks of a job's own columns: all but name, creator and connection."""
    shown = Q(shown__in=STATUSES[wanted.status]) if wanted.status else ~Q(state=State.CANCELLED)
    words = [
        facets.facet(kind, getattr(wanted, kind))
        for kind in (facets.ALGORITHM, facets.METRIC, facets.TAG, facets.MADE)
        if getattr(wanted, kind)
    ]
    narrowed = shown & (Q(facets__contains=words) if words else Q())
    if since := _day(wanted.since):
        narrowed &= Q(created_at__gte=since)
    if until := _day(wanted.until):
        narrowed &= Q(created_at__lt=until + timedelta(days=1))
    return narrowed


def _people(name: str) -> list[int]:
    return list(User.objects.filter(username=name).values_list("pk", flat=True))


def _named(jobs: QuerySet[TuningJob], team: Team, part: str) -> QuerySet[TuningJob]:
    """Narrow the jobs to those with a part in their name.

    Few are looked up in the index of names, which is read whole then; of many, walking the list
    finds enough soon.
    """
    everywhere = TuningJob.objects.filter(team=team, name_key__contains=part).order_by()
    few: list[Any] = list(everywhere.values_list("pk", flat=True)[: MOST_COUNTED + 1])
    if len(few) <= MOST_COUNTED:
        return jobs.filter(pk__in=few)
    return jobs.filter(name_key__contains=part)


def _number(text: str) -> str:
    return "" if keys.key(text) is None else text


def _day(text: str) -> datetime | None:
    try:
        day: date | None = parse_date(text)
    except ValueError:
        return None
    if day is None or not 1970 <= day.year < 9999:
        return None
    return datetime(day.year, day.month, day.day, tzinfo=UTC)
