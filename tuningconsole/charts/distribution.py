"""Distribution: how often which objective value was reached."""

from itertools import pairwise
from statistics import median
from typing import Any

from tuningconsole.charts.drawing import (
    BEST,
    LINE,
    NO_VALUES,
    Chart,
    Picture,
    Table,
    axis,
    figure,
    none,
    objective,
    short,
)
from tuningconsole.charts.study import Study
from tuningconsole.charts.words import said as _

TITLE = _("Distribution of the objective")
_MOST = 24


def build(study: Study, _names: tuple[str, ...] = ()) -> Chart:
    """Return the chart: equal steps from the smallest value to the largest, counted."""
    values = sorted(point.value for point in study.valued if point.value is not None)
    if not values:
        return none(NO_VALUES)
    edges, counts = _counted(values)
    centres = [low / 2 + high / 2 for low, high in pairwise(edges)]
    data = [
        {
            "type": "bar",
            "x": centres,
            "y": counts,
            "width": [high - low for low, high in pairwise(edges)],
            "hovertext": [
                _("{low} to {high}: {count}", low=short(low), high=short(high), count=count)
                for low, high, count in zip(edges, edges[1:], counts, strict=False)
            ],
            "hoverinfo": "text",
            "marker": {"color": LINE, "line": {"width": 1, "color": "var(--background)"}},
        }
    ]
    middle = median(values)
    lines = [(_("Median"), middle, "dot", "var(--text-secondary)", 1.0)]
    if study.best and study.best.value is not None:
        lines.append((_("Best"), study.best.value, "solid", BEST, 0.9))
    y = axis(_("Training jobs"), rangemode="tozero")
    y |= {"dtick": 1} if max(counts) <= 5 else {}
    made = figure(
        data,
        axis(study.axis),
        y,
        height=300,
        shapes=[_line(at, dash, colour) for _name, at, dash, colour, _height in lines],
        annotations=[_label(name, at, height) for name, at, _dash, _colour, height in lines],
    )
    about = _("Half of them are {value} or more.", value=short(middle))
    rows = [(low, high, count) for low, high, count in zip(edges, edges[1:], counts, strict=False)]
    head = (_("From"), _("To"), _("Training jobs"))
    return Chart([*objective(study), about], [Picture(made)], Table(head, rows))


def _line(at: float, dash: str, colour: str) -> dict[str, Any]:
    line = {"dash": dash, "color": colour, "width": 2}
    place = {"xref": "x", "yref": "paper", "x0": at, "x1": at, "y0": 0, "y1": 1}
    return {"type": "line", "line": line, **place}


def _label(name: str, at: float, height: float) -> dict[str, Any]:
    place = {"xref": "x", "yref": "paper", "x": at, "y": height}
    anchor = {"xanchor": "left", "xshift": 4, "yanchor": "top", "showarrow": False}
    return {"text": name, "bgcolor": "var(--background)", **place, **anchor}


def _counted(values: list[float]) -> tuple[list[float], list[int]]:
    """Return the edges of the steps and how many values lie in each; the last holds its end."""
    low, high = values[0], values[-1]
    if low == high:
        room = abs(low) * 0.05 or 0.5
        return [low - room, low + room], [len(values)]
    number = min(_MOST, max(4, round(len(values) ** 0.5 * 1.5)))
    edges = [low * (1 - step / number) + high * (step / number) for step in range(number)] + [high]
    counts = [0] * number
    place = 0
    for value in values:
        while place < number - 1 and value >= edges[place + 1]:
            place += 1
        counts[place] += 1
    return edges, counts
