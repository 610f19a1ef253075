"""The SDK's tuners of every kind: strategies, several definitions, warm starts."""

from concurrent.futures import Future
from typing import Any

import pytest

from tests.conformance.clients import Clients
from tests.conformance.requests import SUBSCRIBED

pytestmark = [pytest.mark.stack, pytest.mark.slow]


@pytest.fixture(scope="module")
def strategies(sdk_programs: dict[str, Future[Any]]) -> Any:
    return sdk_programs["sdk_strategies.py"].result()


@pytest.fixture(scope="module")
def definitions(sdk_programs: dict[str, Future[Any]]) -> Any:
    return sdk_programs["sdk_definitions.py"].result()


@pytest.fixture(scope="module")
def warm(clients: Clients, of_the_sdk: Any) -> Any:
    return clients.sdk("sdk_warm_start.py", of_the_sdk["name"])


def test_hyperband_gives_each_training_job_a_resource_within_its_bounds(strategies: Any) -> None:
    job = strategies["hyperband"]
    assert (job["status"], job["strategy"], job["max_jobs"]) == ("Completed", "Hyperband", 5)
    assert job["bounds"] == {"HyperbandStrategyConfig": {"MinResource": 1, "MaxResource": 9}}
    assert len(job["rows"]) == 5
    assert job["counters"]["Completed"] + job["counters"]["Stopped"] == 5
    assert {1 <= row["epochs"] <= 9 for row in job["rows"]} == {True}


def test_grid_takes_every_combination_once(strategies: Any) -> None:
    job = strategies["grid"]
    assert (job["status"], job["strategy"], job["max_jobs"]) == ("Completed", "Grid", 2)
    assert sorted(row["loss"] for row in job["rows"]) == ["log_loss", "modified_huber"]


def test_a_target_that_is_reached_ends_the_job_early(strategies: Any) -> None:
    job = strategies["target"]
    assert job["status"] == "Completed"
    assert job["criteria"] == {"TargetObjectiveMetricValue": 1.0e9}
    assert 1 <= len(job["rows"]) < job["max_jobs"] == 20


@pytest.mark.parametrize("strategy", ["hyperband", "grid", "target"])
def test_the_best_of_a_job_that_minimises_has_the_least_value(
    strategy: str, strategies: Any
) -> None:
    job = strategies[strategy]
    least = min(row["FinalObjectiveValue"] for row in job["rows"])
    assert job["best"] == pytest.approx(least, abs=1e-6)


def test_both_definitions_of_one_job_train(definitions: Any) -> None:
    rows = definitions["rows"]
    assert {row["TrainingJobStatus"] for row in rows} == {"Completed"}
    assert len(rows) == 4
    tuned = {"trees": "max_leaf_nodes", "boosting": "learning_rate"}
    assert {row["TrainingJobDefinitionName"] for row in rows} == set(tuned)
    for row in rows:
        given = {name for name in tuned.values() if row[name] is not None}
        assert given == {tuned[row["TrainingJobDefinitionName"]]}


def test_the_best_estimator_is_of_the_best_jobs_definition(definitions: Any) -> None:
    best = definitions["best"]
    values = {row["TrainingJobName"]: row["FinalObjectiveValue"] for row in definitions["rows"]}
    assert values[best["name"]] == max(values.values())
    algorithm = {"trees": SUBSCRIBED, "boosting": "hist-gradient-boosting"}[best["definition"]]
    assert definitions["algorithm"] == algorithm


def test_a_job_with_several_definitions_is_attached(definitions: Any) -> None:
    assert definitions["attached"] == {
        "best": definitions["best"]["name"],
        "estimators": ["boosting", "trees"],
        "ranges": {"boosting": ["learning_rate"], "trees": ["max_leaf_nodes"]},
    }


def test_identical_data_compares_with_the_parent(warm: Any, of_the_sdk: Any) -> None:
    job = warm["identical"]
    assert (job["status"], job["jobs"]) == ("Completed", 2)
    assert (job["type"], job["parents"]) == ("IdenticalDataAndAlgorithm", [of_the_sdk["name"]])
    assert job["overall"] in (of_the_sdk["name"], "warm-identical")
    assert job["overall_value"] == max(job["best_value"], job["parents_best_value"])


def test_transfer_learning_takes_other_ranges_and_two_parents(warm: Any, of_the_sdk: Any) -> None:
    job = warm["transfer"]
    assert (job["status"], job["jobs"]) == ("Completed", 2)
    assert job["type"] == "TransferLearning"
    assert job["parents"] == sorted([of_the_sdk["name"], "warm-identical"])
    assert job["ranges"] == ["criterion", "max_leaf_nodes"]
    assert job["best"].startswith("warm-transfer-")
    assert job["overall"] is None
