"""Learning curves: the values of a metric in the order in which training jobs wrote them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

from tuningconsole.charts.drawing import (
    BEST,
    Chart,
    Picture,
    Table,
    axis,
    figure,
    none,
    short,
    shown,
)
from tuningconsole.charts.words import joined
from tuningconsole.charts.words import said as _

TITLE = _("Learning curves")
MOST_DRAWN = 1000
"""Values of a curve that are drawn; of more, every so many, the first and the last one always."""
_COLOURS = (
    "var(--chart-1)",
    "var(--chart-3)",
    "var(--chart-4)",
    "var(--chart-5)",
    "var(--chart-6)",
)
_DASHES = ("solid", "dash", "dot", "dashdot", "longdash")
"""Told apart without colour too; there are at most five training jobs."""
NO_CURVES = _("No line of the log matches a metric's regular expression.")


@dataclass(frozen=True, slots=True)
class Run:
    """A training job: metric -> its values, oldest first."""

    name: str
    values: Mapping[str, Sequence[float]]


@dataclass(frozen=True, slots=True)
class Extent:
    """A metric of a training job: its last value, which counts, and its best or extreme ones.

    Attributes:
        best: by the objective's type, None of a metric whose type is not known.
    """

    run: str
    metric: str
    count: int
    final: float
    best: float | None
    least: float
    most: float


def extents(runs: Sequence[Run], metric: str = "", kind: str = "") -> list[Extent]:
    """Return each metric of each training job; `metric` and `kind` are the objective's."""
    return [
        Extent(
            run.name,
            name,
            len(values),
            values[-1],
            _best(values, kind if name == metric else ""),
            min(values),
            max(values),
        )
        for run in runs
        for name, values in run.values.items()
        if values
    ]


def build(runs: Sequence[Run], metric: str = "", kind: str = "") -> Chart:
    """Return the chart, a picture a metric, the objective first, its best values marked."""
    names = list(dict.fromkeys(name for run in runs for name in run.values if run.values[name]))
    if not names:
        return none(NO_CURVES)
    names.sort(key=lambda name: name != metric)
    pictures = [
        Picture(_figure(runs, name, kind if name == metric else "", many=len(names) > 1), name)
        for name in names
    ]
    head = (
        _("Training job"),
        _("Metric"),
        _("Values"),
        _("Final"),
        _("Best"),
        _("Smallest"),
        _("Largest"),
    )
    rows = [
        (item.run, item.metric, item.count, item.final, item.best, item.least, item.most)
        for item in extents(runs, metric, kind)
    ]
    about = _("Each value in the order of the log; the last one is the final value, which counts.")
    return Chart([*_directions(metric, kind), about], pictures, Table(head, rows))


def _directions(metric: str, kind: str) -> list[str]:
    match kind:
        case "Maximize":
            said = _("{name}: higher is better, the best value of each is marked.", name=metric)
        case "Minimize":
            said = _("{name}: lower is better, the best value of each is marked.", name=metric)
        case _unknown:
            return []
    return [said]


def _figure(runs: Sequence[Run], name: str, kind: str, *, many: bool) -> dict[str, Any]:
    data: list[dict[str, Any]] = []
    for number, run in enumerate(runs):
        values = run.values.get(name, ())
        if values:
            data.append(_line(run.name, values, number))
            best = _best(values, kind)
            if best is not None:
                data.append(_star(run.name, list(values).index(best) + 1, best))
    return figure(
        data,
        axis(_("Number of the value"), rangemode="tozero"),
        axis(name),
        height=300 if many else 360,
        showlegend=len(runs) > 1,
    )


def _line(name: str, values: Sequence[float], number: int) -> dict[str, Any]:
    step = -(-len(values) // MOST_DRAWN)
    drawn = [
        (place, value)
        for place, value in zip(count(1), values, strict=False)
        if (place - 1) % step == 0 or place == len(values)
    ]
    return {
        "type": "scatter",
        "mode": "lines" if len(values) > 1 else "markers",
        "name": shown(name, 63),
        "x": [place for place, _ in drawn],
        "y": [value for _, value in drawn],
        "hovertext": [f"{shown(name, 63)}<br>{place}: {short(value)}" for place, value in drawn],
        "hoverinfo": "text",
        "line": {"color": _COLOURS[number % 5], "dash": _DASHES[number % 5], "width": 2},
        "marker": {"color": _COLOURS[number % 5], "size": 8},
    }


def _star(name: str, place: int, value: float) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [place],
        "y": [value],
        "hovertext": [joined("<br>", (shown(name, 63), _("Best: {value}", value=short(value))))],
        "hoverinfo": "text",
        "showlegend": False,
        "marker": {"symbol": "star", "color": BEST, "size": 13},
    }


def _best(values: Sequence[float], kind: str) -> float | None:
    match kind:
        case "Maximize":
            return max(values)
        case "Minimize":
            return min(values)
        case _:
            return None
