"""Several definitions, Grid, completion criteria and early stopping, through the engine's API."""

from typing import Any

from tests.engine.calls import CONFIG, LIMITS, STATIC, Calls, python
from tests.engine.stack import until
from tuningconsole.embedded import parts, processes

CRITERIA = f"{CONFIG}.TuningJobCompletionCriteria"
EARLY_STOPPING = f"{CONFIG}.TrainingJobEarlyStoppingType"
SAME = "#!/bin/sh\necho score=1\n"
FIRST_HOLDS = """
print("score=1", flush=True)
if "-001-" in os.environ["TRAINING_JOB_NAME"]:
    time.sleep(120)
print("score=9")
"""
"""The first training job gives 1 and runs on, the others give 9."""
SIXTH_IS_BAD = """
signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
number = int(os.environ["TRAINING_JOB_NAME"].split("-")[-2])
for epoch in range(3):
    print("score=0" if number == 6 and epoch else f"score={number}", flush=True)
if number == 6:
    time.sleep(120)
"""
"""From its second epoch on the sixth training job is worse than all others ever were."""


def values(children: list[dict[str, Any]]) -> dict[str, float]:
    """Return the final values by training job."""
    return {
        child["TrainingJobName"]: child["FinalHyperParameterTuningJobObjectiveMetric"]["Value"]
        for child in children
    }


def several(calls: Calls, *types: str, changes: dict[str, Any] | None = None) -> str:
    """Make a tuning job of one definition for each type of objective; return its name."""
    request = calls.request(calls.algorithm(), changes)
    config, definition = request[CONFIG], request.pop("TrainingJobDefinition")
    ranges = config.pop("ParameterRanges")
    del config["HyperParameterTuningJobObjective"]
    request["TrainingJobDefinitions"] = [
        definition
        | {
            "DefinitionName": f"definition-{number}",
            "TuningObjective": {"MetricName": "score", "Type": kind},
            "HyperParameterRanges": ranges,
            "AlgorithmSpecification": {
                "AlgorithmName": calls.algorithm(),
                "TrainingInputMode": "File",
            },
        }
        for number, kind in enumerate(types)
    ]
    calls.sagemaker.create_hyper_parameter_tuning_job(**request)
    return str(request["HyperParameterTuningJobName"])


def test_definitions_take_turns_and_the_best_is_over_all_of_them(calls: Calls) -> None:
    limits = {f"{LIMITS}.MaxNumberOfTrainingJobs": 7, f"{LIMITS}.MaxParallelTrainingJobs": 3}
    name = several(calls, "Maximize", "Maximize", "Maximize", changes=limits)
    found = calls.ended(name)
    assert found["HyperParameterTuningJobStatus"] == "Completed"
    assert "TrainingJobDefinition" not in found
    assert [item["DefinitionName"] for item in found["TrainingJobDefinitions"]] == [
        "definition-0",
        "definition-1",
        "definition-2",
    ]
    children = calls.children(name)
    turns = [child["TrainingJobDefinitionName"][-1] for child in children]
    assert "".join(turns) == "0120120"
    final = values(children)
    best = found["BestTrainingJob"]
    assert best["TrainingJobName"] == max(final, key=final.__getitem__)
    [child] = [item for item in children if item["TrainingJobName"] == best["TrainingJobName"]]
    assert best["TrainingJobDefinitionName"] == child["TrainingJobDefinitionName"]
    # Each trained with its own definition's algorithm.
    algorithms = [
        item["AlgorithmSpecification"]["AlgorithmName"] for item in found["TrainingJobDefinitions"]
    ]
    assert len(set(algorithms)) == 3
    for child, turn in zip(children, turns, strict=True):
        job = calls.training_job(child["TrainingJobName"])
        assert job["AlgorithmSpecification"]["AlgorithmName"] == algorithms[int(turn)]


def test_the_best_of_different_objectives_is_that_of_the_first(calls: Calls) -> None:
    limits = {f"{LIMITS}.MaxNumberOfTrainingJobs": 4, f"{LIMITS}.MaxParallelTrainingJobs": 2}
    name = several(calls, "Minimize", "Maximize", changes=limits)
    found = calls.ended(name)
    final = values([c for c in calls.children(name) if c["TrainingJobDefinitionName"][-1] == "0"])
    assert len(final) == 2
    assert found["BestTrainingJob"]["TrainingJobName"] == min(final, key=final.__getitem__)


def test_a_grid_trains_every_combination_once(calls: Calls) -> None:
    request = calls.request(
        calls.algorithm(),
        {
            f"{CONFIG}.Strategy": "Grid",
            STATIC: {"x": "1"},
            f"{CONFIG}.ParameterRanges": {
                "CategoricalParameterRanges": [{"Name": "kind", "Values": ["c", "a", "b"]}]
            },
        },
    )
    # boto3 sends no None, as the SDK would have to; Grid's number is left out.
    request[CONFIG]["ResourceLimits"] = {"MaxParallelTrainingJobs": 2}
    calls.sagemaker.create_hyper_parameter_tuning_job(**request)
    name = request["HyperParameterTuningJobName"]
    found = calls.ended(name)
    assert found["HyperParameterTuningJobStatus"] == "Completed"
    limits = {"MaxParallelTrainingJobs": 2, "MaxNumberOfTrainingJobs": 3}
    assert found[CONFIG]["ResourceLimits"] == limits
    tried = [child["TunedHyperParameters"] for child in calls.children(name)]
    assert tried == [{"kind": "c"}, {"kind": "a"}, {"kind": "b"}]
    [listed] = [
        item
        for item in calls.sagemaker.list_hyper_parameter_tuning_jobs(NameContains=name)[
            "HyperParameterTuningJobSummaries"
        ]
        if item["HyperParameterTuningJobName"] == name
    ]
    assert listed["ResourceLimits"] == limits


