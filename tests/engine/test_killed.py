"""Whatever part of the engine is killed and comes again, the tuning job goes on."""

import pytest

from tests.engine.calls import Calls, python
from tests.engine.stack import until
from tests.engine.test_training import alive

pytestmark = pytest.mark.slow
SOURCE = "time.sleep(1.5); print('score=1')"


@pytest.mark.parametrize("part", ["trainer", "search", "engine"])
def test_a_killed_part_that_starts_again_goes_on(calls: Calls, part: str) -> None:
    name = calls.tune(calls.algorithm(python(SOURCE)), jobs=4, parallel=2)
    child = until(lambda: calls.children(name))[0]["TrainingJobName"]
    until(lambda: alive(child))
    calls.stack.kill(part)
    calls.stack.start_part(part)
    found = calls.ended(name, 120)
    assert found["HyperParameterTuningJobStatus"] == "Completed"
    assert found["TrainingJobStatusCounters"]["Completed"] == 4
    jobs = [calls.training_job(item["TrainingJobName"]) for item in calls.children(name)]
    assert len(jobs) == 4
    # Each ran once: nobody had to start it again.
    for job in jobs:
        statuses = [item["Status"] for item in job["SecondaryStatusTransitions"]]
        assert statuses.count("Training") == 1
        assert alive(job["TrainingJobName"]) == []
