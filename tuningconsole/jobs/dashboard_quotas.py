"""How much of the quotas of each connection is in use, and would be if all ran that may."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import JSONField
from django.db.models.fields.json import KeyTransform
from django.utils.translation import gettext as _

from tuningconsole.aws.models import Connection
from tuningconsole.catalog import quotas
from tuningconsole.catalog.models import Lookup
from tuningconsole.jobs import spending
from tuningconsole.jobs.models import TrainingJob, TuningJob
from tuningconsole.spec.reading import whole


@dataclass(frozen=True, slots=True)
class Use:
    """How much of one quota is used.

    Attributes:
        used: now.
        wanted: if every tuning job ran as many training jobs at once as it may.
        limit: None where the quota is not known.
    """

    connection: Connection
    name: str
    used: int
    wanted: int
    limit: int | None

    @property
    def is_short(self) -> bool:
        """What may run is more than is allowed: training jobs will have to wait or fail."""
        return self.limit is not None and self.wanted > self.limit

    @property
    def words(self) -> str:
        """How much is used, of how much, and how much more it may become."""
        if self.limit is None and self.wanted > self.used:
            said = _("{used} in use, {wanted} at most; quota not known")
        elif self.limit is None:
            said = _("{used} in use; quota not known")
        elif self.wanted > self.used:
            said = _("{used} of {limit} in use, {wanted} at most")
        else:
            said = _("{used} of {limit} in use")
        return said.format(used=self.used, limit=self.limit, wanted=self.wanted)


def uses(team_id: int, connections: Sequence[Connection], runs: list[TrainingJob]) -> list[Use]:
    """Return the quotas that the team's jobs use, by connection."""
    alive = (
        TuningJob.objects.alive()
        .filter(team=team_id)
        .only("connection")
        .annotate(
            config=KeyTransform("HyperParameterTuningJobConfig", "description"),
            one=KeyTransform("TrainingJobDefinition", "description", output_field=JSONField()),
            several=KeyTransform("TrainingJobDefinitions", "description"),
        )
    )
    rows: list[Any] = list(alive)
    known = dict(
        Lookup.objects.filter(connection__in=connections, kind=Lookup.Kind.QUOTAS).values_list(
            "connection", "items"
        )
    )
    return [
        use
        for connection in connections
        for use in _of(
            connection,
            [row for row in rows if row.connection_id == connection.pk],
            [job for job in runs if job.tuning_job.connection_id == connection.pk],
            known.get(connection.pk, ()),
        )
    ]


def _of(connection: Connection, rows: list[Any], runs: list[TrainingJob], items: Any) -> list[Use]:
    limits = quotas.limits(items)
    used: Counter[str] = Counter()
    for job in runs:
        used.update(job.instances or {})
    wanted: Counter[str] = Counter()
    for row in rows:
        for kind, number in _most(row).items():
            wanted[kind] += number
    found = [
        Use(
            connection,
            _("{kind} for training").format(kind=kind),
            used[kind],
            max(wanted[kind], used[kind]),
            limits.instances.get(f"{kind} for training job usage"),
        )
        for kind in sorted({*used, *wanted})
    ]
    most = limits.max_concurrent_tuning_jobs
    tuning = Use(connection, _("Tuning jobs"), len(rows), len(rows), most)
    return [tuning, *found] if rows else []


def _most(row: Any) -> dict[str, int]:
    """Return the instances that a tuning job may have at once: type -> number."""
    parallel = whole(row.config or {}, "ResourceLimits", "MaxParallelTrainingJobs") or 1
    definitions = row.several or [row.one or {}]
    most: dict[str, int] = {}
    for definition in definitions:
        found = spending.instances({"TrainingJobDefinition": definition}, "")
        for kind, number in found.items():
            most[kind] = max(most.get(kind, 0), number * parallel)
    return most
