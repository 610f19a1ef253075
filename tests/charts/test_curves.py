"""Learning curves: each metric a picture, final and best values a table."""

import json

import plotly.graph_objects as go
import pytest

from tests.charts.studies import HOSTILE
from tests.charts.test_every_chart import VARIABLE
from tuningconsole.charts import curves
from tuningconsole.charts.curves import Run

RUNS = [
    Run("trees-1", {"train:loss": [0.9, 0.5], "accuracy": [0.1, 0.8, 0.7]}),
    Run("trees-2", {"accuracy": [0.4], "train:loss": []}),
]


def test_the_objective_comes_first_and_final_stands_beside_best() -> None:
    chart = curves.build(RUNS, "accuracy", "Maximize")
    assert [picture.name for picture in chart.pictures] == ["accuracy", "train:loss"]
    assert "accuracy: higher is better" in chart.about
    assert chart.table.rows == [
        ("trees-1", "train:loss", 2, 0.5, None, 0.5, 0.9),
        ("trees-1", "accuracy", 3, 0.7, 0.8, 0.1, 0.8),
        ("trees-2", "accuracy", 1, 0.4, 0.4, 0.4, 0.4),
    ]


@pytest.mark.parametrize(("kind", "stars"), [("Maximize", [2, 1]), ("Minimize", [1, 1]), ("", [])])
def test_the_best_value_of_each_is_marked_where_the_direction_is_known(
    kind: str, stars: list[int]
) -> None:
    [accuracy, _] = curves.build(RUNS, "accuracy", kind).pictures
    marked = [
        trace["x"][0]
        for trace in accuracy.figure["data"]
        if trace.get("marker", {}).get("symbol") == "star"
    ]
    assert marked == stars


@pytest.mark.parametrize("runs", [[], [Run("t", {})], [Run("t", {"loss": []})]])
def test_without_a_value_there_is_no_picture(runs: list[Run]) -> None:
    assert curves.build(runs).missing == curves.NO_CURVES


def test_long_curves_are_drawn_by_every_so_many_values() -> None:
    values = [float(number) for number in range(10_001)]
    [picture] = curves.build([Run("t", {"loss": values})]).pictures
    [line] = picture.figure["data"]
    assert len(line["x"]) <= curves.MOST_DRAWN + 1
    assert (line["x"][0], line["x"][-1]) == (1, 10_001)


def test_plotly_takes_the_figures_and_no_markup() -> None:
    runs = [Run(f"{HOSTILE}{number}", {HOSTILE: [1.0, 1e308]}) for number in range(6)]
    for picture in curves.build([*runs, *RUNS], HOSTILE, "Minimize").pictures:
        text = json.dumps(picture.figure, allow_nan=False)
        assert "<b " not in text
        go.Figure(json.loads(VARIABLE.sub("#123456", text)))
