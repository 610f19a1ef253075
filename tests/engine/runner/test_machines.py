"""Several training machines: a job's programs never run on two of them at once."""

from collections.abc import Iterator

import pytest

from tests.engine.calls import python
from tests.engine.runner.jobs import SAYS, Jobs
from tests.engine.stack import until
from tests.engine.test_training import alive
from tuningconsole.embedded import parts
from tuningconsole.embedded.processes import Process

pytestmark = pytest.mark.slow
LEASE_S = 30


def environment(jobs: Jobs, folder: str, take_over_s: int) -> dict[str, str]:
    stack = jobs.calls.stack
    return stack.environment | {
        "DJANGO_SETTINGS_MODULE": parts.ENGINE,
        "ENGINE_WORK_DIR": folder,
        "ENGINE_TAKE_OVER_AFTER_S": str(take_over_s),
    }


@pytest.fixture
def second(jobs: Jobs, tmp_path: object) -> Iterator[Process]:
    """A trainer with a work folder of its own, as on another machine."""
    command = jobs.calls.stack._parts["trainer"].command
    process = Process("second", command, environment(jobs, str(tmp_path), 0), parts.BASE_DIR)
    yield process
    process.terminate()
    process.wait(10)


def test_jobs_are_shared_out_among_machines(jobs: Jobs, second: Process) -> None:
    calls = jobs.calls
    source = python(SAYS + "say('at', os.getcwd()); time.sleep(0.5); print('score=1')")
    name = calls.tune(calls.algorithm(source), jobs=10, parallel=4)
    found = calls.ended(name, 120)
    assert found["TrainingJobStatusCounters"]["Completed"] == 10
    children = [item["TrainingJobName"] for item in calls.children(name)]
    assert [len(jobs.said(child)["at"]) for child in children] == [1] * 10
    with_machines = calls.stack.query(
        "select count(distinct machine) from engine_trainingjob where name = any(%s)", children
    )
    assert with_machines == 2


def test_another_machine_leaves_what_may_still_run_on_the_first(jobs: Jobs) -> None:
    source = """
say("begun", os.getpid())
while not (ml / "model/told").exists(): time.sleep(0.02)
"""
    stack = jobs.calls.stack
    name = jobs.start(source)
    until(lambda: "begun" in jobs.said(name))
    stack.kill("trainer")
    command = stack._parts["trainer"].command
    other = Process("other", command, environment(jobs, f"{stack.work}-other", 0), parts.BASE_DIR)
    try:
        # It works: a new job is its own, at once, and yet the first one's stays where it is.
        assert jobs.ended(jobs.start(""))["TrainingJobStatus"] == "Completed"
        lost = stack.query("select lease_until from engine_trainingjob where name = %s", name)
        until(lambda: stack.query("select now() > %s + interval '16 s'", lost), LEASE_S + 30)
        assert len(jobs.said(name)["begun"]) == 1
        assert alive(name)
    finally:
        other.terminate()
        other.wait(10)
    stack.start_part("trainer")
    (stack.work / name / "algo-1/ml/model/told").touch()
    assert jobs.ended(name, 90)["TrainingJobStatus"] == "Completed"
    assert len(jobs.said(name)["begun"]) == 1


def test_a_lost_machines_job_is_ended_there_and_begun_anew_elsewhere(jobs: Jobs) -> None:
    source = """
say("begun", os.getpid())
time.sleep(600)
"""
    stack = jobs.calls.stack
    stack.environment["ENGINE_TAKE_OVER_AFTER_S"] = "5"
    stack.restart("trainer")
    try:
        name = jobs.start(source)
        until(lambda: "begun" in jobs.said(name))
        begun = alive(name)
        stack.kill("trainer")
        # Nobody looks on any more: its shim ends it.
        until(lambda: not set(begun) & set(alive(name)), 30)
    finally:
        del stack.environment["ENGINE_TAKE_OVER_AFTER_S"]
        stack.start_part("trainer")
    until(lambda: len(jobs.said(name)["begun"]) == 2, 90)
    jobs.calls.sagemaker.stop_training_job(TrainingJobName=name)
    assert jobs.ended(name)["TrainingJobStatus"] == "Stopped"
