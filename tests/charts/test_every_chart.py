"""What holds for every chart, whatever the tuning job: a picture that Plotly takes, and a table."""

import json
import re
from collections.abc import Iterator
from math import isfinite
from pathlib import Path
from typing import Any

import plotly.graph_objects as go
import pytest

from tests.charts.studies import HOSTILE, STUDIES
from tuningconsole.charts.drawing import Chart
from tuningconsole.charts.every import CHARTS

VARIABLE = re.compile(r"var\((--[a-z0-9-]+)\)")
TOKENS = (Path(__file__).parents[2] / "static/css/tokens.css").read_text()


@pytest.fixture(params=CHARTS)
def key(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=STUDIES)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def built(key: str, name: str) -> Chart:
    return CHARTS[key].build(STUDIES[name], ())


def leaves(value: Any) -> Iterator[Any]:
    match value:
        case dict():
            for item in value.values():
                yield from leaves(item)
        case list() | tuple():
            for item in value:
                yield from leaves(item)
        case _:
            yield value


def test_a_chart_has_pictures_or_says_why_not(key: str, name: str) -> None:
    chart = built(key, name)
    assert bool(chart.pictures) != bool(chart.missing)
    assert chart.missing == "" or chart.missing.endswith(".")


def test_plotly_takes_the_figures(key: str, name: str) -> None:
    for picture in built(key, name).pictures:
        text = json.dumps(picture.figure, allow_nan=False)
        # As figure.js does: colours for the style sheet's variables, all of which there are.
        assert [used for used in VARIABLE.findall(text) if f"{used}:" not in TOKENS] == []
        go.Figure(json.loads(VARIABLE.sub("#123456", text)))


def test_axes_have_names(key: str, name: str) -> None:
    for picture in built(key, name).pictures:
        layout = picture.figure["layout"]
        titles = [layout[axis]["title"]["text"] for axis in ("xaxis", "yaxis")]
        # Those of parallel coordinates have a name each; hyperparameters are their own names.
        assert all(titles) or key in {"parallel", "importance"}


def test_the_table_has_finite_numbers_and_as_many_cells_as_headings(key: str, name: str) -> None:
    table = built(key, name).table
    assert {len(row) for row in table.rows} <= {len(table.head)}
    assert all(isfinite(cell) for cell in leaves(table.rows) if isinstance(cell, float))


def test_direction_and_best_are_said(key: str) -> None:
    if key in {"importance", "timeline"}:
        return
    for name, words in (("searched", "higher is better"), ("minimized", "lower is better")):
        chart = built(key, name)
        best = STUDIES[name].best
        assert best
        assert words in chart.about
        assert f"of {best.name}." in chart.about


def test_the_best_one_is_marked(key: str) -> None:
    if key == "importance":
        return
    for picture in built(key, "searched").pictures:
        text = json.dumps(picture.figure)
        assert "var(--chart-best)" in text
        assert "Best" in text


def test_text_from_outside_is_no_markup(key: str) -> None:
    chart = built(key, "hostile")
    assert chart.pictures or key == "importance"
    for picture in chart.pictures:
        texts = [leaf for leaf in leaves(picture.figure) if isinstance(leaf, str)]
        assert [text for text in texts if re.search(r"<(?!br>)", text)] == []
        assert all(HOSTILE not in text for text in texts)
        # Plotly puts values into templates only; there are none.
        assert "template" not in json.dumps(picture.figure)
