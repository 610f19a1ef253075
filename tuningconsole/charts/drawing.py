"""What all charts have in common: their parts, axes, colours and words.

A figure is Plotly's, as a plain dict. Colours are names of the style sheet, `var(--chart-1)`: the
page puts in what they are in its theme (static/js/charts/figure.js), so that one figure does for
light and dark. Text from outside is escaped, since Plotly reads a little HTML.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from html import escape
from math import ceil, floor, log10
from typing import Any

from tuningconsole.charts.study import (
    COMPLETED,
    EARLY,
    FAILED,
    RUNNING,
    STOPPED,
    Dimension,
    Point,
    Study,
)
from tuningconsole.charts.words import Said, joined
from tuningconsole.charts.words import said as _

Figure = dict[str, Any]
NOTHING = "\N{EN DASH}"
NO_VALUES = _("No training job has an objective value yet.")
BEST = "var(--chart-best)"
LINE = "var(--chart-1)"
QUIET = "var(--stopped)"
_LONGEST = 28
_LONGEST_TITLE = 60
_UNITS = (
    (_("days"), 86_400, 3),
    (_("hours"), 3600, 3),
    (_("minutes"), 60, 3),
    (_("seconds"), 1, 0),
)
"""Unit of a time axis, its seconds, and from how many of them on it is used."""


@dataclass(frozen=True, slots=True)
class Look:
    """How an outcome is drawn: word, colour, mark and, of bars, hatching; never colour alone."""

    word: str
    colour: str
    symbol: str
    pattern: str = ""


LOOKS = {
    COMPLETED: Look(_("Completed"), "var(--chart-1)", "circle"),
    EARLY: Look(_("Stopped early"), "var(--chart-3)", "diamond-open", "/"),
    STOPPED: Look(_("Stopped"), "var(--chart-3)", "square-open", "\\"),
    RUNNING: Look(_("In progress"), "var(--chart-1)", "circle-open-dot", "."),
    FAILED: Look(_("Failed"), "var(--stopped)", "x-thin-open", "x"),
}


@dataclass(frozen=True, slots=True)
class Table:
    """The same numbers to read: rows under headings; a cell is text, or a number in full."""

    head: tuple[str, ...]
    rows: Sequence[tuple[str | float | None, ...]] = ()


@dataclass(frozen=True, slots=True)
class Picture:
    """One of a chart's figures, and its name among them."""

    figure: Figure
    name: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """What a chart's module builds.

    Attributes:
        sentences: below the title: which values are good, which one is best.
        missing: why there is no picture, "" where there are some.
    """

    sentences: Sequence[str]
    pictures: Sequence[Picture] = ()
    table: Table = field(default_factory=lambda: Table(()))
    missing: str = ""

    @property
    def about(self) -> str:
        """The sentences."""
        return " ".join(self.sentences)


def none(why: str) -> Chart:
    """Return a chart that says why it is none."""
    return Chart((), missing=why)


def short(value: float) -> str:
    """Return a number with 6 significant digits."""
    return f"{value:.6g}"


def shown(text: str, longest: int = _LONGEST) -> str:
    """Return text from outside as a figure may hold it: escaped, and not too long."""
    cut = text if len(text) <= longest else f"{text[: longest - 1]}…"
    return escape(cut, quote=False)


def objective(study: Study) -> list[str]:
    """Return the sentences on the objective: which way is good, and the best value."""
    name = joined(": ", filter(None, (study.axis, study.direction)))
    found: list[str] = [Said("{name}.", {"name": name})]
    if (best := study.best) and best.value is not None:
        value = short(best.value)
        found.append(_("The best value is {value}, of {name}.", value=value, name=best.name))
    return found


def figure(data: list[dict[str, Any]], x: dict[str, Any], y: dict[str, Any], **more: Any) -> Figure:
    """Return a figure of the traces and both axes; `more` are members of the layout."""
    layout = {
        "autosize": True,
        "height": 360,
        "margin": {"l": 56, "r": 16, "t": 8, "b": 48},
        "paper_bgcolor": "var(--background)",
        "plot_bgcolor": "var(--background)",
        "font": {"size": 12, "color": "var(--text-secondary)"},
        "hovermode": "closest",
        "hoverlabel": {"align": "left"},
        "showlegend": False,
        "legend": {"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom"},
        "xaxis": x,
        "yaxis": y,
        **more,
    }
    return {"data": data, "layout": layout}


