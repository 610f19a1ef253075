"""Counters and completion details of tuning jobs: kept once one has ended."""

from tests.engine.calls import HOLD, Calls


def counters(calls: Calls, name: str) -> tuple[dict[str, int], dict[str, int]]:
    found = calls.describe(name)
    [listed] = calls.sagemaker.list_hyper_parameter_tuning_jobs(NameContains=name)[
        "HyperParameterTuningJobSummaries"
    ]
    members = ("TrainingJobStatusCounters", "ObjectiveStatusCounters")
    assert [found[member] for member in members] == [listed[member] for member in members]
    return found[members[0]], found[members[1]]


def test_counters_of_a_job_that_runs_are_those_of_its_training_jobs_now(calls: Calls) -> None:
    name = calls.tune(calls.algorithm(HOLD), jobs=2)
    child = calls.reaches(name, "Training")
    statuses, objectives = counters(calls, name)
    assert (statuses["InProgress"], objectives["Pending"]) == (1, 1)
    calls.sagemaker.stop_hyper_parameter_tuning_job(HyperParameterTuningJobName=name)
    calls.ended(name)
    statuses, objectives = counters(calls, name)
    assert (statuses["InProgress"], statuses["Stopped"]) == (0, 1)
    assert (objectives["Pending"], objectives["Succeeded"]) == (0, 1)
    calls.sagemaker.delete_training_job(TrainingJobName=child)
    assert counters(calls, name) == (statuses, objectives)


def test_completion_details_stay_when_training_jobs_are_deleted(calls: Calls) -> None:
    name = calls.tune(calls.algorithm("#!/bin/sh\necho score=1\n"), jobs=11, parallel=2)
    calls.ended(name)
    details = calls.describe(name)["TuningJobCompletionDetails"]
    assert details["NumberOfTrainingJobsObjectiveNotImproving"] == 10
    assert details["ConvergenceDetectedTime"] <= calls.describe(name)["HyperParameterTuningEndTime"]
    children = calls.children(name)
    # Of equal ones the first that was made.
    assert calls.describe(name)["BestTrainingJob"] == children[0]
    for child in children:
        calls.sagemaker.delete_training_job(TrainingJobName=child["TrainingJobName"])
    assert calls.describe(name)["TuningJobCompletionDetails"] == details
