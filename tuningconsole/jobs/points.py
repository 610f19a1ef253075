"""A tuning job's rows as what charts are drawn of (`charts.study`)."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Count, Max

from tuningconsole.charts import study
from tuningconsole.charts.study import Dimension, Point, Study
from tuningconsole.jobs import definition, outcome
from tuningconsole.jobs.models import TrainingJob, TuningJob
from tuningconsole.spec.reading import Range, finite, text
from tuningconsole.spec.states import TrainingJobStatus

_READ = ("name", "status", "objective_value", "hyperparameters")
_TIMES = ("created_at", "started_at", "ended_at", "seen_at")
_WIDE = 1000.0
"""A range left to SageMaker's choice of scale is drawn logarithmically from so many times on."""


def study_of(job: TuningJob) -> Study:
    """Return the tuning job as charts see it; one query."""
    asked = outcome.asked(job)
    objective = definition.objective(asked)
    rows = job.training_jobs.only("tuning_job", *_READ, *_TIMES).order_by("created_at", "pk")
    may_stop_early = stops_early(asked)
    points = [
        point_of(row, number, job.created_at, may_stop_early=may_stop_early)
        for number, row in enumerate(rows, start=1)
    ]
    return Study(
        points,
        _dimensions(asked, points),
        objective.get("MetricName", ""),
        objective.get("Type", ""),
        job.best_name,
    )


def version(job: TuningJob) -> tuple[Any, ...]:
    """Return what changes when a chart of the job may; one query."""
    rows = job.training_jobs.aggregate(count=Count("pk"), seen=Max("seen_at"))
    return job.pk, job.modified_at, job.status, job.best_name, rows["count"], rows["seen"]


def stops_early(asked: Mapping[str, Any]) -> bool:
    """Tell whether the tuning job stops training jobs that do worse than others."""
    config = asked.get("HyperParameterTuningJobConfig", {})
    is_auto = text(config, "TrainingJobEarlyStoppingType") == "Auto"
    return is_auto or text(config, "Strategy") == "Hyperband"


def point_of(row: TrainingJob, number: int, since: datetime, *, may_stop_early: bool) -> Point:
    """Return a training job as a point; times count from the moment."""
    until = row.ended_at or row.seen_at
    start = row.started_at
    return Point(
        number=number,
        name=row.name,
        outcome=_outcome(row, may_stop_early=may_stop_early),
        value=finite(row.objective_value),
        at_s=_seconds(since, until),
        start_s=_seconds(since, start) if start else None,
        duration_s=_seconds(start, until) if start else None,
        hyperparameters={name: str(value) for name, value in row.hyperparameters.items()},
    )


def _seconds(start: datetime, end: datetime) -> float:
    return max((end - start).total_seconds(), 0.0)


def _outcome(row: TrainingJob, *, may_stop_early: bool) -> str:
    match row.status:
        case TrainingJobStatus.COMPLETED:
            return study.COMPLETED
        case TrainingJobStatus.STOPPED:
            return study.EARLY if may_stop_early else study.STOPPED
        case TrainingJobStatus.FAILED:
            return study.FAILED
        case _:
            return study.RUNNING


def tuned(asked: Mapping[str, Any]) -> dict[str, list[Range]]:
    """Return hyperparameter -> its ranges in all definitions, in their order."""
    found: dict[str, list[Range]] = {}
    for item in definition.of(asked):
        for each in item.ranges:
            found.setdefault(each.name, []).append(each)
    return found


def _dimensions(asked: Mapping[str, Any], points: Iterable[Point]) -> list[Dimension]:
    """Return the ranges of all definitions by name; then what else was tuned (Autotune's)."""
    declared = tuned(asked)
    tried: dict[str, dict[str, None]] = {name: {} for name in declared}
    for point in points:
        for name, value in point.hyperparameters.items():
            tried.setdefault(name, {})[value] = None
    return [_dimension(name, declared.get(name, []), list(tried[name])) for name in tried]


def _dimension(name: str, ranges: list[Range], tried: list[str]) -> Dimension:
    listed = [value for found in ranges for value in found.values]
    numbers = [study.number(value) for value in tried]
    if listed or (not ranges and None in numbers):
        return Dimension(name, categories=tuple(dict.fromkeys([*listed, *tried])))
    ends = [
        study.number(text(found.body, end)) for found in ranges for end in ("MinValue", "MaxValue")
    ]
    known = [value for value in (*ends, *numbers) if value is not None] or [0.0, 1.0]
    low, high = min(known), max(known)
    return Dimension(name, low, high, is_log=low > 0 and _is_log(ranges, high / low))


def _is_log(ranges: list[Range], ratio: float) -> bool:
    scales = {text(found.body, "ScalingType") for found in ranges}
    return "Logarithmic" in scales or (scales == {"Auto"} and ratio >= _WIDE)
