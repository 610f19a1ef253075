"""Timeline: when each training job ran, those that ran together above each other."""

from collections.abc import Iterable
from typing import Any

from tuningconsole.charts.drawing import (
    BEST,
    LOOKS,
    Chart,
    Look,
    Picture,
    Table,
    axis,
    figure,
    hover,
    none,
    title_of,
    unit_of,
)
from tuningconsole.charts.study import Point, Study
from tuningconsole.charts.words import said as _

TITLE = _("Timeline of training jobs")


def build(study: Study, _names: tuple[str, ...] = ()) -> Chart:
    """Return the chart: a bar a training job, in the lowest lane that is free at its start."""
    ran = [point for point in study.points if point.start_s is not None]
    if not ran:
        return none(_("No training job has started yet."))
    lanes = _lanes(ran)
    unit, size = unit_of(max(_end(point) for point in ran))
    looks = {**LOOKS, "best": Look(_("Best"), BEST, "star")}
    groups: dict[str, list[Point]] = {}
    for point in ran:
        groups.setdefault("best" if point is study.best else point.outcome, []).append(point)
    data = [_bars(looks[kind], groups[kind], lanes, size) for kind in looks if kind in groups]
    rows = [
        (
            point.number,
            title_of(point, study),
            LOOKS[point.outcome].word,
            _start(point) / size,
            _end(point) / size,
            point.duration_s,
        )
        for point in sorted(ran, key=_start)
    ]
    most = max(lanes.values()) + 1
    made = figure(
        data,
        axis(_("Time since creation ({unit})", unit=unit), rangemode="tozero"),
        axis(_("Side by side"), dtick=max(1, most // 10), range=[0.4, most + 0.6]),
        height=min(120 + 26 * most, 520),
        barmode="overlay",
        bargap=0.15,
        showlegend=True,
    )
    head = (
        _("No."),
        _("Training job"),
        _("Outcome"),
        _("Start ({unit})", unit=unit),
        _("End ({unit})", unit=unit),
        _("Duration (s)"),
    )
    return Chart([_counted(len(ran), most)], [Picture(made)], Table(head, rows))


def _counted(count: int, most: int) -> str:
    if count == 1:
        return _("One training job has run, at most {most} at once.", most=most)
    return _("{count} training jobs have run, at most {most} at once.", count=count, most=most)


def _start(point: Point) -> float:
    return point.start_s or 0.0


def _end(point: Point) -> float:
    return _start(point) + (point.duration_s or 0.0)


def _lanes(points: Iterable[Point]) -> dict[int, int]:
    """Return a training job's number -> its lane, from 0; no two overlap in a lane."""
    free: list[float] = []
    found: dict[int, int] = {}
    for point in sorted(points, key=lambda point: (_start(point), point.number)):
        lane = next((lane for lane, end in enumerate(free) if end <= _start(point)), len(free))
        free[lane : lane + 1] = [_end(point)]
        found[point.number] = lane
    return found


def _bars(look: Look, points: list[Point], lanes: dict[int, int], size: int) -> dict[str, Any]:
    return {
        "type": "bar",
        "orientation": "h",
        "name": look.word,
        "base": [_start(point) / size for point in points],
        "x": [(point.duration_s or 0.0) / size for point in points],
        "y": [lanes[point.number] + 1 for point in points],
        "hovertext": [hover(point) for point in points],
        "hoverinfo": "text",
        "marker": {
            "color": look.colour,
            "line": {"width": 1, "color": "var(--background)"},
            "pattern": {
                "shape": look.pattern,
                "bgcolor": look.colour,
                "fgcolor": "var(--background)",
                "size": 6,
            },
        },
    }