def test_the_target_ends_a_tuning_job_and_stops_what_runs(calls: Calls) -> None:
    name = calls.tune(
        calls.algorithm(python(FIRST_HOLDS)),
        {f"{CRITERIA}.TargetObjectiveMetricValue": 9},
        jobs=20,
        parallel=2,
    )
    found = calls.ended(name)
    assert found["HyperParameterTuningJobStatus"] == "Completed"
    assert found["BestTrainingJob"]["TrainingJobName"].startswith(f"{name}-002-")
    first, *others = calls.children(name)
    assert first["TrainingJobStatus"] == "Stopped"
    assert first["FinalHyperParameterTuningJobObjectiveMetric"]["Value"] == 1
    assert len(others) < 5
    assert found[CONFIG]["TuningJobCompletionCriteria"] == {"TargetObjectiveMetricValue": 9}


def test_a_target_that_is_not_reached_ends_nothing(calls: Calls) -> None:
    target = {f"{CRITERIA}.TargetObjectiveMetricValue": 2}
    found = calls.ended(calls.tune(calls.algorithm(SAME), target, jobs=3, parallel=3))
    assert found["TrainingJobStatusCounters"]["Completed"] == 3


def test_a_tuning_job_that_does_not_improve_ends(calls: Calls) -> None:
    most = {f"{CRITERIA}.BestObjectiveNotImproving.MaxNumberOfTrainingJobsNotImproving": 3}
    found = calls.ended(calls.tune(calls.algorithm(SAME), most, jobs=20))
    assert found["HyperParameterTuningJobStatus"] == "Completed"
    assert found["TrainingJobStatusCounters"]["Completed"] == 4
    assert found["TuningJobCompletionDetails"] == {"NumberOfTrainingJobsObjectiveNotImproving": 3}


def test_a_tuning_job_that_has_converged_says_when_and_ends(calls: Calls) -> None:
    asked = {f"{CRITERIA}.ConvergenceDetected.CompleteOnConvergence": "Enabled"}
    name = calls.tune(calls.algorithm(SAME), asked, jobs=20)
    found = calls.ended(name)
    assert found["HyperParameterTuningJobStatus"] == "Completed"
    assert found["TrainingJobStatusCounters"]["Completed"] == 11
    details = found["TuningJobCompletionDetails"]
    assert details["NumberOfTrainingJobsObjectiveNotImproving"] == 10
    assert details["ConvergenceDetectedTime"] <= found["HyperParameterTuningEndTime"]
    last = calls.training_job(calls.children(name)[-1]["TrainingJobName"])
    assert details["ConvergenceDetectedTime"] == last["TrainingEndTime"]


def test_convergence_is_told_and_ends_nothing_that_did_not_ask(calls: Calls) -> None:
    found = calls.ended(calls.tune(calls.algorithm(SAME), jobs=12, parallel=3))
    assert found["TrainingJobStatusCounters"]["Completed"] == 12
    assert "ConvergenceDetectedTime" in found["TuningJobCompletionDetails"]


def test_a_training_job_below_the_median_is_stopped_early(calls: Calls) -> None:
    name = calls.tune(calls.algorithm(python(SIXTH_IS_BAD)), {EARLY_STOPPING: "Auto"}, jobs=6)
    found = calls.ended(name)
    assert found["HyperParameterTuningJobStatus"] == "Completed"
    assert found[CONFIG]["TrainingJobEarlyStoppingType"] == "Auto"
    assert found["TrainingJobStatusCounters"]["Completed"] == 5
    sixth = calls.children(name)[5]
    assert sixth["TrainingJobStatus"] == "Stopped"
    # Its last value counts, and it is evaluated as the others are.
    assert sixth["FinalHyperParameterTuningJobObjectiveMetric"]["Value"] == 0
    assert sixth["ObjectiveStatus"] == "Succeeded"
    assert found["ObjectiveStatusCounters"] == {"Succeeded": 6, "Pending": 0, "Failed": 0}


def test_without_early_stopping_it_goes_on(calls: Calls) -> None:
    name = calls.tune(calls.algorithm(python(SIXTH_IS_BAD)), {EARLY_STOPPING: "Off"}, jobs=6)
    sixth = until(lambda: calls.children(name)[5:])[0]["TrainingJobName"]
    until(lambda: len(calls.lines(sixth)) == 3)
    # The search loop has looked at everything several times when another tuning job has ended.
    calls.ended(calls.tune(calls.algorithm(SAME), jobs=3))
    assert calls.training_job(sixth)["TrainingJobStatus"] == "InProgress"
    calls.sagemaker.stop_hyper_parameter_tuning_job(HyperParameterTuningJobName=name)
    assert calls.ended(name)["HyperParameterTuningJobStatus"] == "Stopped"


def test_the_process_of_the_api_loads_no_numpy(calls: Calls) -> None:
    asked = (
        "import django, sys; django.setup();"
        "from tuningconsole.engine.operations import registry; registry.offered();"
        "print('numpy' in sys.modules, 'tuningconsole.engine.search.completion' in sys.modules)"
    )
    environment = calls.stack.environment | {"DJANGO_SETTINGS_MODULE": parts.ENGINE}
    command = [str(parts.BIN / "python"), "-c", asked]
    done = processes.run(command, environment, parts.BASE_DIR)
    assert done.stdout.split() == ["False", "True"]
