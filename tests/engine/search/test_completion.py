"""When a search has tried enough: the three criteria, on outcomes as they come."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tuningconsole.engine.search import completion
from tuningconsole.engine.search.completion import Details
from tuningconsole.engine.search.observations import Objective, Outcome

BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
ERROR = Objective("error", is_maximized=False)
SCORE = Objective("score", is_maximized=True)
TARGET = "TargetObjectiveMetricValue"


def outcomes(*values: float, objective: Objective = ERROR) -> list[Outcome]:
    """Return training jobs that ended one a minute with these values."""
    return [
        Outcome(BEGIN + timedelta(minutes=minute), objective, value)
        for minute, value in enumerate(values)
    ]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        pytest.param((), 0, id="nothing yet"),
        pytest.param((5.0,), 0, id="the first one"),
        pytest.param((5.0, 5.0), 1, id="equal"),
        pytest.param((5.0, 6.0, 7.0), 2, id="worse"),
        pytest.param((100.0, 99.5), 1, id="better by half a percent"),
        pytest.param((100.0, 99.0), 0, id="better by one percent"),
        pytest.param((100.0, 99.5, 99.0, 98.5), 3, id="each better than all before by too little"),
        pytest.param((100.0, 100.0, 50.0, 60.0), 1, id="better in between"),
        pytest.param((-100.0, -100.5), 1, id="below zero, by half a percent"),
        pytest.param((-100.0, -101.0), 0, id="below zero, by one percent"),
        pytest.param((0.0, -1e-9), 0, id="better than zero"),
        pytest.param((0.0, 0.0), 1, id="zero again"),
    ],
)
def test_training_jobs_that_do_not_improve_by_one_percent_are_counted(
    values: tuple[float, ...], expected: int
) -> None:
    assert completion.details(outcomes(*values), 99).not_improving == expected
    losses = [-value for value in values]
    assert completion.details(outcomes(*losses, objective=SCORE), 99).not_improving == expected


def test_each_objective_improves_on_its_own() -> None:
    mixed = [*outcomes(5.0), *outcomes(0.1, objective=SCORE)]
    assert completion.details(mixed, 99).not_improving == 0
    mixed += outcomes(0.2, objective=SCORE)
    assert completion.details(mixed, 99).not_improving == 0
    assert completion.details([*mixed, *outcomes(5.0)], 99).not_improving == 1


def test_a_search_has_converged_when_the_last_that_it_waited_for_had_ended() -> None:
    values = [3.0, 2.0, 2.0, 2.0, 1.0]
    found = completion.details(outcomes(*values), 2)
    assert found == Details(0, BEGIN + timedelta(minutes=3))
    assert completion.details(outcomes(*values), 3).converged_at is None


def test_more_hyperparameters_are_waited_for_longer() -> None:
    ranges = {"IntegerParameterRanges": [{}] * 4, "CategoricalParameterRanges": [{}] * 3}
    assert completion.patience([{"HyperParameterRanges": ranges}]) == 14
    assert completion.patience([{"HyperParameterRanges": {"IntegerParameterRanges": [{}]}}]) == 10


@pytest.mark.parametrize(
    ("criteria", "details", "is_reached"),
    [
        ({}, Details(99, BEGIN), False),
        ({TARGET: 1.0}, Details(), False),
        ({TARGET: 2.0}, Details(), True),
        ({TARGET: 2.5}, Details(), True),
        ({"BestObjectiveNotImproving": {}}, Details(99), False),
        ({"BestObjectiveNotImproving": {"MaxNumberOfTrainingJobsNotImproving": 3}}, 2, False),
        ({"BestObjectiveNotImproving": {"MaxNumberOfTrainingJobsNotImproving": 3}}, 3, True),
        ({"ConvergenceDetected": {"CompleteOnConvergence": "Enabled"}}, Details(9), False),
        ({"ConvergenceDetected": {"CompleteOnConvergence": "Enabled"}}, Details(9, BEGIN), True),
        ({"ConvergenceDetected": {"CompleteOnConvergence": "Disabled"}}, Details(9, BEGIN), False),
        ({TARGET: 1.0, "ConvergenceDetected": {}}, Details(9, BEGIN), False),
    ],
)
def test_one_criterion_is_enough(
    criteria: dict[str, Any], details: Details | int, is_reached: bool
) -> None:
    found = Details(details) if isinstance(details, int) else details
    seen = outcomes(3.0, 2.0, 4.0)
    assert completion.is_reached(criteria, seen, ERROR, found) is is_reached


def test_the_target_is_a_least_value_when_more_is_better() -> None:
    seen = outcomes(0.5, 0.9, 0.7, objective=SCORE)
    assert completion.is_reached({TARGET: 0.9}, seen, SCORE, Details())
    assert not completion.is_reached({TARGET: 0.91}, seen, SCORE, Details())


def test_the_target_is_not_for_another_objective() -> None:
    seen = outcomes(0.5, objective=SCORE)
    assert not completion.is_reached({TARGET: 9.0}, seen, ERROR, Details())


@settings(deadline=None)
@given(st.lists(st.floats(allow_nan=False, allow_infinity=False)), st.integers(1, 9))
def test_once_converged_a_search_stays_so(values: list[float], patience: int) -> None:
    seen = outcomes(*values)
    times = [
        completion.details(seen[:count], patience).converged_at for count in range(len(seen) + 1)
    ]
    known = [at for at in times if at is not None]
    assert known == times[len(times) - len(known) :]
    assert len(set(known)) <= 1
