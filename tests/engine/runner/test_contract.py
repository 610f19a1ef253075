"""Environment, output and checkpoints, as the container contract says them."""

import pytest

from tests.engine.calls import python, refused
from tests.engine.runner.jobs import HOSTS, REQUEST, Jobs
from tests.engine.stack import BUCKET, until
from tests.spec.requests import changed

RUNTIME = "StoppingCondition.MaxRuntimeInSeconds"


def test_the_environment_is_the_requests_and_the_platforms_and_nothing_else(jobs: Jobs) -> None:
    found = jobs.run(
        "say('seen', dict(os.environ))", {"Environment": {"MINE": "a b", "SM_MODEL_DIR": "/mine"}}
    )
    [seen] = jobs.said(found["TrainingJobName"])["seen"]
    assert seen["MINE"] == "a b"
    assert seen["TRAINING_JOB_ARN"] == found["TrainingJobArn"]
    assert seen["AWS_REGION"] == "us-east-2"
    # Those are the toolkit's, inside an image; the platform sets none.
    assert [name for name in seen if name.startswith("SM_")] == ["SM_MODEL_DIR"]
    ours = {"ENGINE_DATABASE_URL", "SECRET_KEY", "EMBEDDED_SECRET_ACCESS_KEY", "ENGINE_REDIS_URL"}
    assert not ours & seen.keys()


def test_uncompressed_output_is_left_as_it_is(jobs: Jobs) -> None:
    source = """
(ml / "model/deep").mkdir()
(ml / "model/deep/weights").write_text("w")
os.symlink("/etc/passwd", ml / "model/link")
(ml / "output/data/report").write_text("r")
"""
    found = jobs.run(source, {"OutputDataConfig.CompressionType": "NONE"})
    below = f"out/{found['TrainingJobName']}/output/"
    assert found["ModelArtifacts"]["S3ModelArtifacts"] == f"s3://{BUCKET}/{below}model/"
    assert jobs.objects(below) == {"model/deep/weights": b"w", "data/report": b"r"}


def test_links_in_a_model_are_kept_as_links(jobs: Jobs) -> None:
    source = "os.symlink('/etc/passwd', ml / 'model/link'); (ml / 'model/a').write_text('a')"
    found = jobs.run(source)
    assert jobs.calls.archive(found["ModelArtifacts"]["S3ModelArtifacts"]) == {"a": b"a"}


def test_checkpoints_are_on_s3_while_the_program_runs(jobs: Jobs) -> None:
    key = jobs.calls.fresh("checkpoints")
    source = """
(ml / "checkpoints/one").write_text("1")
while not (ml / "model/told").exists(): time.sleep(0.02)
(ml / "checkpoints/two").write_text("2")
"""
    name = jobs.start(source, {"CheckpointConfig": {"S3Uri": f"s3://{BUCKET}/{key}"}})
    until(lambda: jobs.objects(f"{key}/") == {"one": b"1"})
    (jobs.calls.stack.work / name / "algo-1/ml/model/told").touch()
    assert jobs.ended(name)["TrainingJobStatus"] == "Completed"
    assert jobs.objects(f"{key}/") == {"one": b"1", "two": b"2"}


def test_a_failing_program_leaves_its_last_checkpoint(jobs: Jobs) -> None:
    key = jobs.calls.fresh("checkpoints")
    source = "(ml / 'checkpoints/last').write_text('kept'); sys.exit(1)"
    found = jobs.run(source, {"CheckpointConfig": {"S3Uri": f"s3://{BUCKET}/{key}"}})
    assert found["TrainingJobStatus"] == "Failed"
    assert jobs.objects(f"{key}/") == {"last": b"kept"}


def test_a_further_job_finds_the_checkpoints_on_every_host(jobs: Jobs) -> None:
    key = jobs.calls.fresh("checkpoints")
    jobs.calls.put(f"{key}/deep/before", b"kept")
    source = "say('found', (ml / 'mine/deep/before').read_text())"
    config = {"S3Uri": f"s3://{BUCKET}/{key}", "LocalPath": "/opt/ml/mine"}
    found = jobs.run(source, {"CheckpointConfig": config, HOSTS: 2})
    assert jobs.said(found["TrainingJobName"])["found"] == ["kept", "kept"]


def test_training_jobs_of_one_tuning_job_do_not_share_checkpoints(jobs: Jobs) -> None:
    calls = jobs.calls
    key = calls.fresh("checkpoints")
    source = """
import json
seen = sorted(p.name for p in (ml / "checkpoints").iterdir())
print("seen", json.dumps(seen), flush=True)
(ml / "checkpoints" / os.environ["TRAINING_JOB_NAME"]).write_text("")
print("score=1")
"""
    config = {"TrainingJobDefinition.CheckpointConfig": {"S3Uri": f"s3://{BUCKET}/{key}"}}
    name = calls.tune(calls.algorithm(python(source)), config, jobs=2)
    assert calls.ended(name)["HyperParameterTuningJobStatus"] == "Completed"
    children = [item["TrainingJobName"] for item in calls.children(name)]
    assert [jobs.said(child)["seen"] for child in children] == [[[]], [[]]]
    assert set(jobs.objects(f"{key}/")) == {f"{child}/{child}" for child in children}


@pytest.mark.parametrize("path", ["/elsewhere", "/opt/ml", "/opt/ml/model/x", "/opt/ml/../x"])
def test_checkpoints_outside_of_opt_ml_are_refused(jobs: Jobs, path: str) -> None:
    config = {"S3Uri": f"s3://{BUCKET}/c", "LocalPath": path}
    request = changed(REQUEST, {"TrainingJobName": "refused", "CheckpointConfig": config})
    request["AlgorithmSpecification"]["TrainingImage"] = "any:1"
    code, message = refused(jobs.calls.sagemaker.create_training_job, **request)
    assert code == "ValidationException"
    assert message.startswith("This engine keeps checkpoints in a folder of their own below")


def test_spot_training_runs_and_is_billed_as_it_ran(jobs: Jobs) -> None:
    changes = {"EnableManagedSpotTraining": True, "StoppingCondition.MaxWaitTimeInSeconds": 60}
    found = jobs.run("time.sleep(1.2)", changes)
    assert found["TrainingJobStatus"] == "Completed"
    assert found["BillableTimeInSeconds"] == found["TrainingTimeInSeconds"] >= 1


def test_a_spot_job_ends_when_its_wait_is_over(jobs: Jobs) -> None:
    changes = {
        "EnableManagedSpotTraining": True,
        "StoppingCondition": {"MaxRuntimeInSeconds": 2, "MaxWaitTimeInSeconds": 2},
    }
    # It waited before it ran: the wait is over first.
    found = jobs.run("(ml / 'model/part').write_text('kept'); time.sleep(600)", changes)
    ends = (found["TrainingJobStatus"], found["SecondaryStatus"])
    assert ends == ("Stopped", "MaxWaitTimeExceeded")
    kept = jobs.calls.archive(found["ModelArtifacts"]["S3ModelArtifacts"])
    assert kept == {"part": b"kept"}
