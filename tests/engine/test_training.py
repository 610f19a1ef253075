"""Training for real: what a program is given, what is read from it, how it ends."""

import json
from pathlib import Path

import pytest

from tests.engine.calls import CONFIG, HOLD, Calls, channel, python
from tests.engine.stack import BUCKET, until

STOPPING = "TrainingJobDefinition.StoppingCondition.MaxRuntimeInSeconds"


@pytest.mark.parametrize("strategy", ["Random", "Bayesian"])
@pytest.mark.parametrize(("kind", "best"), [("Maximize", max), ("Minimize", min)])
def test_the_best_training_job_is_that_of_the_best_final_value(
    calls: Calls, strategy: str, kind: str, best: object
) -> None:
    name = calls.tune(
        calls.algorithm(),
        {
            f"{CONFIG}.Strategy": strategy,
            f"{CONFIG}.HyperParameterTuningJobObjective.Type": kind,
        },
        jobs=6,
        parallel=2,
    )
    found = calls.ended(name)
    assert found["HyperParameterTuningJobStatus"] == "Completed"
    assert found["TrainingJobStatusCounters"]["Completed"] == 6
    assert found["ObjectiveStatusCounters"] == {"Succeeded": 6, "Pending": 0, "Failed": 0}
    values = {
        item["TrainingJobName"]: item["FinalHyperParameterTuningJobObjectiveMetric"]["Value"]
        for item in calls.children(name)
    }
    expected = best(values, key=values.get)  # type: ignore[operator]
    assert found["BestTrainingJob"]["TrainingJobName"] == expected
    assert all(child.startswith(f"{name}-00") for child in values)


def test_a_program_is_given_what_the_container_contract_says(calls: Calls) -> None:
    source = """
import shutil
for name in ("hyperparameters", "inputdataconfig", "resourceconfig"):
    print(name, (ml / f"input/config/{name}.json").read_text())
print("data", sorted(str(p.relative_to(ml)) for p in (ml / "input/data").rglob("*") if p.is_file()))
print("environment", json.dumps(dict(os.environ)))
shutil.copy(ml / "input/config/hyperparameters.json", ml / "model/seen.json")
(ml / "output/data/more.txt").write_text("more")
print("score=1"); print("score=0.5")
"""
    key = calls.fresh("data")
    uri = calls.put(f"{key}/a/one.csv")
    calls.put(f"{key}/two.csv")
    name = calls.tune(
        calls.algorithm(python(source)),
        {
            "TrainingJobDefinition.InputDataConfig": [
                channel(f"s3://{BUCKET}/{key}/", ContentType="text/csv")
            ],
            "TrainingJobDefinition.StaticHyperParameters": {"note": "said"},
            "Tags": [{"Key": "team", "Value": ""}],
        },
    )
    assert uri.endswith("one.csv")
    assert calls.ended(name)["HyperParameterTuningJobStatus"] == "Completed"
    job = calls.only_child(name)
    said = dict(line.split(" ", 1) for line in calls.lines(job["TrainingJobName"]) if " " in line)
    tuned = calls.children(name)[0]["TunedHyperParameters"]
    given = {"note": "said", "kind": "a", "n": "3", **tuned, "_tuning_objective_metric": "score"}
    assert json.loads(said["hyperparameters"]) == job["HyperParameters"] == given
    assert json.loads(said["inputdataconfig"]) == {
        "training": {
            "ContentType": "text/csv",
            "TrainingInputMode": "File",
            "S3DistributionType": "FullyReplicated",
            "RecordWrapperType": "None",
        }
    }
    assert json.loads(said["resourceconfig"])["hosts"] == ["algo-1"]
    assert said["data"] == "['input/data/training/a/one.csv', 'input/data/training/two.csv']"
    seen = json.loads(said["environment"])
    assert seen["TRAINING_JOB_NAME"] == job["TrainingJobName"]
    secret = calls.stack.environment["EMBEDDED_SECRET_ACCESS_KEY"]
    assert secret not in said["environment"]
    # The last value counts, not the best one.
    assert job["FinalMetricDataList"][0]["Value"] == 0.5
    model = job["ModelArtifacts"]["S3ModelArtifacts"]
    assert model == f"s3://{BUCKET}/out/{job['TrainingJobName']}/output/model.tar.gz"
    assert json.loads(calls.archive(model)["seen.json"]) == given
    output = model.replace("model.tar.gz", "output.tar.gz")
    assert calls.archive(output) == {"more.txt": b"more"}
    tags = calls.sagemaker.list_tags(ResourceArn=job["TrainingJobArn"])["Tags"]
    assert tags == [{"Key": "team", "Value": ""}]
    history = job["SecondaryStatusTransitions"]
    statuses = [item["Status"] for item in history]
    assert statuses == ["Starting", "Downloading", "Training", "Uploading", "Completed"]
    assert [item["EndTime"] for item in history[:-1]] == [item["StartTime"] for item in history[1:]]


