"""The SDK's AlgorithmEstimator, which trains without a tuning job, against the embedded stack."""

import pytest

from tests.conformance.clients import Clients

pytestmark = [pytest.mark.stack, pytest.mark.slow]


def test_an_estimator_trains_is_attached_and_becomes_a_model(
    clients: Clients, account: dict[str, str]
) -> None:
    found = clients.sdk("fit.py", f"s3://{account['bucket']}/samples/iris")
    assert found["status"] == "Completed"
    assert found["hyperparameters"]["max_leaf_nodes"] == 10
    assert found["artifact"].endswith("/output/model.tar.gz")
    assert (found["package"], found["packaged"]) == ("Completed", found["artifact"])
