"""Contour: the objective over two hyperparameters, evened out between the training jobs.

Each place has the mean of all training jobs, weighted by a Gaussian of their distance (Nadaraya and
Watson). Optuna's `plot_contour` leaves the interpolation to the browser, on a grid of all values
that were tried: 250,000 places for 500 training jobs.
"""

from math import exp, isfinite
from typing import Any

from tuningconsole.charts.drawing import (
    NO_VALUES,
    Chart,
    Picture,
    Table,
    axis_of,
    figure,
    markers,
    none,
    objective,
    title_of,
)
from tuningconsole.charts.study import Dimension, Point, Study
from tuningconsole.charts.words import said as _

TITLE = _("Contour")
_STEPS = 24
_WIDTH = 0.09
"""The Gaussian's standard deviation, as a share of the range."""
_LABELS = {"size": 11, "color": "var(--heading)"}
_LEAST = 1e-6
"""Below so much weight nothing is known of a place."""


def build(study: Study, names: tuple[str, ...] = ()) -> Chart:
    """Return the chart of two hyperparameters: those of the names, else the first two."""
    if not study.valued:
        return none(NO_VALUES)
    if len(study.dimensions) < 2:
        return none(_("It takes two tuned hyperparameters."))
    x, y = chosen(study, names)
    placed = [
        (point, x.read(point), y.read(point))
        for point in study.valued
        if x.read(point) is not None and y.read(point) is not None
    ]
    if not placed:
        return none(_("No training job has a value for both {x} and {y}.", x=x.name, y=y.name))
    data = [_surface(x, y, placed, study), *markers(placed, study, "var(--heading)")]
    rows = [
        (
            point.number,
            title_of(point, study),
            point.hyperparameters.get(x.name),
            point.hyperparameters.get(y.name),
            point.value,
        )
        for point, _, _ in placed
    ]
    made = figure(data, axis_of(x), axis_of(y), height=440, showlegend=True)
    about = _(
        "Between the training jobs the values are evened out; the stronger the colour, the better."
    )
    head = (_("No."), _("Training job"), x.name, y.name, _("Objective value"))
    return Chart([*objective(study), about], [Picture(made)], Table(head, rows))


def chosen(study: Study, names: tuple[str, ...]) -> tuple[Dimension, Dimension]:
    """Return two different hyperparameters, as far as can be those of the names."""
    found: list[Dimension] = []
    for name in names:
        item = study.dimension(name)
        if item and item not in found:
            found.append(item)
    found += [item for item in study.dimensions if item not in found]
    return found[0], found[1]


def _surface(
    x: Dimension,
    y: Dimension,
    placed: list[tuple[Point, float | None, float | None]],
    study: Study,
) -> dict[str, Any]:
    known = [
        (x.share(a), y.share(b), point.value)
        for point, a, b in placed
        if a is not None and b is not None and point.value is not None
    ]
    across, up = _shares(x), _shares(y)
    # What is good is dark, whichever way that is.
    is_up = study.type == "Maximize"
    return {
        "type": "contour",
        "x": [x.at(share) for share in across],
        "y": [y.at(share) for share in up],
        "z": [[_mean(a, b, known) for a in across] for b in up],
        "colorscale": [[0, "var(--chart-low)"], [1, "var(--chart-high)"]],
        "reversescale": not is_up,
        # Not a heat map, nor a bar of colours: for both Plotly sets styles that the policy forbids.
        "contours": {"coloring": "fill", "showlabels": True, "labelfont": _LABELS},
        "line": {"width": 0.5, "color": "var(--divider)"},
        "showscale": False,
        "hoverinfo": "skip",
    }


def _shares(item: Dimension) -> list[float]:
    if item.categories:
        return [item.share(float(place)) for place in range(len(item.categories))]
    return [step / _STEPS for step in range(_STEPS + 1)]


def _mean(a: float, b: float, known: list[tuple[float, float, float]]) -> float | None:
    near = [exp(-((x - a) ** 2 + (y - b) ** 2) / (2 * _WIDTH**2)) for x, y, _ in known]
    weight = sum(near)
    if weight <= _LEAST:
        return None
    mean = sum(value * (each / weight) for each, (_, _, value) in zip(near, known, strict=True))
    return mean if isfinite(mean) else None
