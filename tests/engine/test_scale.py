"""Twenty tuning jobs of ten parallel training jobs at once: no lease runs out.

A lease is a trainer's heartbeat: it lasts 30 s and is renewed every 8 s. PostgreSQL itself notes,
at each change of a lease, how much of it was left. SCALE_JOBS sets how many training jobs each
tuning job has; --log-cli-level=INFO shows the figures, docs/measurements.md those of a long run.
"""

import logging
import os
from collections.abc import Iterator

import psycopg
import pytest

from tests.engine.calls import FINAL, HOLD, Calls
from tests.engine.stack import until

log = logging.getLogger(__name__)
pytestmark = pytest.mark.slow

TUNING_JOBS, PARALLEL = 20, 10
JOBS = int(os.environ.get("SCALE_JOBS", "10"))
STEADY = 2
"""Training jobs that last as long as all of the others: their leases have to be renewed."""
LONGEST_S = 540
NOTE = """
CREATE TABLE scale_lease (left_s float);
CREATE FUNCTION scale_lease() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO scale_lease VALUES (extract(epoch FROM OLD.lease_until - clock_timestamp()));
    RETURN NULL;
END $$;
CREATE TRIGGER scale_lease AFTER UPDATE OF lease_until ON engine_trainingjob FOR EACH ROW
    WHEN (OLD.lease_until IS NOT NULL) EXECUTE FUNCTION scale_lease();
"""
FORGET = "DROP TABLE scale_lease; DROP FUNCTION scale_lease CASCADE"


@pytest.fixture
def noted(calls: Calls) -> Iterator[None]:
    """Have what is left of each lease noted when it changes."""
    with psycopg.connect(calls.stack.environment["ENGINE_DATABASE_URL"], autocommit=True) as at:
        at.execute(NOTE)
        try:
            yield
        finally:
            at.execute(FORGET)


@pytest.mark.timeout(600)
def test_no_lease_runs_out_with_two_hundred_training_jobs_at_once(
    calls: Calls, noted: None
) -> None:
    holding = calls.algorithm(HOLD.replace("120", str(LONGEST_S)))
    may_last = {"TrainingJobDefinition.StoppingCondition.MaxRuntimeInSeconds": LONGEST_S}
    steady = calls.tune(holding, may_last, jobs=STEADY, parallel=STEADY)
    noop = calls.algorithm("#!/bin/sh\necho score=1\n")
    names = [calls.tune(noop, jobs=JOBS, parallel=PARALLEL) for _ in range(TUNING_JOBS)]
    # One request, not twenty: who asks is not to be what keeps both cores busy.
    newest = {"SortBy": "CreationTime", "SortOrder": "Descending", "MaxResults": TUNING_JOBS}

    def have_ended() -> bool:
        found = calls.sagemaker.list_hyper_parameter_tuning_jobs(**newest)
        listed = found["HyperParameterTuningJobSummaries"]
        return all(item["HyperParameterTuningJobStatus"] in FINAL for item in listed)

    until(have_ended, LONGEST_S)
    calls.sagemaker.stop_hyper_parameter_tuning_job(HyperParameterTuningJobName=steady)
    assert calls.ended(steady)["TrainingJobStatusCounters"]["Stopped"] == STEADY
    for name in names:
        assert calls.describe(name)["TrainingJobStatusCounters"]["Completed"] == JOBS
    query = calls.stack.query
    changes = query("select count(*) from scale_lease")
    least_s = query("select min(left_s) from scale_lease")
    log.info("%d changes of leases, at least %.1f s were left", changes, least_s)
    assert changes >= TUNING_JOBS * JOBS + STEADY
    assert least_s > 0
    attempts = "select sum(c.attempts) from engine_trainingjob c join engine_tuningjob j"
    attempts += " on j.id = c.tuning_job_id where j.name = any(%s)"
    assert query(attempts, [*names, steady]) == TUNING_JOBS * JOBS + STEADY
