"""Hyperband's brackets and rungs, on curves; and a tuning job of it."""

import itertools
from collections import Counter
from functools import cache
from itertools import islice
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engine.calls import CONFIG, Calls, python
from tuningconsole.engine.search.hyperband import Hyperband, read
from tuningconsole.engine.search.observations import Curve

BAND = Hyperband(least=1, most=27, is_ended_by_program=True, seed=5)
RESOURCES = f"{CONFIG}.StrategyConfig.HyperbandStrategyConfig"


@cache
def numbers(band: Hyperband, bracket: int, count: int) -> list[int]:
    """Return the first training jobs that are of the bracket."""
    return list(islice((n for n in itertools.count(1) if band.bracket(n) == bracket), count))


def curves(*losses: float, epochs: int = 1, bracket: int = 0) -> list[Curve]:
    """Return running training jobs of one bracket that gave each loss at every epoch."""
    places = numbers(BAND, bracket, len(losses))
    return [
        Curve(n, has_ended=False, losses=[loss] * epochs)
        for n, loss in zip(places, losses, strict=True)
    ]


def test_rungs_are_three_times_as_far_apart_each_time() -> None:
    assert [BAND.rungs(bracket) for bracket in range(4)] == [[1, 3, 9], [3, 9], [9], []]
    assert Hyperband(2, 20, is_ended_by_program=True, seed=1).rungs(0) == [2, 6, 18]


def test_brackets_have_hyperbands_proportions() -> None:
    drawn = Counter(BAND.bracket(n) for n in range(1, 5001))
    sizes = [27, 12, 6, 4]
    for bracket, size in enumerate(sizes):
        assert drawn[bracket] / 5000 == pytest.approx(size / sum(sizes), abs=0.02)


def test_the_first_two_at_a_rung_go_on() -> None:
    known = curves(1.0, 9.0)
    assert not any(BAND.is_to_stop(curve, 1, known) for curve in known)


def test_the_best_third_at_a_rung_goes_on() -> None:
    known = curves(3.0, 1.0, 5.0, 2.0, 6.0, 4.0)
    stopped = [BAND.is_to_stop(curve, 1, known) for curve in known]
    assert stopped == [True, False, True, False, True, True]


def test_no_training_job_is_judged_between_rungs_or_before_the_least_resource() -> None:
    known = curves(1.0, 2.0, 3.0, epochs=2)
    assert BAND.is_to_stop(known[2], 1, known)
    assert not BAND.is_to_stop(known[2], 2, known)
    later = Hyperband(least=3, most=27, is_ended_by_program=True, seed=5)
    places = numbers(later, 0, 3)
    known = [Curve(n, has_ended=False, losses=[float(n)] * 3) for n in places]
    assert [later.is_to_stop(known[2], epoch, known) for epoch in (1, 2, 3)] == [False, False, True]


def test_brackets_do_not_compete() -> None:
    known = curves(3.0, 1.0) + curves(0.1, 0.2, 0.3, epochs=1, bracket=1)
    assert not BAND.is_to_stop(known[0], 1, known)
    assert not BAND.is_to_stop(known[4], 1, known)


def test_who_did_not_come_so_far_does_not_count() -> None:
    known = curves(3.0, 1.0, epochs=3) + curves(0.0, 0.0, 0.5, epochs=1)[2:]
    assert BAND.is_to_stop(known[0], 1, known)
    assert not BAND.is_to_stop(known[0], 3, known)


@pytest.mark.parametrize(
    ("is_ended_by_program", "epoch", "expected"),
    [(True, 27, False), (True, 28, True), (False, 26, False), (False, 27, True), (False, 28, True)],
)
def test_the_most_resource_ends_what_does_not_end_itself(
    is_ended_by_program: bool, epoch: int, expected: bool
) -> None:
    band = Hyperband(1, 27, is_ended_by_program, seed=5)
    curve = Curve(1, has_ended=False, losses=[0.0] * 30)
    assert band.is_to_stop(curve, epoch, [curve]) is expected


