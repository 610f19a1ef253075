"""The tuning jobs that a tuning job started from, and those that started from it (warm start)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from tuningconsole.jobs import outcome
from tuningconsole.jobs.models import TuningJob
from tuningconsole.spec.reading import structures, text
from tuningconsole.spec.states import is_final

FURTHEST = 5
"""Generations that are looked for, each way."""
MOST_LATER = 5000
"""Tuning jobs created after it in which its children are looked for: no index knows them."""
_PARENTS = "ParentHyperParameterTuningJobs"
_NAME = "HyperParameterTuningJobName"
_READ = ("uuid", "name", "state", "status", "stop_requested_at", "best_value", "created_at")


@dataclass(frozen=True, slots=True)
class Relative:
    """A member of the family.

    Attributes:
        generation: 0 for the job itself, -1 for what it started from, 1 for what started from it.
        job: None where the console does not know it (any more).
        parents: the names of those that it started from.
    """

    generation: int
    name: str
    job: TuningJob | None = None
    type: str = ""
    parents: tuple[str, ...] = ()

    @property
    def relation(self) -> str:
        """What it is to the job, in words."""
        match self.generation:
            case 0:
                return _("This tuning job")
            case -1:
                return _("Parent")
            case 1:
                return _("Started from this one")
            case far if far < 0:
                return _("{count} generations before").format(count=-far)
            case far:
                return _("{count} generations after").format(count=far)


def parents_of(job: TuningJob) -> tuple[str, ...]:
    """Return the names of the tuning jobs that it started from."""
    found = structures(outcome.asked(job), "WarmStartConfig", _PARENTS)
    return tuple(text(item, _NAME) for _, item in found if text(item, _NAME))


def family(job: TuningJob, own: QuerySet[TuningJob]) -> list[Relative]:
    """Return the family, the oldest generation first; the job alone when it has none.

    Args:
        job: whose family.
        own: where relatives are looked for: what the person may see.
    """
    rows = own.filter(connection=job.connection_id).only(*_READ, "request", "description")
    me = _relative(0, job)
    return [*reversed(_ancestors(me, rows)), me, *_descendants(me, rows)]


def _relative(generation: int, job: TuningJob) -> Relative:
    kind = text(outcome.asked(job), "WarmStartConfig", "WarmStartType")
    return Relative(generation, job.name, job, kind, parents_of(job))


def _ancestors(me: Relative, rows: QuerySet[TuningJob]) -> list[Relative]:
    found: list[Relative] = []
    seen, wanted = {me.name}, me.parents
    for generation in range(1, FURTHEST + 1):
        names = [name for name in dict.fromkeys(wanted) if name not in seen]
        if not names:
            break
        seen.update(names)
        known = _newest(rows.filter(name_key__in=[name.lower() for name in names]))
        level = [
            _relative(-generation, known[name]) if name in known else Relative(-generation, name)
            for name in names
        ]
        found += level
        wanted = tuple(name for item in level for name in item.parents)
    return found


def _newest(rows: Iterable[TuningJob]) -> Mapping[str, TuningJob]:
    """Return name -> job; of several that had a name one after the other, the newest."""
    return {row.name: row for row in sorted(rows, key=lambda row: row.created_at)}


def _descendants(me: Relative, rows: QuerySet[TuningJob]) -> list[Relative]:
    found: list[Relative] = []
    seen, names = {me.name}, [me.name]
    # Only what has ended can be started from.
    if me.job is None or not is_final(me.job.status):
        return found
    later = rows.filter(created_at__gt=me.job.created_at).order_by("created_at", "pk")
    keys = list(later.values_list("pk", flat=True)[:MOST_LATER])
    for generation in range(1, FURTHEST + 1):
        if not names or not keys:
            break
        level = [
            _relative(generation, row)
            for row in rows.filter(pk__in=keys).filter(_started_from(names)).order_by("created_at")
            if row.name not in seen
        ]
        found += level
        names = [item.name for item in level]
        seen.update(names)
    return found


def _started_from(names: list[str]) -> Q:
    each: list[Q] = []
    for name in names:
        value: list[dict[str, Any]] = [{_NAME: name}]
        each.append(Q(**{f"description__WarmStartConfig__{_PARENTS}__contains": value}))
    return reduce(or_, each)
