"""Parallel coordinates: a line a training job, across an axis for each hyperparameter.

Drawn as lines of a plain plot, not as Plotly's own `parcoords` (which Optuna's
`plot_parallel_coordinate` makes): that one needs WebGL, and cannot mark one line. The training jobs
go into a few groups by their rank, each one trace: five hundred traces would take seconds.
"""

from collections.abc import Sequence
from html import escape
from typing import Any

from tuningconsole.charts.drawing import (
    BEST,
    NO_VALUES,
    NOTHING,
    Chart,
    Figure,
    Picture,
    Table,
    axis,
    figure,
    none,
    objective,
    short,
    shown,
    title_of,
)
from tuningconsole.charts.slices import NO_RANGES
from tuningconsole.charts.study import Dimension, Point, Study
from tuningconsole.charts.words import said as _

TITLE = _("Parallel coordinates")
_GROUPS = (
    (_("Best tenth"), 0.1, "var(--chart-1)", 1.0),
    (_("Better half"), 0.5, "var(--chart-1)", 0.45),
    (_("Other half"), 1.0, "var(--stopped)", 0.3),
)
"""Name, up to which share of the ranking, colour, opacity."""
_MOST_CATEGORIES = 12


def build(study: Study, _names: tuple[str, ...] = ()) -> Chart:
    """Return the chart; the last axis is the objective."""
    if not study.valued:
        return none(NO_VALUES)
    if not study.dimensions:
        return none(NO_RANGES)
    ranked = sorted(
        study.valued, key=lambda point: point.value or 0.0, reverse=study.type == "Maximize"
    )
    values = [point.value for point in ranked if point.value is not None]
    goal = Dimension("", min(values), max(values))
    tuned = (item.name for item in study.dimensions)
    head = (_("Rank"), _("Training job"), *tuned, _("Objective value"))
    rows = [
        (
            rank,
            title_of(point, study),
            *(point.hyperparameters.get(item.name) for item in study.dimensions),
            point.value,
        )
        for rank, point in enumerate(ranked, start=1)
    ]
    made = _figure(study, ranked, goal)
    return Chart(objective(study), [Picture(made)], Table(head, rows))


def _figure(study: Study, ranked: Sequence[Point], goal: Dimension) -> Figure:
    axes = [*study.dimensions, goal]
    names = [*(shown(item.name) for item in study.dimensions)]
    names.append(shown(study.metric) if study.metric else study.axis)
    data = []
    first = 0
    for name, share, colour, opacity in _GROUPS:
        last = max(round(share * len(ranked)), first)
        group = [point for point in ranked[first:last] if point is not study.best]
        if group:
            data.append(_lines(name, group, axes, {"color": colour, "width": 1.2}, opacity))
        first = last
    # The worst are drawn first, the best last.
    data.reverse()
    if study.best:
        data.append(_lines(_("Best"), [study.best], axes, {"color": BEST, "width": 4}, 1.0))
    last = len(axes) - 1
    ticks = [tick for place, item in enumerate(axes) for tick in _ticks(place, item)]
    x = axis("", tickvals=list(range(len(axes))), ticktext=names)
    x |= {"range": [-0.3, last + 0.3], "showgrid": True, "gridcolor": "var(--border-input)"}
    y = axis("", visible=False, range=[-0.06, 1.06], fixedrange=True)
    return figure(data, x, y, annotations=ticks, showlegend=True, meta={"wide": len(axes) * 110})


def _lines(
    name: str,
    points: Sequence[Point],
    axes: Sequence[Dimension],
    line: dict[str, Any],
    opacity: float,
) -> dict[str, Any]:
    """Return the lines of some training jobs as one trace, a gap after each."""
    x: list[int | None] = []
    y: list[float | None] = []
    texts: list[str | None] = []
    for point in points:
        value_said = NOTHING if point.value is None else short(point.value)
        said = f"{point.number}: {escape(point.name)}, {value_said}"
        for place, item in enumerate(axes):
            value = item.read(point) if item.name else point.value
            x.append(place)
            y.append(None if value is None else item.share(value))
            texts.append(said)
        x.append(None)
        y.append(None)
        texts.append(None)
    return {
        "type": "scatter",
        "mode": "lines",
        "name": name,
        "x": x,
        "y": y,
        "line": line,
        "opacity": opacity,
        "hovertext": texts,
        "hoverinfo": "text",
        "connectgaps": False,
    }


def _ticks(place: int, item: Dimension) -> list[dict[str, Any]]:
    """Return the values written beside an axis."""
    if item.categories:
        every = max(1, -(-len(item.categories) // _MOST_CATEGORIES))
        found = [
            (item.share(float(number)), shown(name))
            for number, name in enumerate(item.categories)
            if number % every == 0
        ]
    elif item.low == item.high:
        found = [(0.5, short(item.low))]
    else:
        found = [(share, f"{item.at(share):.3g}") for share in (0, 0.25, 0.5, 0.75, 1)]
    return [
        {
            "x": place,
            "y": share,
            "text": text,
            "showarrow": False,
            "xanchor": "left",
            "xshift": 3,
            "bgcolor": "var(--background)",
            "opacity": 0.85,
            "font": {"size": 11},
        }
        for share, text in found
    ]
