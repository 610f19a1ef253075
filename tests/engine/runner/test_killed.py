"""Trainers and shims that are killed in the middle: the job ends as it would have, run once."""

import json
import os
import signal

import pytest

from tests.engine.calls import channel
from tests.engine.runner.jobs import HOSTS, MODE, Jobs
from tests.engine.runner.test_channels import READ_EPOCHS, put
from tests.engine.stack import BUCKET, until
from tests.engine.test_training import alive

pytestmark = pytest.mark.slow
TOLD = """
def wait_to_be_told():
    while not (ml / "model/told").exists(): time.sleep(0.02)
"""


def tell(jobs: Jobs, name: str, *hosts: str) -> None:
    """Let the programs of the hosts go on."""
    for host in hosts or ("algo-1",):
        (jobs.calls.stack.work / name / host / "ml/model/told").touch()


def shim_of(jobs: Jobs, name: str) -> int:
    """Return the process id of a training job's shim."""
    return int(json.loads((jobs.calls.stack.work / name / "started.json").read_text())["pid"])


def test_under_a_new_trainer_every_host_reads_its_epoch_to_the_end(jobs: Jobs) -> None:
    uri = put(jobs, {"a": b"x" * 5_000_000})
    source = (
        TOLD
        + READ_EPOCHS
        + """
with open(ml / "input/data/training_0", "rb") as pipe:
    size = len(pipe.read(1000)); say("begun", host)
    wait_to_be_told()
    say("size", size + len(pipe.read()))
say("next", len(epoch(1)))
"""
    )
    name = jobs.start(source, {HOSTS: 3, MODE: "Pipe", "InputDataConfig": [channel(uri)]})
    until(lambda: len(jobs.said(name).get("begun", ())) == 3)
    jobs.calls.stack.restart("trainer")
    tell(jobs, name, "algo-1", "algo-2", "algo-3")
    found = jobs.ended(name)
    assert found["TrainingJobStatus"] == "Completed"
    said = jobs.said(name)
    assert sorted(said["begun"]) == ["algo-1", "algo-2", "algo-3"]
    assert said["size"] == said["next"] == [5_000_000] * 3
    statuses = [item["Status"] for item in found["SecondaryStatusTransitions"]]
    assert statuses.count("Training") == 1
    assert alive(name) == []


def test_a_lost_attempt_starts_again_from_its_checkpoint(jobs: Jobs) -> None:
    key = jobs.calls.fresh("checkpoints")
    source = (
        TOLD
        + """
kept = ml / "checkpoints/epoch"
done = int(kept.read_text()) if kept.exists() else 0
say("from", done)
kept.write_text(str(done + 1))
if not done: wait_to_be_told()
print(f"score={done + 1}")
"""
    )
    changes = {
        "CheckpointConfig": {"S3Uri": f"s3://{BUCKET}/{key}"},
        "AlgorithmSpecification.MetricDefinitions": [{"Name": "score", "Regex": r"score=(\S+)"}],
    }
    name = jobs.start(source, changes)
    until(lambda: jobs.objects(f"{key}/") == {"epoch": b"1"})
    os.kill(shim_of(jobs, name), signal.SIGKILL)
    found = jobs.ended(name)
    assert found["TrainingJobStatus"] == "Completed"
    assert jobs.said(name)["from"] == [0, 1]
    assert [item["Value"] for item in found["FinalMetricDataList"]] == [2.0]
    statuses = [item["Status"] for item in found["SecondaryStatusTransitions"]]
    assert statuses == [
        *("Starting", "Downloading", "Training", "Interrupted"),
        *("Starting", "Downloading", "Training", "Uploading", "Completed"),
    ]
    assert alive(name) == []


def test_nothing_runs_on_when_shim_and_trainer_are_killed(jobs: Jobs) -> None:
    source = """
if os.fork() == 0:
    os.setsid()
    time.sleep(600)
say("begun", host)
time.sleep(600)
"""
    changes = {HOSTS: 2, "RetryStrategy": {"MaximumRetryAttempts": 1}}
    name = jobs.start(source, changes)
    for _ in range(2):
        until(lambda: len(alive(name)) >= 4)
        begun = alive(name)
        os.kill(shim_of(jobs, name), signal.SIGKILL)
        jobs.calls.stack.restart("trainer")
        until(lambda old=begun: not set(old) & set(alive(name)))
    found = jobs.ended(name)
    assert found["TrainingJobStatus"] == "Failed"
    assert found["FailureReason"].startswith("InternalServerError")
    assert alive(name) == []


def test_a_program_that_fails_by_itself_is_not_tried_again(jobs: Jobs) -> None:
    found = jobs.run(
        "say('ran', True); sys.exit(1)", {"RetryStrategy": {"MaximumRetryAttempts": 5}}
    )
    assert found["TrainingJobStatus"] == "Failed"
    assert jobs.said(found["TrainingJobName"])["ran"] == [True]


def test_the_time_of_a_lost_attempt_counts(jobs: Jobs) -> None:
    name = jobs.start(
        "say('began', True); time.sleep(600)", {"StoppingCondition.MaxRuntimeInSeconds": 5}
    )
    spent = jobs.calls.stack.work / name / "spent"
    until(lambda: spent.exists() and float(spent.read_text() or 0) > 2)
    os.kill(shim_of(jobs, name), signal.SIGKILL)
    jobs.reaches(name, "Training")
    found = jobs.ended(name)
    assert found["SecondaryStatus"] == "MaxRuntimeExceeded"
    assert found["TrainingTimeInSeconds"] < 9
