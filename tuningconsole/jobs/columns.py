"""The columns of the list of jobs, and what of a job each shows; and what a person has chosen."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from tuningconsole.jobs import facets
from tuningconsole.jobs.listing import Filter
from tuningconsole.jobs.models import ListPreference, TuningJob
from tuningconsole.ui.keys import key

COLUMNS: Mapping[str, tuple[str, str]] = {
    "status": (_("Status"), "status"),
    "progress": (_("Training jobs done / total"), ""),
    "best": (_("Best objective value"), "best"),
    "metric": (_("Objective metric"), ""),
    "algorithm": (_("Algorithm"), ""),
    "strategy": (_("Strategy"), ""),
    "tags": (_("Tags"), ""),
    "created": (_("Created"), "created"),
    "ended": (_("Ended"), "ended"),
    "duration": (_("Duration"), "duration"),
    "creator": (_("Creator"), ""),
    "connection": (_("Connection"), ""),
}
"""Key -> heading in English, and what the list is sorted by under it; the name comes first."""
USUAL = ("status", "progress", "best", "created", "duration", "creator")
SIZES = (10, 25, 50, 100)
USUAL_SIZE = 25
_NUMBERS = {"progress", "best"}


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table; its label is in English."""

    key: str
    label: str
    sort: str

    @property
    def is_number(self) -> bool:
        """It stands at the right."""
        return self.key in _NUMBERS


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands over a column.

    Attributes:
        query: of the address of the list sorted by it, "" where it cannot be sorted.
        direction: ascending or descending where it is sorted by it, else "".
    """

    label: str
    query: str
    direction: str
    is_number: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A job as the list shows it."""

    job: TuningJob
    duration: Any

    @property
    def is_found(self) -> bool:
        """It was made outside the console."""
        return self.job.key is None

    @property
    def algorithms(self) -> list[str]:
        """What it trains."""
        return facets.values(self.job.facets, facets.ALGORITHM)

    @property
    def metrics(self) -> list[str]:
        """What it tunes for."""
        return facets.values(self.job.facets, facets.METRIC)

    @property
    def tags(self) -> list[str]:
        """Its tags as key=value."""
        return [tag for tag in facets.values(self.job.facets, facets.TAG) if "=" in tag]

    @property
    def ticks_since(self) -> str:
        """When it began, as long as its duration grows."""
        return "" if self.job.is_settled else self.job.created_at.isoformat()


def headings(choice: "Choice", wanted: Filter) -> list[Heading]:
    """Return the headings of the table, the name's first."""
    direction = "descending" if wanted.sort.startswith("-") else "ascending"
    now = wanted.sort.removeprefix("-")
    return [
        Heading(
            gettext(column.label),
            wanted.sorted_by(column.sort) if column.sort else "",
            direction if column.sort == now else "",
            column.is_number,
        )
        for column in (Column("name", _("Name"), "name"), *choice.columns)
    ]


def seen(found: Iterable[Line]) -> dict[str, list[str]]:
    """Return what the filter suggests: kind of facet -> values that the lines have."""
    words = [word for line in found for word in line.job.facets]
    kinds = (facets.ALGORITHM, facets.METRIC, facets.TAG)
    return {kind: sorted(set(facets.values(words, kind))) for kind in kinds}


def lines(jobs: Iterable[TuningJob], now: datetime) -> list[Line]:
    """Return the lines of the jobs."""
    return [Line(job, job.duration(now)) for job in jobs]


@dataclass(frozen=True, slots=True)
class Choice:
    """The columns, and how many rows a page has."""

    columns: list[Column]
    size: int

    @property
    def keys(self) -> list[str]:
        """The columns' keys."""
        return [column.key for column in self.columns]


def chosen(user: User) -> Choice:
    """Return what the person has chosen, else the usual."""
    kept = ListPreference.objects.filter(pk=user.pk).first()
    if kept is None:
        return _choice(USUAL, USUAL_SIZE)
    return _choice(kept.columns, kept.page_size)


def choose(user: User, keys: Iterable[str], size: str) -> None:
    """Keep what the person has chosen; a column or a size that is none is left out."""
    choice = _choice(keys, key(size) or USUAL_SIZE)
    ListPreference.objects.update_or_create(
        pk=user.pk, defaults={"columns": choice.keys, "page_size": choice.size}
    )


def _choice(keys: Iterable[str], size: int) -> Choice:
    wanted = set(keys)
    columns = [Column(key, *told) for key, told in COLUMNS.items() if key in wanted]
    return Choice(columns, size if size in SIZES else USUAL_SIZE)
