"""What is inherited from parents, what the Bayesian strategy makes of it, and jobs that do it."""

from collections.abc import Callable, Mapping
from itertools import pairwise
from statistics import median
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engine.calls import CONFIG, LIMITS, STATIC, Calls, python
from tuningconsole.engine.search import bayesian, random, warm_start
from tuningconsole.engine.search.base import Trial
from tuningconsole.engine.search.belief import standardised
from tuningconsole.engine.search.space import Space, read

XY = read(
    {
        "ContinuousParameterRanges": [
            {"Name": "x", "MinValue": "0", "MaxValue": "1"},
            {"Name": "y", "MinValue": "0", "MaxValue": "1"},
        ]
    }
)
X = Space(XY.ranges[:1])


def test_a_trial_of_the_same_space_is_inherited() -> None:
    trial = Trial({"x": "0.5", "y": "0.1"}, 3.0)
    found = warm_start.inherited(trial, {"m": "s"}, XY, {"m": "s"}, 2)
    assert found == Trial({"x": "0.5", "y": "0.1"}, 3.0, is_inherited=True, scale=2)


def test_what_was_static_and_is_tuned_now_is_taken_from_there() -> None:
    found = warm_start.inherited(Trial({"x": "0.5"}, 3.0), {"y": "0.2"}, XY, {}, 0)
    assert found is not None
    assert found.values == {"x": "0.5", "y": "0.2"}
    assert warm_start.inherited(Trial({"x": "0.5"}, 3.0), {"y": "7"}, XY, {}, 0) is None
    assert warm_start.inherited(Trial({"x": "0.5"}, 3.0), {}, XY, {}, 0) is None


def test_with_identical_data_what_is_static_now_must_have_been_the_same() -> None:
    trial = Trial({"x": "0.5", "y": "0.1"}, 3.0)
    assert warm_start.inherited(trial, {}, X, {"y": "0.1"}, 0) is not None
    assert warm_start.inherited(trial, {}, X, {"y": "0.3"}, 0) is None
    assert warm_start.inherited(trial, {}, X, {"y": "0.3"}, 1) is not None


def test_what_was_not_evaluated_or_is_outside_now_is_not_inherited() -> None:
    assert warm_start.inherited(Trial({"x": "0.5"}), {}, X, {}, 0) is None
    assert warm_start.inherited(Trial({"x": "1.5"}, 1.0), {}, X, {}, 0) is None


LOSSES = st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1, max_size=30)


@settings(deadline=None)
@given(LOSSES)
def test_standardised_losses_keep_their_order(losses: list[float]) -> None:
    found = standardised(np.array(losses))
    assert np.isfinite(found).all()
    pairs = sorted(zip(losses, found.tolist(), strict=True))
    assert all(a[1] <= b[1] for a, b in pairwise(pairs))


def bowl(values: Mapping[str, str], x: float = 0.3, y: float = 0.7) -> float:
    return (float(values["x"]) - x) ** 2 + (float(values["y"]) - y) ** 2


def near(values: Mapping[str, str]) -> float:
    return bowl(values, 0.4, 0.6)


def opposite(values: Mapping[str, str]) -> float:
    return -bowl(values)


def regrets(loss: Callable[[Mapping[str, str]], float] | None, count: int) -> float:
    """Return the median regret, over seeds, of so many trials that begin with a parent's.

    The parent tried fifteen configurations at random; its losses are a thousand times as large.
    """
    found = []
    for seed in range(5):
        drawn = [random.suggest(XY, [], (100 + seed, number)) for number in range(15)]
        trials = [
            Trial(values, 1000 * loss(values) - 5000, is_inherited=True, scale=1)
            for values in drawn
            if loss is not None
        ]
        own: list[Trial] = []
        for number in range(1, count + 1):
            values = bayesian.suggest(XY, trials + own, (seed, number))
            own.append(Trial(values, bowl(values)))
        found.append(min(trial.loss for trial in own if trial.loss is not None))
    return median(found)


def test_a_parent_on_another_scale_is_learned_from() -> None:
    assert regrets(bowl, 6) < regrets(None, 6) / 3


def test_a_parent_that_was_best_nearby_does_not_hold_the_search_there() -> None:
    assert regrets(near, 10) < regrets(None, 10)


def test_a_parent_that_says_the_opposite_does_not_mislead() -> None:
    assert regrets(opposite, 10) < 5 * regrets(None, 10)