@pytest.mark.parametrize(
    ("given", "static", "expected"),
    [
        ({"MinResource": 2, "MaxResource": 9}, {}, (2, 9, False)),
        ({"MaxResource": 9}, {"epochs": "9"}, (1, 9, True)),
        ({"MaxResource": 9}, {"epochs": "10"}, (1, 9, False)),
        ({}, {"num_epochs": '"12"'}, (1, 12, True)),
    ],
)
def test_resources_are_given_or_inferred(
    given: dict[str, int], static: dict[str, str], expected: tuple[int, int, bool]
) -> None:
    config = {"StrategyConfig": {"HyperbandStrategyConfig": given}}
    found = read(config, {"StaticHyperParameters": static}, 1)
    assert (found.least, found.most, found.is_ended_by_program) == expected


@settings(deadline=None)
@given(st.lists(st.floats(allow_nan=False), min_size=3, max_size=30))
def test_a_third_and_its_equals_go_on_at_a_rung(losses: list[float]) -> None:
    known = curves(*losses)
    going_on = [curve for curve in known if not BAND.is_to_stop(curve, 1, known)]
    limit = sorted(losses)[len(losses) // 3 - 1]
    assert len(going_on) == sum(loss <= limit for loss in losses)


def test_hyperband_stops_what_is_worse_and_lets_the_best_go_on(calls: Calls) -> None:
    band = Hyperband(least=1, most=9, is_ended_by_program=False, seed=2)
    hasty = numbers(band, 0, 5)
    source = f"""
number = int(os.environ["TRAINING_JOB_NAME"].split("-")[-2])
signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
print(f"score={{1000 if number == {hasty[4]} else 100 - number}}", flush=True)
time.sleep(120 if number in {hasty[2:4]} else 2 if number == {hasty[4]} else 0)
"""
    name = calls.tune(
        calls.algorithm(python(source)),
        {
            f"{CONFIG}.Strategy": "Hyperband",
            f"{CONFIG}.RandomSeed": 2,
            RESOURCES: {"MinResource": 1, "MaxResource": 9},
        },
        jobs=hasty[4],
    )
    found = calls.ended(name)
    assert found["HyperParameterTuningJobStatus"] == "Completed"
    statuses = {
        number: child["TrainingJobStatus"] for number, child in enumerate(calls.children(name), 1)
    }
    # The first two of the bracket that judges at once go on, worse ones do not, the best one does.
    stopped = [number for number, status in statuses.items() if status == "Stopped"]
    assert stopped == hasty[2:4]
    assert found["ObjectiveStatusCounters"]["Succeeded"] == hasty[4]


def test_a_training_job_ends_at_the_most_resource(calls: Calls) -> None:
    source = """
signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
for epoch in range(3):
    print(f"score={epoch}", flush=True)
time.sleep(120)
"""
    band: dict[str, Any] = {f"{CONFIG}.Strategy": "Hyperband", RESOURCES: {"MaxResource": 3}}
    name = calls.tune(calls.algorithm(python(source)), band)
    found = calls.ended(name)
    assert found["HyperParameterTuningJobStatus"] == "Completed"
    assert found["TrainingJobStatusCounters"]["Stopped"] == 1
    assert found["BestTrainingJob"]["FinalHyperParameterTuningJobObjectiveMetric"]["Value"] == 2


def test_the_same_seed_searches_the_same_with_hyperband(calls: Calls) -> None:
    algorithm = calls.algorithm()
    changes = {
        f"{CONFIG}.Strategy": "Hyperband",
        f"{CONFIG}.RandomSeed": 7,
        RESOURCES: {"MaxResource": 3},
    }
    tuned = []
    for parallel in (1, 3):
        name = calls.tune(algorithm, changes, jobs=5, parallel=parallel)
        calls.ended(name)
        tuned.append([item["TunedHyperParameters"] for item in calls.children(name)])
    assert tuned[0] == tuned[1]
