"""sagemaker-core, on which version 3 of the SDK stands, against the embedded stack."""

from typing import Any

import pytest

from tests.conformance.clients import Clients

pytestmark = [pytest.mark.stack, pytest.mark.slow]


@pytest.fixture(scope="module")
def found(clients: Clients, account: dict[str, str]) -> Any:
    data = f"s3://{account['bucket']}/samples/iris"
    return clients.core("core.py", data, account["role"], account["bucket"])


def test_resources_are_waited_for_and_stopped(found: Any) -> None:
    assert found["statuses"] == {
        "tuning": "Completed",
        "stopping": "Stopping",
        "stopped": "Stopped",
        "training": "Completed",
        "endless": "Stopped",
    }


def test_a_tuning_job_has_its_training_jobs_and_the_best_of_them(found: Any) -> None:
    assert found["completed"] == 3
    assert [name[:15] for name in found["children"]] == [
        f"core-tuning-{number:03}" for number in (1, 2, 3)
    ]
    assert found["best"] in found["children"]
    assert found["best_value"] == max(found["values"])
    assert found["artifact"].endswith(f"/{found['best']}/output/model.tar.gz")


def test_a_training_job_keeps_what_it_was_given_and_what_it_said(found: Any) -> None:
    assert found["hyper_parameters"]["epochs"] == "2"
    assert 0 < found["finals"]["validation:accuracy"] <= 1
    assert set(found["finals"]) == {"validation:accuracy", "validation:log_loss"}


def test_lists_have_what_was_made_until_it_is_deleted(found: Any) -> None:
    assert found["tuning"] == ["core-stopped", "core-tuning"]
    made = {"core-training", "core-endless", *found["children"]}
    assert made <= set(found["training"])
    assert "core-tuning" in found["left"]
    assert "core-stopped" not in found["left"]


def test_algorithms_are_read(found: Any) -> None:
    assert {"hist-gradient-boosting", "linear-sgd"} <= set(found["algorithms"])
    assert found["algorithm"] == "Completed"
    assert found["channels"] == ["training", "validation"]
