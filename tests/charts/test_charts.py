"""What each chart shows."""

import time

import pytest

from tests.charts.studies import DIMENSIONS, STUDIES, of, point, searched
from tuningconsole.charts import contour, distribution, duration, history, importance, timeline
from tuningconsole.charts.every import CHARTS
from tuningconsole.charts.study import EARLY, RUNNING, Dimension, Point


def test_best_so_far_is_of_what_has_ended_and_only_gets_better() -> None:
    study = of([point(1, 0.5), point(2, 0.9, RUNNING), point(3, 0.4), point(4, 0.7)])
    table = history.build(study).table
    assert [row[-1] for row in table.rows] == [0.5, 0.5, 0.5, 0.7]
    down = of(study.points, type="Minimize")
    assert [row[-1] for row in history.build(down).table.rows] == [0.5, 0.5, 0.4, 0.4]


def test_aws_has_the_last_word_on_the_best_one() -> None:
    study = of([point(1, 0.5), point(2, 0.5)], best_name="trees-002")
    assert study.best
    assert study.best.number == 2


def test_what_was_stopped_early_has_a_mark_of_its_own() -> None:
    [picture] = history.build(of([point(1, 0.5), point(2, 0.4, EARLY)])).pictures
    marks = {trace["name"]: trace.get("marker") for trace in picture.figure["data"]}
    assert marks["Stopped early"]["symbol"] == "diamond-open"
    assert len(marks["Best"]["symbol"]) > 0


def test_what_decides_is_called_most_important() -> None:
    shares = importance.of(searched(200))
    assert next(iter(shares)) == "depth"
    assert sum(shares.values()) == pytest.approx(1)


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("two", "It takes 4 ended training jobs"),
        ("constant", "the same objective value"),
        ("constant hyperparameters", "No hyperparameter was varied"),
        ("no ranges", "tunes no hyperparameter"),
    ],
)
def test_importance_says_why_there_is_none(name: str, why: str) -> None:
    assert why in importance.build(STUDIES[name]).missing


def test_the_contour_is_of_the_two_that_were_chosen() -> None:
    study = STUDIES["searched"]
    names = [contour.chosen(study, names) for names in ((), ("criterion", "rate"), ("rate", "no"))]
    assert [(x.name, y.name) for x, y in names] == [
        ("depth", "rate"),
        ("criterion", "rate"),
        ("rate", "depth"),
    ]


def test_the_contour_is_high_where_values_are() -> None:
    study = of([point(1, 0.1, depth="1", rate="0.0001"), point(2, 0.9, depth="20", rate="1")])
    [surface, *_] = contour.build(study).pictures[0].figure["data"]
    assert surface["z"][0][0] == pytest.approx(0.1)
    assert surface["z"][-1][-1] == pytest.approx(0.9)
    # Far from both nothing is known.
    assert surface["z"][-1][0] is None


def test_training_jobs_that_overlap_stand_in_lanes_of_their_own() -> None:
    study = of(
        [
            Point(1, "a", "completed", 0.1, start_s=0, duration_s=10),
            Point(2, "b", "completed", 0.2, start_s=5, duration_s=10),
            Point(3, "c", "completed", 0.3, start_s=10, duration_s=10),
        ]
    )
    assert timeline.build(study).about == "3 training jobs have run, at most 2 at once."


def test_every_value_is_counted_once() -> None:
    study = STUDIES["searched"]
    rows = distribution.build(study).table.rows
    assert sum(int(row[2] or 0) for row in rows) == len(study.valued)
    assert [row[2] for row in distribution.build(STUDIES["constant"]).table.rows] == [8]


@pytest.mark.parametrize(
    ("first", "second", "rho"),
    [
        ([1, 2, 3], [10, 20, 30], 1),
        ([1, 2, 3], [30, 20, 10], -1),
        ([1, 2, 2, 3], [1, 3, 3, 9], 1),
        ([1, 2, 3, 4], [2, 1, 4, 3], 0.6),
        ([1, 1, 1], [1, 2, 3], None),
        ([1, 2], [1, 2], None),
    ],
)
def test_the_correlation_is_spearmans(
    first: list[float], second: list[float], rho: float | None
) -> None:
    found = duration.correlation(first, second)
    assert found == (rho if rho is None else pytest.approx(rho))


def test_longer_is_better_or_worse_by_the_direction() -> None:
    points = [
        Point(n, f"t-{n}", "completed", n / 9, start_s=0, duration_s=float(n)) for n in range(1, 9)
    ]
    assert "longer training goes clearly with better values" in duration.build(of(points)).about
    down = duration.build(of(points, type="Minimize")).about
    assert "longer training goes clearly with worse values" in down


@pytest.mark.parametrize("dimension", [*DIMENSIONS, Dimension("same", 3, 3)], ids=lambda d: d.name)
def test_a_share_of_a_range_leads_back_to_the_value(dimension: Dimension) -> None:
    low, high = dimension.bounds
    for value in (low, high, (low + high) / 2):
        assert dimension.at(dimension.share(value)) == pytest.approx(value)


def test_five_hundred_training_jobs_are_figures_in_a_moment() -> None:
    study = searched(500)
    importance.of(searched(10))  # Optuna loads.
    began = time.process_time()
    for kind in CHARTS.values():
        kind.build(study, ())
    assert time.process_time() - began < 2