def test_a_failing_program_says_why_and_five_failures_end_the_tuning_job(calls: Calls) -> None:
    source = "(ml / 'output/failure').write_text('The data is empty.'); sys.exit(3)"
    name = calls.tune(calls.algorithm(python(source)), jobs=20, parallel=1)
    found = calls.ended(name)
    assert found["HyperParameterTuningJobStatus"] == "Failed"
    assert found["FailureReason"] == (
        "No training job succeeded after 5 attempts. For additional details, please take a look at"
        " the training job failures by listing training jobs for the hyperparameter tuning job."
    )
    assert found["TrainingJobStatusCounters"]["NonRetryableError"] == 5
    assert "BestTrainingJob" not in found
    reasons = {item["FailureReason"] for item in calls.children(name)}
    assert reasons == {"AlgorithmError: The data is empty., exit code: 3"}


def test_programs_that_give_no_metric_have_no_best(calls: Calls) -> None:
    found = calls.ended(calls.tune(calls.algorithm("#!/bin/sh\necho hello\n"), jobs=2))
    assert found["HyperParameterTuningJobStatus"] == "Failed"
    assert found["ObjectiveStatusCounters"]["Failed"] == 2
    assert "BestTrainingJob" not in found


def test_a_stopped_tuning_job_stops_its_training_jobs_and_keeps_their_models(calls: Calls) -> None:
    name = calls.tune(calls.algorithm(HOLD), jobs=3)
    child = calls.reaches(name, "Training")
    until(lambda: calls.lines(child))
    calls.sagemaker.stop_hyper_parameter_tuning_job(HyperParameterTuningJobName=name)
    assert calls.describe(name)["HyperParameterTuningJobStatus"] in {"Stopping", "Stopped"}
    found = calls.ended(name)
    assert found["HyperParameterTuningJobStatus"] == "Stopped"
    assert found["TrainingJobStatusCounters"]["Stopped"] == 1
    job = calls.training_job(child)
    assert (job["TrainingJobStatus"], job["SecondaryStatus"]) == ("Stopped", "Stopped")
    assert calls.archive(job["ModelArtifacts"]["S3ModelArtifacts"]) == {"part": b"model\n"}


def test_a_stopped_training_job_does_not_stop_the_tuning_job(calls: Calls) -> None:
    name = calls.tune(calls.algorithm(HOLD), jobs=1)
    child = calls.reaches(name, "Training")
    calls.sagemaker.stop_training_job(TrainingJobName=child)
    assert calls.ended(name)["TrainingJobStatusCounters"]["Stopped"] == 1


def test_a_training_job_that_runs_too_long_is_stopped(calls: Calls) -> None:
    name = calls.tune(calls.algorithm(HOLD), {STOPPING: 1})
    calls.ended(name)
    job = calls.only_child(name)
    assert (job["TrainingJobStatus"], job["SecondaryStatus"]) == ("Stopped", "MaxRuntimeExceeded")


def alive(training_job: str) -> list[str]:
    """Return the processes that have the training job's name in their environment."""
    marker = f"TRAINING_JOB_NAME={training_job}".encode()
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if marker in (folder / "environ").read_bytes():
                found.append(folder.name)
        except OSError:
            continue
    return found


def test_nothing_is_left_of_a_program_that_forks_away_and_ignores_sigterm(calls: Calls) -> None:
    source = """
signal.signal(signal.SIGTERM, signal.SIG_IGN)
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        os.setsid()
        time.sleep(600)
    os._exit(0)
print("score=1", flush=True)
time.sleep(600)
"""
    name = calls.tune(calls.algorithm(python(source)))
    child = calls.reaches(name, "Training")
    until(lambda: calls.lines(child))
    assert len(alive(child)) >= 2
    calls.sagemaker.stop_training_job(TrainingJobName=child)
    calls.ended(name)
    assert alive(child) == []


def test_metrics_are_there_while_the_program_runs(calls: Calls) -> None:
    name = calls.tune(calls.algorithm(HOLD))
    child = calls.reaches(name, "Training")
    final = until(lambda: calls.training_job(child)["FinalMetricDataList"])
    assert "score" in {item["MetricName"] for item in final}
    calls.sagemaker.stop_hyper_parameter_tuning_job(HyperParameterTuningJobName=name)
    calls.ended(name)


def test_the_same_seed_searches_the_same(calls: Calls) -> None:
    algorithm = calls.algorithm()
    tuned = []
    for _ in range(2):
        name = calls.tune(algorithm, {f"{CONFIG}.RandomSeed": 7}, jobs=4)
        calls.ended(name)
        tuned.append([item["TunedHyperParameters"] for item in calls.children(name)])
    assert tuned[0] == tuned[1]


def test_no_more_run_at_once_than_may(calls: Calls) -> None:
    name = calls.tune(calls.algorithm(), jobs=6, parallel=2)
    calls.ended(name)
    jobs = [calls.training_job(item["TrainingJobName"]) for item in calls.children(name)]
    for job in jobs:
        begin = job["CreationTime"]
        running = [
            other for other in jobs if other["CreationTime"] <= begin < other["LastModifiedTime"]
        ]
        assert len(running) <= 2