def axis(title: str, **more: Any) -> dict[str, Any]:
    """Return an axis of the name."""
    return {
        "title": {
            "text": title if isinstance(title, Said) else shown(title, _LONGEST_TITLE),
            "standoff": 8,
        },
        "gridcolor": "var(--divider-secondary)",
        "linecolor": "var(--border-input)",
        "zeroline": False,
        "automargin": True,
        # "power" writes 10 with a raised number, by an inline style that the policy forbids.
        "exponentformat": "e",
        **more,
    }


def axis_of(dimension: Dimension) -> dict[str, Any]:
    """Return the axis of a hyperparameter."""
    if dimension.categories:
        ticks = {
            "tickvals": list(range(len(dimension.categories))),
            "ticktext": [shown(name) for name in dimension.categories],
            "range": [-0.5, len(dimension.categories) - 0.5],
        }
        return axis(dimension.name, **ticks)
    if not dimension.is_log:
        return axis(dimension.name)
    steps = _steps(dimension.low, dimension.high)
    texts = [short(value) for value in steps]
    return axis(dimension.name, type="log", tickvals=steps, ticktext=texts)


def _steps(low: float, high: float) -> list[float]:
    """Return round numbers for a logarithmic axis: powers of ten, for a short one more."""
    first, last = floor(log10(low)), ceil(log10(high))
    factors = (1,) if last - first > 3 else (1, 2, 5)
    every = max(1, (last - first) // 8)
    return [factor * 10.0**power for power in range(first, last + 1, every) for factor in factors]


def markers(
    points: Iterable[tuple[Point, float | None, float | None]], study: Study, edge: str = ""
) -> list[dict[str, Any]]:
    """Return a trace of marks for each outcome, and last, on top, the one of the best point.

    Args:
        points: (point, x, y); what lacks one of them is left out.
        study: says which point is the best one.
        edge: the colour of the marks' edges, on a coloured ground; "" for their own.
    """
    groups: dict[str, list[tuple[Point, float, float]]] = {}
    for point, x, y in points:
        if x is not None and y is not None:
            kind = "best" if point is study.best else point.outcome
            groups.setdefault(kind, []).append((point, x, y))
    looks = {**LOOKS, "best": Look(_("Best"), BEST, "star")}
    return [
        {
            "type": "scatter",
            "mode": "markers",
            "name": look.word,
            "x": [x for _, x, _ in groups[kind]],
            "y": [y for _, _, y in groups[kind]],
            "hovertext": [hover(point) for point, _, _ in groups[kind]],
            "hoverinfo": "text",
            "marker": {
                # What is open is drawn by its edge alone, which Plotly gives the mark's colour.
                "color": edge if edge and "open" in look.symbol else look.colour,
                "symbol": look.symbol,
                "size": 15 if kind == "best" else 8,
                "line": {"width": 1.5, "color": edge or look.colour},
            },
        }
        for kind, look in looks.items()
        if kind in groups
    ]


def hover(point: Point) -> str:
    """Return what a point says of itself."""
    value = NOTHING if point.value is None else short(point.value)
    lines: list[str] = [
        f"{point.number}: {escape(point.name)}",
        joined(", ", (LOOKS[point.outcome].word, value)),
    ]
    tuned = list(point.hyperparameters.items())
    lines += [f"{shown(name)} = {shown(text)}" for name, text in tuned[:8]]
    lines += [_("and {count} more", count=len(tuned) - 8)] if len(tuned) > 8 else []
    return joined("<br>", lines)


def title_of(point: Point, study: Study) -> str:
    """Return a point's name for a table; it says so when the point is the best one."""
    return _("{name} (best)", name=point.name) if point is study.best else point.name


def unit_of(longest_s: float) -> tuple[str, int]:
    """Return the unit of an axis of so many seconds, and the seconds of it."""
    return next((unit, size) for unit, size, least in _UNITS if longest_s >= size * least)
