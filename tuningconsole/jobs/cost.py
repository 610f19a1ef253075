"""What a tuning job has cost so far, and what all of it may cost: an estimate by prices of an hour.

What is still to come costs as much as those training jobs did on average that have ended, and no
more than the limits of the job let it: the runtime of a training job, and that of the tuning job.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Sum

from tuningconsole.aws.models import Connection
from tuningconsole.jobs import definition, outcome, prices, spending
from tuningconsole.jobs.models import TuningJob
from tuningconsole.jobs.prices import HOUR_S, Cost, Prices
from tuningconsole.spec.reading import Definition, text, whole
from tuningconsole.spec.states import TuningJobStatus


@dataclass(frozen=True, slots=True)
class Projection:
    """What the whole tuning job may cost.

    Attributes:
        written: the amount as people read it.
        mean: what each training job that has ended cost on average, as people read it.
        ended, to_come: numbers of training jobs.
        is_cut: the runtime that is left to the tuning job lets it cost no more.
    """

    written: str
    mean: str
    ended: int
    to_come: int
    is_cut: bool


@dataclass(frozen=True, slots=True)
class JobCost:
    """What a tuning job costs.

    Attributes:
        so_far: of what has ended and of what runs, until now.
        is_running: it may still start training jobs.
        projection: None where `missing` says why.
        missing: "price", "ended" or "number": what is not known.
        unpriced: what it runs on that has no price: instance type and Region.
        as_of: the day of the prices, as the table has it.
        is_free: it runs on the embedded stack, which nobody pays for.
    """

    so_far: Cost
    is_running: bool
    projection: Projection | None
    missing: str
    unpriced: Sequence[str]
    as_of: str
    is_free: bool


@dataclass(frozen=True, slots=True)
class _Used:
    """Instance time of one training job that runs, or of some that have ended."""

    number: int
    is_settled: bool
    times: Mapping[str, int]


def of(job: TuningJob, now: datetime) -> JobCost:
    """Return what the job costs; three queries."""
    table = prices.of_teams([job.team_id])[job.team_id]
    used = [*_counted(job), *_others(job, now)]
    region = job.connection.region
    times = ((region, kind, length) for each in used for kind, length in each.times.items())
    is_running = job.status == TuningJobStatus.INPROGRESS and not job.is_stopping
    projection, missing = _projected(job, table, used, now) if is_running else (None, "")
    return JobCost(
        so_far=prices.total(table, times),
        is_running=is_running,
        projection=projection,
        missing=missing,
        unpriced=_unpriced(job, table, used),
        as_of=table.as_of,
        is_free=job.connection.kind == Connection.Kind.EMBEDDED,
    )


def _projected(
    job: TuningJob, table: Prices, used: Iterable[_Used], now: datetime
) -> tuple[Projection | None, str]:
    """Return the projection, or what is missing for one."""
    asked = definition.of(outcome.asked(job))
    hourly = [_cost(table, job.connection.region, each) for each in _hours(job)]
    spent = [(each, _cost(table, job.connection.region, each.times)) for each in used]
    ended = sum(each.number for each, _ in spent if each.is_settled)
    known = [cost for _, cost in spent if cost is not None]
    rates = [rate for rate in hourly if rate is not None]
    if len(known) < len(spent) or len(rates) < len(hourly) or not rates:
        return None, "price"
    if job.training_jobs_wanted is None:
        return None, "number"
    if not ended:
        return None, "ended"
    mean = sum(cost or 0.0 for each, cost in spent if each.is_settled) / ended
    running = [cost or 0.0 for each, cost in spent if not each.is_settled]
    to_come = max(job.training_jobs_wanted - ended - len(running), 0)
    each_at_most = min(mean, _longest_cost(asked, rates))
    rest = to_come * each_at_most + sum(max(each_at_most - cost, 0.0) for cost in running)
    most = _most(job, max(rates), now)
    written = table.written(sum(known) + (rest if most is None else min(rest, most)))
    is_cut = most is not None and most < rest
    return Projection(written, table.written(mean), ended, to_come, is_cut), ""


def _counted(job: TuningJob) -> Iterable[_Used]:
    """Yield what the training jobs took that were counted, those of a kind together."""
    rows = job.training_jobs.filter(counted_s__isnull=False).order_by()
    for found in rows.values("instances").annotate(number=Count("pk"), seconds=Sum("counted_s")):
        times = _times(found["instances"] or {}, found["seconds"])
        yield _Used(found["number"], is_settled=True, times=times)


def _others(job: TuningJob, now: datetime) -> Iterable[_Used]:
    """Yield what the others took, one by one: those that run, and those that ended just now."""
    read = ("instances", "definition_name", "description", "status", "started_at", "ended_at")
    rows = job.training_jobs.filter(counted_s__isnull=True)
    for row in rows.only("tuning_job", *read):
        kinds = row.instances
        if kinds is None:
            kinds = spending.instances(outcome.asked(job), row.definition_name)
        times = _times(kinds, spending.seconds(row, now))
        yield _Used(1, is_settled=row.is_settled, times=times)


def _times(instances: Mapping[str, int], seconds: int) -> dict[str, int]:
    return {kind: number * seconds for kind, number in instances.items()}


def _cost(table: Prices, region: str, times: Mapping[str, int]) -> float | None:
    """Return what instance time costs, None where a price of it is not known."""
    cost = prices.total(table, ((region, kind, length) for kind, length in times.items()))
    return None if any(cost.unpriced.values()) else cost.amount


def _hours(job: TuningJob) -> list[dict[str, int]]:
    """Return the instance time of an hour of a training job, for each definition."""
    asked = outcome.asked(job)
    names = (text(item.body, "DefinitionName") for item in definition.of(asked))
    return [_times(spending.instances(asked, name), HOUR_S) for name in names]


def _unpriced(job: TuningJob, table: Prices, used: Iterable[_Used]) -> list[str]:
    region = job.connection.region
    every = [*(each.times for each in used), *_hours(job)]
    times = ((region, kind, length) for each in every for kind, length in each.items())
    return list(prices.total(table, times).unpriced)


def _longest_cost(asked: Iterable[Definition], rates: Iterable[float]) -> float:
    """Return what a training job costs that runs as long as any may."""
    longest = (
        rate * seconds / HOUR_S
        for item, rate in zip(asked, rates, strict=True)
        if (seconds := whole(item.body, "StoppingCondition", "MaxRuntimeInSeconds"))
    )
    return max(longest, default=float("inf"))


def _most(job: TuningJob, rate: float, now: datetime) -> float | None:
    """Return what can be spent before the tuning job's own runtime ends it; None without one.

    ResourceLimits.MaxRuntimeInSeconds stops the tuning job, running training jobs included.
    """
    limits = ("HyperParameterTuningJobConfig", "ResourceLimits")
    asked = outcome.asked(job)
    runtime = whole(asked, *limits, "MaxRuntimeInSeconds")
    parallel = whole(asked, *limits, "MaxParallelTrainingJobs")
    if runtime is None or parallel is None:
        return None
    left_s = max(runtime - (now - job.created_at).total_seconds(), 0.0)
    return rate * parallel * left_s / HOUR_S
