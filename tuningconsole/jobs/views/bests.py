"""Final and best values of training jobs, a part that is loaded after the page (decision 0001)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tuningconsole.aws import metrics
from tuningconsole.aws.errors import AwsError
from tuningconsole.jobs import definition, outcome
from tuningconsole.jobs.models import TrainingJob, TuningJob
from tuningconsole.jobs.views.curves import NAME
from tuningconsole.jobs.views.live import job_of, show_part
from tuningconsole.spec.reading import finite

_ROOM = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Pair:
    """A training job's final value, and the best that CloudWatch knows of its run."""

    name: str
    final: float | None
    best: float | None
    was_better: bool


@require_safe
def bests(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show the final and the best value of the training jobs that the address names."""
    job = job_of(request, uuid)
    names = [name for name in request.GET.getlist(NAME) if "\x00" not in name]
    rows = list(job.training_jobs.filter(name__in=names[: metrics.MOST_JOBS]).order_by("name"))
    objective = definition.objective(outcome.asked(job))
    found: dict[str, tuple[float, float]] = {}
    error = ""
    try:
        found = _read(job, rows, objective.get("MetricName", ""), timezone.now())
    except AwsError as failure:
        error = failure.message
    kind = objective.get("Type", "")
    context = {
        "error": error,
        "job": job,
        "metric": objective.get("MetricName", ""),
        "pairs": [_pair(row, found.get(row.name), kind) for row in rows],
        "unknown": len(rows) - len(found),
    }
    response = show_part(request, "bests", _("Final and best values"), context)
    response["Cache-Control"] = "no-store"
    return response


def _read(
    job: TuningJob, rows: list[TrainingJob], metric: str, now: datetime
) -> dict[str, tuple[float, float]]:
    if not rows or not metric:
        return {}
    start = min(row.created_at for row in rows)
    end = max(row.ended_at or now for row in rows) + _ROOM
    return metrics.extremes(job.connection, [row.name for row in rows], metric, start, end)


def _pair(row: TrainingJob, known: tuple[float, float] | None, kind: str) -> Pair:
    final = finite(row.objective_value)
    best = None
    if known and kind:
        best = known[1] if kind == "Maximize" else known[0]
    was_better = (
        best is not None
        and final is not None
        and (best > final if kind == "Maximize" else best < final)
    )
    return Pair(row.name, final, best, was_better)
