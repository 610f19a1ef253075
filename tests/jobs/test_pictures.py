"""The geometry of the objective over time."""

import math
from datetime import timedelta

import pytest

from tests.jobs.conftest import LONG_AGO
from tuningconsole.jobs.models import TrainingJob
from tuningconsole.jobs.pictures import (
    BOTTOM,
    LEFT,
    RIGHT,
    TOP,
    Picture,
    objective_over_time,
    scale,
)

MAXIMIZE = {"MetricName": "accuracy", "Type": "Maximize"}
MINIMIZE = {"MetricName": "loss", "Type": "Minimize"}


def trial(minute: int, value: float | None, status: str = "Completed") -> TrainingJob:
    end = LONG_AGO + timedelta(minutes=minute)
    is_ended = status != "InProgress"
    return TrainingJob(
        name=f"t-{minute:03}",
        status=status,
        objective_value=value,
        ended_at=end if is_ended else None,
        seen_at=end,
    )


def drawn(*trials: TrainingJob, best: str = "", objective: dict[str, str] = MAXIMIZE) -> Picture:
    picture = objective_over_time(trials, objective, LONG_AGO, best)
    assert picture is not None
    return picture


@pytest.mark.parametrize("value", [None, math.nan, math.inf])
def test_there_is_no_picture_without_a_value(value: float | None) -> None:
    assert objective_over_time([trial(1, value)], MAXIMIZE, LONG_AGO, "") is None


def test_the_best_so_far_only_gets_better() -> None:
    trials = [trial(3, 0.7), trial(1, 0.5), trial(2, 0.4), trial(4, 0.6)]
    assert [point.best for point in drawn(*trials).rows] == ["0.5", "0.5", "0.7", "0.7"]
    down = drawn(*trials, objective=MINIMIZE)
    assert [point.best for point in down.rows] == ["0.5", "0.4", "0.4", "0.4"]
    assert down.best is not None
    assert down.best.job.name == "t-002"
    assert down.direction == "lower is better"


def test_a_better_value_stands_higher_and_a_later_one_further_right() -> None:
    low, high = drawn(trial(1, 0.5), trial(2, 0.9)).rows
    assert float(high.y) < float(low.y)
    assert float(high.x) > float(low.x)


def test_only_what_has_ended_counts_as_best_and_aws_has_the_last_word() -> None:
    running = trial(2, 0.99, "InProgress")
    picture = drawn(trial(1, 0.5), running, trial(3, 0.5))
    assert picture.best is not None
    assert picture.best.job.name == "t-001"
    told = drawn(trial(1, 0.5), running, trial(3, 0.5), best="t-003")
    assert told.best is not None
    assert told.best.job.name == "t-003"
    assert [point.kind for point in told.rows] == ["done", "running", "done"]


def test_what_has_no_value_stands_at_the_foot_and_is_counted() -> None:
    picture = drawn(
        trial(1, 0.5), trial(2, None, "Failed"), trial(3, math.nan), trial(4, 0.4, "Stopped")
    )
    assert [point.kind for point in picture.rows] == ["done", "none", "none", "stopped"]
    assert picture.missing == 2
    assert {point.y for point in picture.rows if point.kind == "none"} == {f"{BOTTOM - 6:.1f}"}


@pytest.mark.parametrize(
    "values",
    [
        [1.7e308, -1.7e308],
        [5e-324, 0.0],
        [0.0, 0.0],
        [-3.5, -3.5],
        [0.9666666, 0.9666667],
        [1.0, math.nextafter(1.0, 2.0)],
        [1e-300, 1e300],
        [1.7976931348623157e308] * 2,
    ],
)
def test_any_finite_values_are_drawn_inside_the_frame(values: list[float]) -> None:
    picture = drawn(*(trial(number, value) for number, value in enumerate(values, start=1)))
    for point in picture.rows:
        assert LEFT <= float(point.x) <= RIGHT
        assert TOP <= float(point.y) <= BOTTOM
    for tick in picture.y_ticks:
        assert TOP <= float(tick.at) <= BOTTOM
        assert math.isfinite(float(tick.label))


def test_marks_stand_at_round_numbers_that_can_be_told_apart() -> None:
    labels = [tick.label for tick in scale([0.0, 1.0], BOTTOM, TOP).ticks()]
    assert {"0", "0.4", "0.8"} < set(labels)
    close = [tick.label for tick in scale([0.96666666, 0.96666667], BOTTOM, TOP).ticks()]
    assert len(set(close)) == len(close) > 1


@pytest.mark.parametrize(
    ("minutes", "unit"), [(1, "seconds"), (10, "minutes"), (600, "hours"), (9000, "days")]
)
def test_the_time_axis_has_a_unit_that_fits(minutes: int, unit: str) -> None:
    assert drawn(trial(minutes, 0.5)).unit == unit


def test_750_training_jobs_are_all_in_it() -> None:
    picture = drawn(*(trial(number, math.sin(number)) for number in range(750)))
    assert len(picture.points) == 750
    assert picture.points[-1].is_best
