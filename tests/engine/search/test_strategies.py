"""What every strategy keeps, and what the Bayesian one is for."""

from statistics import median
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tuningconsole.engine.search import bayesian, grid, random, strategies
from tuningconsole.engine.search.base import Strategy, Trial
from tuningconsole.engine.search.space import Space, read
from tuningconsole.spec import shapes

RANGES: dict[str, Any] = {
    "IntegerParameterRanges": [{"Name": "n", "MinValue": "1", "MaxValue": "9"}],
    "ContinuousParameterRanges": [
        {"Name": "x", "MinValue": "0", "MaxValue": "1", "ScalingType": "ReverseLogarithmic"}
        | {"MaxValue": "0.999"},
        {"Name": "y", "MinValue": "1e-6", "MaxValue": "1", "ScalingType": "Logarithmic"},
    ],
    "CategoricalParameterRanges": [
        {"Name": "kind", "Values": ["a", "b", "c"]},
        {"Name": "only", "Values": ["one"]},
    ],
}
SPACE = read(RANGES)
OF_NUMBERS = {name: each for name, each in strategies.BY_NAME.items() if name != "Grid"}
each_strategy = pytest.mark.parametrize("strategy", OF_NUMBERS.values(), ids=OF_NUMBERS)


def played(strategy: Strategy, seed: int, count: int, space: Space = SPACE) -> list[Trial]:
    """Return so many trials one after the other, the loss the sum of the numbers."""
    trials: list[Trial] = []
    for number in range(1, count + 1):
        values = strategy(space, trials, (seed, number))
        loss = sum(float(values[name]) for name in ("n", "x", "y") if name in values)
        trials.append(Trial(values, loss))
    return trials


def test_every_strategy_of_the_service_model_is_there() -> None:
    shape: Any = shapes.shape("HyperParameterTuningJobStrategyType")
    assert set(shape.enum) == strategies.BY_NAME.keys()


@each_strategy
def test_a_suggestion_is_a_point_of_the_space(strategy: Strategy) -> None:
    assert all(SPACE.holds(trial.values) for trial in played(strategy, 1, 15))


@each_strategy
def test_the_same_arguments_give_the_same_suggestion(strategy: Strategy) -> None:
    trials = played(strategy, 2, 10)
    assert strategy(SPACE, trials, (7, 11)) == strategy(SPACE, trials, (7, 11))


def test_another_seed_is_another_search() -> None:
    assert random.suggest(SPACE, [], (7, 1)) != random.suggest(SPACE, [], (8, 1))


@pytest.mark.parametrize("strategy", strategies.BY_NAME.values(), ids=strategies.BY_NAME)
def test_nothing_is_tried_twice_while_something_is_left(strategy: Strategy) -> None:
    space = read({"CategoricalParameterRanges": [{"Name": "n", "Values": list("12345678")}]})
    tried = [trial.values["n"] for trial in played(strategy, 3, 8, space)]
    assert sorted(tried) == list("12345678")


@each_strategy
def test_when_nothing_is_left_something_is_tried_again(strategy: Strategy) -> None:
    space = read({"CategoricalParameterRanges": [{"Name": "n", "Values": list("123")}]})
    assert strategy(space, played(strategy, 3, 3, space), (3, 9))["n"] in "123"


GRID = read(
    {
        "CategoricalParameterRanges": [
            {"Name": "kind", "Values": ["b", "a"]},
            {"Name": "depth", "Values": ["1", "2", "3"]},
        ]
    }
)


def test_a_grid_is_gone_through_in_order() -> None:
    tried = [
        (trial.values["depth"], trial.values["kind"]) for trial in played(grid.suggest, 1, 6, GRID)
    ]
    assert tried == [("1", "b"), ("1", "a"), ("2", "b"), ("2", "a"), ("3", "b"), ("3", "a")]


def test_a_grid_has_an_end_and_takes_no_numbers() -> None:
    with pytest.raises(ValueError, match="Every combination was tried"):
        grid.suggest(GRID, played(grid.suggest, 1, 6, GRID), (1, 7))
    with pytest.raises(ValueError, match="categorical ranges only"):
        grid.suggest(SPACE, [], (1, 1))


def test_a_grid_tries_again_what_a_parent_tried() -> None:
    first = grid.suggest(GRID, [], (1, 1))
    assert grid.suggest(GRID, [Trial(first, 1.0, is_inherited=True)], (1, 1)) == first
    assert grid.suggest(GRID, [Trial(first, 1.0)], (1, 1)) != first


LOSSES = st.one_of(
    st.none(), st.floats(allow_nan=False, allow_infinity=False), st.sampled_from([0.0, 1.0, 1e308])
)


@given(st.lists(st.tuples(LOSSES, st.booleans()), min_size=6, max_size=10))
@settings(max_examples=25, deadline=None)
@each_strategy
def test_whatever_training_gave_there_is_a_next_suggestion(
    strategy: Strategy, outcomes: list[tuple[float | None, bool]]
) -> None:
    drawn = [random.suggest(SPACE, [], (1, number)) for number in range(len(outcomes))]
    trials = [
        Trial(values, loss, is_pending=loss is None and is_pending)
        for values, (loss, is_pending) in zip(drawn, outcomes, strict=True)
    ]
    assert SPACE.holds(strategy(SPACE, trials, (5, len(trials) + 1)))


def regret(strategy: Strategy, seed: int) -> float:
    """Return how far the best of 20 trials is from the least of a bowl on two scales."""
    space = read(
        {
            "ContinuousParameterRanges": [
                {"Name": "x", "MinValue": "-5", "MaxValue": "5"},
                {"Name": "y", "MinValue": "1e-5", "MaxValue": "1", "ScalingType": "Logarithmic"},
            ]
        }
    )
    trials: list[Trial] = []
    for number in range(1, 21):
        values = strategy(space, trials, (seed, number))
        [_, y] = space.ranges
        loss = (float(values["x"]) - 1.3) ** 2 + 25 * (y.unit(values["y"]) - 0.7) ** 2  # type: ignore[union-attr]
        trials.append(Trial(values, loss))
    return min(trial.loss for trial in trials if trial.loss is not None)


def test_bayesian_finds_a_better_point_than_random() -> None:
    by_model = [regret(bayesian.suggest, seed) for seed in range(5)]
    at_random = [regret(random.suggest, seed) for seed in range(5)]
    assert median(by_model) < median(at_random) / 10


def test_bayesian_keeps_parallel_suggestions_apart() -> None:
    trials = played(bayesian.suggest, 4, 12)
    pending = list(trials)
    for number in range(13, 17):
        pending.append(Trial(bayesian.suggest(SPACE, pending, (4, number)), is_pending=True))
    assert len({tuple(trial.values.items()) for trial in pending[12:]}) == 4
