"""The sample programs as training jobs: a metric an epoch, and work that is not done twice."""

from typing import Any

import pytest

from tests.engine.calls import channel
from tests.engine.runner.jobs import Jobs
from tests.engine.stack import BUCKET

METRICS = {
    "AlgorithmSpecification.MetricDefinitions": [
        {"Name": "loss", "Regex": r"validation:log_loss=(\S+)"}
    ]
}


def epochs(jobs: Jobs, found: dict[str, Any]) -> list[str]:
    assert found["TrainingJobStatus"] == "Completed", found.get("FailureReason")
    lines = jobs.calls.lines(found["TrainingJobName"])
    return [line.partition(" ")[0] for line in lines if line.startswith("epoch=")]


@pytest.mark.slow
@pytest.mark.parametrize("sample", ["hist-gradient-boosting", "linear-sgd"])
def test_a_sample_goes_on_from_its_checkpoint(jobs: Jobs, sample: str) -> None:
    key = jobs.calls.fresh("checkpoints")
    data = jobs.calls.fresh("rows")
    rows = "".join(f"{n % 2},{n % 7},{(n * n) % 11 + 5 * (n % 2)}\n" for n in range(200))
    jobs.calls.put(f"{data}/rows.csv", rows.encode())
    changes = METRICS | {
        "InputDataConfig": [channel(f"s3://{BUCKET}/{data}/")],
        "CheckpointConfig": {"S3Uri": f"s3://{BUCKET}/{key}"},
    }
    runs = []
    for most in ("3", "5"):
        given = changes | {"HyperParameters": {"epochs": most}}
        runs.append(jobs.ended(jobs.start("", given, f"{sample}:1")))
    whole = changes | {
        "HyperParameters": {"epochs": "5"},
        "CheckpointConfig": {"S3Uri": f"s3://{BUCKET}/{key}-another"},
    }
    runs.append(jobs.ended(jobs.start("", whole, f"{sample}:1")))
    assert [epochs(jobs, found) for found in runs] == [
        ["epoch=1", "epoch=2", "epoch=3"],
        ["epoch=4", "epoch=5"],
        ["epoch=1", "epoch=2", "epoch=3", "epoch=4", "epoch=5"],
    ]
    # In two parts it comes to the same as in one.
    losses = [found["FinalMetricDataList"][0]["Value"] for found in runs]
    assert losses[1] == losses[2] != losses[0]
