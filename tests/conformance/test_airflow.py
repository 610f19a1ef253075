"""Airflow's operators, sensors and hook of SageMaker against the embedded stack."""

from typing import Any

import pytest

from tests.conformance.clients import Clients

pytestmark = [pytest.mark.stack, pytest.mark.slow]


@pytest.fixture(scope="module")
def found(clients: Clients, account: dict[str, str]) -> Any:
    data = f"s3://{account['bucket']}/samples/iris"
    return clients.airflow("airflow_tasks.py", data, account["bucket"])


def test_the_tuning_operator_waits_until_the_job_has_completed(
    found: Any, account: dict[str, str]
) -> None:
    tuned = found["tuned"]
    assert (tuned["status"], tuned["completed"]) == ("Completed", 2)
    assert tuned["role"] == account["role"]
    assert tuned["limits"] == {"MaxNumberOfTrainingJobs": 2, "MaxParallelTrainingJobs": 2}


def test_the_hook_reads_the_log_of_the_best_training_job(found: Any) -> None:
    assert found["read"] == [True, True]
    assert [float(value) for value in found["said"]] == [
        pytest.approx(found["tuned"]["best"], abs=1e-6)
    ]


def test_the_operators_train_and_make_a_model(found: Any) -> None:
    assert found["trained"] == "Completed"
    assert found["model"] == ["airflow-model", True]
    assert found["listed"] == ["airflow-training"]


def test_the_sensors_see_the_ends(found: Any) -> None:
    assert found["sensors"] == {"tuning": True, "training": True}


def test_the_hook_creates_a_job_and_waits(found: Any) -> None:
    [code, arn] = found["hook"]
    assert (code, found["hooked"]) == (200, "Completed")
    assert arn.endswith(":hyper-parameter-tuning-job/airflow-hook")


def test_a_task_fails_with_sagemakers_reason(found: Any) -> None:
    assert "A hyperparameter tuning job with the name, airflow-tuning, already" in found["again"]
    assert found["failed"].startswith("SageMaker resource failed because ")
    assert "training job" in found["failed"]
