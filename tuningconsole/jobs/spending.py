"""Count what training jobs take, as they end: instance time by day, each second once.

A training job is counted when it has ended: by the seconds that AWS bills, where it has told them,
else from start to end. Both are of one instance and are multiplied by their number. Pages add up
the days of a month (`InstanceTime`) and what runs just now; none of them reads training jobs that
were counted.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet

from tuningconsole.jobs.models import InstanceTime, TrainingJob, TuningJob
from tuningconsole.spec import canonical, reading
from tuningconsole.spec.reading import text, whole

BATCH = 500
MOST_BATCHES = 40
"""So many are counted in one go; the rest at the next."""
_DAY = timedelta(days=1)
Key = tuple[int, int, int | None, date, str]
"""Team, connection, creator, day, instance type."""


def count_all() -> int:
    """Count the training jobs that have ended since the last time; return how many there were.

    Also notes what those that still run are running on. Two at once do no harm.
    """
    _note_instances(TrainingJob.objects.unsettled())
    done = 0
    for _ in range(MOST_BATCHES):
        counted = _count_batch()
        done += counted
        if counted < BATCH:
            break
    return done


@transaction.atomic
def count_again(job: TrainingJob) -> None:
    """Correct what a training job took, now that AWS has told what it bills."""
    row = _known(TrainingJob.objects.filter(pk=job.pk, counted_s__isnull=False)).first()
    if row is not None and row.counted_s is not None:
        _add(_shares(row, seconds(row) - row.counted_s))
        TrainingJob.objects.filter(pk=row.pk).update(counted_s=seconds(row))


def seconds(job: TrainingJob, until: datetime | None = None) -> int:
    """Return how long each of the job's instances is paid for, to its end or until a moment."""
    billed = whole(job.description or {}, "BillableTimeInSeconds") if job.ended_at else None
    if billed is not None:
        return max(billed, 0)
    end = job.ended_at or until
    if job.started_at is None or end is None:
        return 0
    return max(round((end - job.started_at).total_seconds()), 0)


def instances(asked: Mapping[str, Any], definition_name: str) -> dict[str, int]:
    """Return what a training job of a definition runs on: instance type -> number of them.

    Of preferences the first is taken: which one AWS took is told only by DescribeTrainingJob.
    """
    found = reading.definitions(canonical.view(asked))
    named = [each for each in found if text(each.body, "DefinitionName") == definition_name]
    used = (named or found)[:1]
    given: Counter[str] = Counter()
    for each in used[0].instances if used else []:
        is_group = ".InstanceGroups." in each.path
        if not given or is_group:
            given[each.kind] += each.count or 1
    return dict(given)


@transaction.atomic
def _count_batch() -> int:
    settled = TrainingJob.objects.settled().filter(
        counted_s__isnull=True, tuning_job__description__isnull=False
    )
    keys = list(settled.values_list("pk", flat=True)[:BATCH])
    _note_instances(TrainingJob.objects.filter(pk__in=keys))
    rows = list(_known(TrainingJob.objects.filter(pk__in=keys, counted_s__isnull=True)))
    shares: Counter[Key] = Counter()
    for row in rows:
        shares.update(_shares(row, seconds(row)))
        row.counted_s = seconds(row)
    _add(shares)
    TrainingJob.objects.bulk_update(rows, ["counted_s"])
    return len(rows)


def _known(rows: QuerySet[TrainingJob]) -> QuerySet[TrainingJob]:
    """Return the rows with whose they are, locked; those that another one counts are left out."""
    return (
        rows.select_related("tuning_job")
        .only(
            *("description", "instances", "counted_s", "started_at", "ended_at"),
            *(f"tuning_job__{name}" for name in ("team", "connection", "creator")),
        )
        .select_for_update(of=("self",), skip_locked=True)
        .order_by("pk")
    )


def _note_instances(rows: QuerySet[TrainingJob]) -> None:
    """Note of the rows that do not say it what they run on."""
    unknown = rows.filter(instances__isnull=True, counted_s__isnull=True)
    kinds = unknown.filter(tuning_job__description__isnull=False).order_by()
    for parent, name in kinds.values_list("tuning_job", "definition_name").distinct():
        asked = TuningJob.objects.values_list("description", flat=True).get(pk=parent)
        unknown.filter(tuning_job=parent, definition_name=name).update(
            instances=instances(asked or {}, name)
        )


def _shares(job: TrainingJob, length: int) -> Counter[Key]:
    """Return the instance seconds of the job, by whose they are, day and instance type."""
    parent = job.tuning_job
    shares: Counter[Key] = Counter()
    for day, share in by_day(job.started_at, job.ended_at, length):
        for kind, number in (job.instances or {}).items():
            key = (parent.team_id, parent.connection_id, parent.creator_id, day, kind)
            shares[key] += share * number
    return shares


def by_day(start: datetime | None, end: datetime | None, length: int) -> Iterator[tuple[date, int]]:
    """Yield the days (UTC) that a job ran on, each with its share of the seconds."""
    if start is None or end is None or not length:
        return
    whole_s = max((end - start).total_seconds(), 1e-6)
    left, begin = length, start.astimezone(UTC)
    while (midnight := datetime.combine(begin.date() + _DAY, time(), UTC)) < end:
        share = round(length * (midnight - begin).total_seconds() / whole_s)
        left -= share
        yield begin.date(), share
        begin = midnight
    yield begin.date(), left


def _add(shares: Mapping[Key, int]) -> None:
    """Add seconds to the days; in one order, so that two who add do not wait for each other."""
    for key in sorted(shares, key=lambda key: (*key[:2], key[2] or 0, *key[3:])):
        team, connection, creator, day, kind = key
        row, is_new = InstanceTime.objects.get_or_create(
            team_id=team,
            connection_id=connection,
            creator_id=creator,
            day=day,
            instance_type=kind,
            defaults={"seconds": shares[key]},
        )
        if not is_new:
            InstanceTime.objects.filter(pk=row.pk).update(seconds=F("seconds") + shares[key])
