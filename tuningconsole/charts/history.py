"""The objective over time, and the best value so far as a line of steps."""

from typing import Any

from tuningconsole.charts.drawing import (
    BEST,
    LOOKS,
    NO_VALUES,
    Chart,
    Picture,
    Table,
    axis,
    figure,
    markers,
    none,
    objective,
    title_of,
    unit_of,
)
from tuningconsole.charts.study import Study
from tuningconsole.charts.words import said as _

TITLE = _("Objective over time")


def build(study: Study, _names: tuple[str, ...] = ()) -> Chart:
    """Return the chart; the training jobs without a value stand at the foot."""
    if not study.valued:
        return none(NO_VALUES)
    timed = sorted(study.points, key=lambda point: (point.at_s, point.number))
    unit, size = unit_of(max(point.at_s for point in timed))
    best: float | None = None
    steps: list[tuple[float, float]] = []
    rows: list[tuple[str | float | None, ...]] = []
    for point in timed:
        value, at = point.value, point.at_s / size
        if value is not None and point.counts and (best is None or study.is_better(value, best)):
            best = value
            steps.append((at, value))
        word = LOOKS[point.outcome].word
        rows.append((point.number, title_of(point, study), word, at, value, best))
    values = [value for point in timed if (value := point.value) is not None]
    foot = min(values)
    drawn = [
        (point, point.at_s / size, foot if point.value is None else point.value) for point in timed
    ]
    missing = len(timed) - len(values)
    about = objective(study)
    if missing:
        about.append(_("{count} without a value stand at the foot.", count=missing))
    data = [_line(steps, timed[-1].at_s / size), *markers(drawn, study)]
    made = figure(
        data, axis(_("Time since creation ({unit})", unit=unit)), axis(study.axis), showlegend=True
    )
    head = (
        _("No."),
        _("Training job"),
        _("Outcome"),
        _("After ({unit})", unit=unit),
        _("Objective value"),
        _("Best so far"),
    )
    return Chart(about, [Picture(made)], Table(head, rows))


def _line(steps: list[tuple[float, float]], end: float) -> dict[str, Any]:
    closed = [*steps, (end, steps[-1][1])] if steps else []
    return {
        "type": "scatter",
        "mode": "lines",
        "name": _("Best so far"),
        "x": [at for at, _ in closed],
        "y": [value for _, value in closed],
        "line": {"shape": "hv", "color": BEST, "width": 2},
        "hoverinfo": "skip",
    }
