"""The best value so far as a small line, for many jobs at once: rows in, paths of an SVG out."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Case, F, Max, Value, When, Window
from django.db.models.fields import FloatField
from django.utils.translation import gettext, ngettext

from tuningconsole.jobs.models import TrainingJob, TuningJob
from tuningconsole.jobs.pictures import MAXIMIZE, Scale, scale
from tuningconsole.ui import wording

WIDTH, HEIGHT = 120.0, 28.0
_ROOM = 3.0
_MINIMIZE = "Minimize"


@dataclass(frozen=True, slots=True)
class Sparkline:
    """A line of steps, each an improvement.

    Attributes:
        path: of the line, to the present.
        x, y: where its last step ends up.
        words: the same for those who do not see it.
    """

    path: str
    x: str
    y: str
    words: str


def sparklines(jobs: Sequence[TuningJob], now: datetime) -> dict[int, Sparkline]:
    """Return the lines of the jobs by their id; one without a value has none.

    The jobs say what they tune for (`objective`: {"Type": …}). One query, which gives only the
    training jobs that were the best so far.
    """
    kinds = {job.pk: (getattr(job, "objective", None) or {}).get("Type") for job in jobs}
    known = [pk for pk, kind in kinds.items() if kind in {MAXIMIZE, _MINIMIZE}]
    falling = [pk for pk, kind in kinds.items() if kind == _MINIMIZE]
    sign = Case(
        When(tuning_job__in=falling, then=Value(-1.0)),
        default=Value(1.0),
        output_field=FloatField(),
    )
    rows = TrainingJob.objects.filter(
        tuning_job__in=known, objective_value__isnull=False, ended_at__isnull=False
    ).annotate(signed=F("objective_value") * sign)
    best = Window(
        Max("signed"), partition_by=F("tuning_job"), order_by=[F("ended_at").asc(), F("pk").asc()]
    )
    steps: dict[int, list[tuple[datetime, float]]] = defaultdict(list)
    improvements = rows.annotate(best=best).filter(signed=F("best")).order_by("ended_at", "pk")
    found: Any = improvements.values_list("tuning_job_id", "ended_at", "objective_value")
    for pk, ended_at, value in found:
        if not steps[pk] or steps[pk][-1][1] != value:
            steps[pk].append((ended_at, value))
    return {
        job.pk: _drawn(steps[job.pk], job.created_at, job.ended_at or now)
        for job in jobs
        if job.pk in steps
    }


def _drawn(steps: list[tuple[datetime, float]], start: datetime, end: datetime) -> Sparkline:
    seconds = [max((moment - start).total_seconds(), 0.0) for moment, _ in steps]
    whole = max((end - start).total_seconds(), *seconds, 1.0)
    x = Scale(0.0, whole, _ROOM, WIDTH - _ROOM)
    y = scale([value for _, value in steps], HEIGHT - _ROOM, _ROOM)
    path = f"M{x.at(seconds[0])},{y.at(steps[0][1])}"
    for second, (_, value) in zip(seconds[1:], steps[1:], strict=True):
        path += f"H{x.at(second)}V{y.at(value)}"
    first, last = wording.number(steps[0][1]), wording.number(steps[-1][1])
    number = len(steps) - 1
    said = gettext("Best so far: {last}")
    if number:
        said = ngettext(
            "Best so far: {last}, from {first} in {number} improvement",
            "Best so far: {last}, from {first} in {number} improvements",
            number,
        )
    words = said.format(last=last, first=first, number=number)
    return Sparkline(f"{path}H{x.at(whole)}", x.at(seconds[-1]), y.at(steps[-1][1]), words)
