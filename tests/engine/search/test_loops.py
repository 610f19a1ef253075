"""The search loop keeps nothing: killed at any moment, or twice there, it comes to the same end."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product
from typing import Any

import pytest

from tests.engine.calls import CONFIG, SPECIFICATION, STATIC, Calls, python
from tests.engine.stack import until

pytestmark = pytest.mark.slow
DECLARED = SPECIFICATION["SupportedHyperParameters"]
VALUES = ["1", "2", "3", "4", "5"]
GRID: dict[str, Any] = {
    f"{CONFIG}.Strategy": "Grid",
    f"{CONFIG}.TrainingJobEarlyStoppingType": "Auto",
    STATIC: {"x": "1"},
    f"{CONFIG}.ParameterRanges": {
        "CategoricalParameterRanges": [
            {"Name": "kind", "Values": ["a", "b", "c"]},
            {"Name": "more", "Values": VALUES},
        ]
    },
}
COMBINATIONS = sorted(product("abc", VALUES))
SLOWLY = """
signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
kind, more = given["kind"], int(given["more"])
for epoch in range(3):
    print(f"score={-100 if (kind, more) == ('c', 5) else more}", flush=True)
    time.sleep(0.1)
if (kind, more) == ("c", 5):
    time.sleep(120)
"""
"""The last combination is the worst by far, and only ends when it is stopped."""


@contextmanager
def second_loop(calls: Calls) -> Iterator[None]:
    """Have another search loop beside the one that the engine has."""
    stack = calls.stack
    first = stack._running["search"]
    second = stack.start_part("search")
    stack._running["search"] = first
    try:
        yield
        assert not second.has_ended(), second.last_line
    finally:
        second.terminate()
        second.wait(10)


def algorithm(calls: Calls) -> str:
    """Return an algorithm with the hyperparameters of the grid."""
    more = {
        "Name": "more",
        "Type": "Categorical",
        "IsTunable": True,
        "IsRequired": False,
        "Range": {"CategoricalParameterRangeSpecification": {"Values": VALUES}},
    }
    return calls.algorithm(python(SLOWLY), SupportedHyperParameters=[*DECLARED, more])


def check_end(calls: Calls, name: str) -> None:
    found = calls.ended(name, 120)
    assert found["HyperParameterTuningJobStatus"] == "Completed"
    children = calls.children(name)
    tried = [child["TunedHyperParameters"] for child in children]
    assert sorted((item["kind"], item["more"]) for item in tried) == COMBINATIONS
    stopped = [c["TunedHyperParameters"] for c in children if c["TrainingJobStatus"] == "Stopped"]
    assert {"kind": "c", "more": "5"} in stopped
    assert found["ObjectiveStatusCounters"]["Succeeded"] == len(COMBINATIONS)


def test_two_search_loops_do_no_harm(calls: Calls) -> None:
    with second_loop(calls):
        name = calls.tune(algorithm(calls), GRID, jobs=len(COMBINATIONS), parallel=3)
        check_end(calls, name)


def test_a_search_loop_that_is_killed_again_and_again_goes_on(calls: Calls) -> None:
    name = calls.tune(algorithm(calls), GRID, jobs=len(COMBINATIONS), parallel=3)
    for count in (1, 6, len(COMBINATIONS)):
        until(lambda count=count: calls.children(name)[count - 1 :])  # type: ignore[misc]
        calls.stack.kill("search")
        calls.stack.start_part("search")
    check_end(calls, name)


def test_a_criterion_that_was_met_stays_met_after_a_kill(calls: Calls) -> None:
    source = """
if "-001-" in os.environ["TRAINING_JOB_NAME"]:
    print("score=5", flush=True)
    signal.signal(signal.SIGTERM, lambda *_: (time.sleep(1), print("score=1000"), sys.exit(0)))
    time.sleep(120)
print("score=5")
"""
    # The first one improves on all others while it is stopped: no reason to go on again.
    most = {
        f"{CONFIG}.TuningJobCompletionCriteria.BestObjectiveNotImproving": {
            "MaxNumberOfTrainingJobsNotImproving": 3
        }
    }
    name = calls.tune(calls.algorithm(python(source)), most, jobs=50, parallel=2)
    first = calls.children(name) or until(lambda: calls.children(name))
    until(
        lambda: calls.training_job(first[0]["TrainingJobName"])["TrainingJobStatus"] != "InProgress"
    )
    begun = len(calls.children(name))
    calls.stack.kill("search")
    calls.stack.start_part("search")
    found = calls.ended(name)
    assert found["HyperParameterTuningJobStatus"] == "Completed"
    assert found["BestTrainingJob"]["FinalHyperParameterTuningJobObjectiveMetric"]["Value"] == 1000
    assert found["TuningJobCompletionDetails"]["NumberOfTrainingJobsObjectiveNotImproving"] < 3
    assert len(calls.children(name)) == begun
