"""The SageMaker Python SDK 2, unchanged, against the embedded stack (domain-rules.md 4)."""

from concurrent.futures import Future
from typing import Any

import pytest

from tests.conformance.clients import Clients
from tests.conformance.readme import GUIDE, python_of_the_readme

pytestmark = [pytest.mark.stack, pytest.mark.slow]


def test_the_readme_shows_the_guides_lines_as_they_stand() -> None:
    assert GUIDE.read_text() in python_of_the_readme()


def test_the_guides_lines_end_with_a_best_training_job(of_the_sdk: Any) -> None:
    rows = of_the_sdk["rows"]
    assert [row["TrainingJobStatus"] for row in rows] == ["Completed", "Completed"]
    best = max(rows, key=lambda row: row["FinalObjectiveValue"])["FinalObjectiveValue"]
    [chosen] = [row for row in rows if row["TrainingJobName"] == of_the_sdk["best"]]
    assert chosen["FinalObjectiveValue"] == best
    assert 0.8 < best <= 1


def test_analytics_give_a_row_for_each_training_job(of_the_sdk: Any) -> None:
    assert len(of_the_sdk["rows"]) == 2
    for row in of_the_sdk["rows"]:
        assert row["TrainingJobName"].startswith(of_the_sdk["name"])
        assert 2 <= row["max_leaf_nodes"] <= 50
        assert row["TrainingStartTime"] <= row["TrainingEndTime"]
        assert row["TrainingElapsedTimeSeconds"] >= 0


def test_an_attached_tuner_gives_the_best_estimator(clients: Clients, of_the_sdk: Any) -> None:
    attached = clients.sdk("attach.py", of_the_sdk["name"])
    assert attached["estimator"] == "AlgorithmEstimator"
    assert attached["training_job"] == of_the_sdk["best"]
    assert attached["model"].endswith(f"/{of_the_sdk['best']}/output/model.tar.gz")
    assert attached["objective"] == "validation:accuracy"
    assert attached["max_jobs"] == 2
    [bounds] = attached["ranges"]["IntegerParameterRanges"]
    assert (bounds["Name"], bounds["MinValue"], bounds["MaxValue"]) == ("max_leaf_nodes", "2", "50")
    [best] = [row for row in of_the_sdk["rows"] if row["TrainingJobName"] == of_the_sdk["best"]]
    assert attached["hyperparameters"]["max_leaf_nodes"] == best["max_leaf_nodes"]


def test_a_tuner_stops_its_tuning_job(sdk_programs: dict[str, Future[Any]]) -> None:
    stopped = sdk_programs["stop.py"].result()
    assert stopped["status"] == "Stopped"
    assert stopped["counters"]["InProgress"] == 0
    assert stopped["counters"]["Completed"] < 500