@settings(max_examples=20, deadline=None)
@given(
    st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=4, max_size=8),
    st.integers(0, 3),
)
def test_whatever_parents_gave_there_is_a_next_suggestion(losses: list[float], own: int) -> None:
    trials = [
        Trial(random.suggest(XY, [], (1, n)), loss, is_inherited=True, scale=1 + n % 2)
        for n, loss in enumerate(losses)
    ]
    mine = [Trial(random.suggest(XY, [], (2, n)), float(n)) for n in range(own)]
    pending = Trial(random.suggest(XY, [], (3, 0)), is_pending=True)
    assert XY.holds(bayesian.suggest(XY, [*trials, *mine, pending], (1, 9)))


SCALED = """
x = float(given["x"])
print(f"score={-1000 * (x - 0.9) ** 2}")
"""


def warmed(parent: str, kind: str) -> dict[str, Any]:
    return {
        "WarmStartConfig": {
            "ParentHyperParameterTuningJobs": [{"HyperParameterTuningJobName": parent}],
            "WarmStartType": kind,
        }
    }


def test_the_overall_best_may_be_a_parents(calls: Calls) -> None:
    algorithm = calls.algorithm()
    first = calls.tune(algorithm, {f"{CONFIG}.RandomSeed": 3}, jobs=4, parallel=2)
    best = calls.ended(first)["BestTrainingJob"]
    # Lower than all that the parent tried is all that the child may try.
    worst = min(float(c["TunedHyperParameters"]["x"]) for c in calls.children(first))
    narrow = {"ContinuousParameterRanges": [{"Name": "x", "MinValue": "0", "MaxValue": str(worst)}]}
    child = calls.tune(
        algorithm,
        warmed(first, "IdenticalDataAndAlgorithm") | {f"{CONFIG}.ParameterRanges": narrow},
        jobs=2,
    )
    found = calls.ended(child)
    assert found["BestTrainingJob"]["TrainingJobName"].startswith(child)
    overall = found["OverallBestTrainingJob"]
    assert overall["TuningJobName"] == first
    assert overall["TrainingJobName"] == best["TrainingJobName"]
    assert (
        overall["FinalHyperParameterTuningJobObjectiveMetric"]
        == (best["FinalHyperParameterTuningJobObjectiveMetric"])
    )
    assert found["TrainingJobStatusCounters"]["Completed"] == 2


@pytest.mark.parametrize("kind", ["IdenticalDataAndAlgorithm", "TransferLearning"])
def test_a_warm_bayesian_search_begins_where_the_parent_was_good(calls: Calls, kind: str) -> None:
    algorithm = calls.algorithm(python(SCALED))
    first = calls.tune(algorithm, {f"{CONFIG}.RandomSeed": 5}, jobs=8, parallel=4)
    calls.ended(first)
    bayesian_search = {f"{CONFIG}.Strategy": "Bayesian", f"{CONFIG}.RandomSeed": 5}
    child = calls.tune(algorithm, warmed(first, kind) | bayesian_search, jobs=2)
    found = calls.ended(child)
    assert ("OverallBestTrainingJob" in found) is (kind == "IdenticalDataAndAlgorithm")
    tried = [float(c["TunedHyperParameters"]["x"]) for c in calls.children(child)]
    assert min(abs(x - 0.9) for x in tried) < 0.1
    cold = calls.tune(algorithm, bayesian_search, jobs=2)
    calls.ended(cold)
    alone = [float(c["TunedHyperParameters"]["x"]) for c in calls.children(cold)]
    assert min(abs(x - 0.9) for x in alone) > 0.1


def test_what_was_static_may_be_tuned_by_the_child(calls: Calls) -> None:
    algorithm = calls.algorithm()
    first = calls.tune(algorithm, {STATIC: {"n": "5"}, f"{LIMITS}.MaxNumberOfTrainingJobs": 1})
    calls.ended(first)
    child = calls.tune(
        algorithm,
        warmed(first, "TransferLearning")
        | {
            f"{CONFIG}.ParameterRanges.IntegerParameterRanges": [
                {"Name": "n", "MinValue": "1", "MaxValue": "9"}
            ]
        },
        jobs=3,
    )
    assert calls.ended(child)["HyperParameterTuningJobStatus"] == "Completed"
    assert {"n", "x"} == calls.children(child)[0]["TunedHyperParameters"].keys()
