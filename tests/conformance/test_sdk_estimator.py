"""The SDK's AlgorithmEstimator, which trains without a tuning job, against the embedded stack."""

from concurrent.futures import Future
from typing import Any

import pytest

pytestmark = [pytest.mark.stack, pytest.mark.slow]


@pytest.fixture(scope="module")
def found(sdk_programs: dict[str, Future[Any]]) -> Any:
    return sdk_programs["fit.py"].result()


def test_an_estimator_trains_is_attached_and_becomes_a_model(found: Any) -> None:
    assert found["status"] == "Completed"
    assert found["hyperparameters"]["max_leaf_nodes"] == 10
    assert found["artifact"].endswith("/output/model.tar.gz")
    assert (found["package"], found["packaged"]) == ("Completed", found["artifact"])


def test_the_log_is_shown_while_it_trains_with_the_final_value(found: Any) -> None:
    [value] = found["shown"]
    assert float(value) == pytest.approx(found["final"]["validation:accuracy"], abs=1e-6)


def test_analytics_give_the_metrics_of_the_log(found: Any) -> None:
    values = {row["metric_name"]: row["value"] for row in found["metrics"]}
    assert set(values) == {"training:accuracy", "validation:accuracy"} == set(found["final"])
    assert values == pytest.approx(found["final"], abs=1e-6)


def test_nothing_is_reported_to_amazon(found: Any) -> None:
    assert found["is_silent"] is True
