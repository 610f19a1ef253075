"""What Autotune chooses of a request, and a tuning job that leaves everything to it."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engine.calls import CONFIG, REQUEST, SPECIFICATION, STATIC, Calls, refused
from tests.spec.requests import changed
from tuningconsole.engine.search import autotune
from tuningconsole.spec import canonical, ranges
from tuningconsole.spec.described import request_of

NAME = "algorithm"
ALGORITHM = {"AlgorithmName": NAME, "TrainingSpecification": SPECIFICATION}
RANGES = f"{CONFIG}.ParameterRanges"
AUTOTUNE = {"Autotune": {"Mode": "Enabled"}}


def chosen(changes: dict[str, Any] | None = None, **algorithm: Any) -> dict[str, Any]:
    """Return the expanded request of one definition after Autotune."""
    name = "TrainingJobDefinition.AlgorithmSpecification.AlgorithmName"
    request = changed(REQUEST, {name: NAME} | AUTOTUNE | (changes or {}))
    described = ALGORITHM | {"TrainingSpecification": SPECIFICATION | algorithm}
    return autotune.filled(canonical.expand(request), {NAME: described})


def ranges_of(changes: dict[str, Any] | None = None, **algorithm: Any) -> dict[str, Any]:
    """Return the chosen ranges by name, each without its name."""
    [definition] = chosen(changes, **algorithm)["TrainingJobDefinitions"]
    return {
        item["Name"]: {key: value for key, value in item.items() if key != "Name"}
        for found in definition["HyperParameterRanges"].values()
        for item in found
    }


def hints(**values: str) -> dict[str, Any]:
    parameters = [{"Name": name, "ValueHint": hint} for name, hint in values.items()]
    return {RANGES: {"AutoParameters": parameters}}


def test_without_autotune_nothing_is_chosen() -> None:
    expanded = canonical.expand(REQUEST)
    assert autotune.filled(expanded, {}) == expanded


def test_what_the_request_says_is_kept() -> None:
    said = {
        f"{CONFIG}.TrainingJobEarlyStoppingType": "Off",
        f"{CONFIG}.ResourceLimits.MaxNumberOfTrainingJobs": 7,
        f"{CONFIG}.TuningJobCompletionCriteria": {
            "ConvergenceDetected": {"CompleteOnConvergence": "Disabled"}
        },
        "TrainingJobDefinition.RetryStrategy": {"MaximumRetryAttempts": 9},
    }
    before = canonical.expand(changed(REQUEST, said))
    found = chosen(said)
    assert found[CONFIG] == before[CONFIG]
    [definition] = found["TrainingJobDefinitions"]
    assert definition["RetryStrategy"] == {"MaximumRetryAttempts": 9}
    assert definition["TuningObjective"] == {"Type": "Maximize", "MetricName": "score"}
    assert definition["HyperParameterRanges"]["ContinuousParameterRanges"] == [
        {"Name": "x", "MinValue": "0", "MaxValue": "1"}
    ]


def test_limits_early_stopping_convergence_and_retries_are_chosen() -> None:
    found = chosen({f"{CONFIG}.ResourceLimits": {"MaxParallelTrainingJobs": 2}})
    assert found[CONFIG]["ResourceLimits"]["MaxNumberOfTrainingJobs"] == 20
    assert found[CONFIG]["TrainingJobEarlyStoppingType"] == "Auto"
    convergence = {"ConvergenceDetected": {"CompleteOnConvergence": "Enabled"}}
    assert found[CONFIG]["TuningJobCompletionCriteria"] == convergence
    [definition] = found["TrainingJobDefinitions"]
    assert definition["RetryStrategy"] == {"MaximumRetryAttempts": 3}


def test_hyperband_is_not_stopped_early_by_another_rule() -> None:
    found = chosen({f"{CONFIG}.Strategy": "Hyperband"})
    assert found[CONFIG]["TrainingJobEarlyStoppingType"] == "Off"


def test_a_grid_of_numbers_becomes_a_bayesian_search() -> None:
    grid = {f"{CONFIG}.Strategy": "Grid"}
    assert chosen(grid)[CONFIG]["Strategy"] == "Bayesian"
    assert chosen(grid | {STATIC: {"x": "1"}} | hints(kind="a"))[CONFIG]["Strategy"] == "Grid"


@pytest.mark.parametrize(
    ("parameter", "hint", "expected"),
    [
        pytest.param("x", "0.5", ("0.05", "1.0"), id="a share"),
        pytest.param("x", "2.0", ("0.2", "10.0"), id="within what is declared"),
        pytest.param("x", "-1", ("-10.0", "-0.1"), id="negative"),
        pytest.param("x", "0", ("0.0", "10.0"), id="zero"),
        pytest.param("n", "3", ("1", "30"), id="integer"),
        pytest.param("n", "5000", ("500", "50000"), id="large integer"),
    ],
)
def test_a_range_lies_around_its_hint(parameter: str, hint: str, expected: tuple[str, str]) -> None:
    found = ranges_of(hints(**{parameter: hint}))
    assert found == {
        parameter: {"MinValue": expected[0], "MaxValue": expected[1], "ScalingType": "Auto"}
    }


def test_a_category_has_all_that_is_declared() -> None:
    assert ranges_of(hints(kind="b")) == {"kind": {"Values": ["a", "b", "c"]}}


@pytest.mark.parametrize(
    ("parameter", "hint"),
    [
        pytest.param("note", "said", id="free text"),
        pytest.param("kind", "z", id="a category that is not declared"),
        pytest.param("x", "much", id="no number"),
        pytest.param("x", "500", id="far outside of what is declared"),
    ],
)
def test_what_is_not_eligible_keeps_its_hint(parameter: str, hint: str) -> None:
    [definition] = chosen(hints(**{parameter: hint}))["TrainingJobDefinitions"]
    assert definition["StaticHyperParameters"] == {parameter: hint}
    assert not any(definition["HyperParameterRanges"].values())
    assert "AutoParameters" not in definition["HyperParameterRanges"]


def test_where_nothing_is_said_all_tunable_hyperparameters_are_tuned() -> None:
    assert ranges_of({RANGES: {}}) == {
        "kind": {"Values": ["a", "b", "c"]},
        "n": {"MinValue": "1", "MaxValue": "30", "ScalingType": "Auto"},
    }
    assert "kind" not in ranges_of({RANGES: {}, STATIC: {"kind": "a"}})


def test_the_objective_is_the_algorithms_first() -> None:
    request = changed(REQUEST, AUTOTUNE)
    del request[CONFIG]["HyperParameterTuningJobObjective"]
    expanded = canonical.expand(request)
    [definition] = expanded["TrainingJobDefinitions"]
    definition["AlgorithmSpecification"]["AlgorithmName"] = NAME
    [found] = autotune.filled(expanded, {NAME: ALGORITHM})["TrainingJobDefinitions"]
    assert found["TuningObjective"] == {"MetricName": "score", "Type": "Maximize"}


@pytest.mark.parametrize(
    ("metric", "kind"), [("validation:rmse", "Minimize"), ("accuracy", "Maximize")]
)
def test_an_own_images_first_metric_is_its_objective(metric: str, kind: str) -> None:
    request = changed(REQUEST, AUTOTUNE | hints(depth="6", rate="1e-3", solver="adam"))
    del request[CONFIG]["HyperParameterTuningJobObjective"]
    expanded = canonical.expand(request)
    expanded["TrainingJobDefinitions"][0]["AlgorithmSpecification"] = {
        "TrainingImage": "own:1",
        "TrainingInputMode": "File",
        "MetricDefinitions": [{"Name": metric, "Regex": "x=(.*)"}],
    }
    [found] = autotune.filled(expanded, {})["TrainingJobDefinitions"]
    assert found["TuningObjective"] == {"MetricName": metric, "Type": kind}
    integers = found["HyperParameterRanges"]["IntegerParameterRanges"]
    assert integers == [{"Name": "depth", "MinValue": "1", "MaxValue": "60", "ScalingType": "Auto"}]
    [rate] = found["HyperParameterRanges"]["ContinuousParameterRanges"]
    assert (float(rate["MinValue"]), float(rate["MaxValue"])) == pytest.approx((1e-4, 1e-2))
    assert found["StaticHyperParameters"] == {"solver": "adam"}


@settings(deadline=None)
@given(st.one_of(st.integers(1, 100_000).map(str), st.floats(-10, 10).map(repr)))
def test_a_chosen_range_is_one_that_a_request_may_have(hint: str) -> None:
    for name in ("x", "n"):
        for item in ranges_of(hints(**{name: hint})).values():
            kind = "Integer" if name == "n" else "Continuous"
            ends = ranges.interval(kind, item["MinValue"], item["MaxValue"])
            assert ends is not None
            low, high = (-10, 10) if name == "x" else (1, 100_000)
            assert low <= ends[0] < ends[1] <= high


def test_a_tuning_job_that_leaves_all_to_autotune_runs(calls: Calls) -> None:
    request = calls.request(calls.algorithm(), AUTOTUNE | hints(x="0.5"))
    config = request[CONFIG]
    del config["HyperParameterTuningJobObjective"]
    config["ResourceLimits"] = {"MaxParallelTrainingJobs": 4}
    config["Strategy"] = "Bayesian"
    calls.sagemaker.create_hyper_parameter_tuning_job(**request)
    name = request["HyperParameterTuningJobName"]
    found = calls.ended(name)
    assert found["HyperParameterTuningJobStatus"] == "Completed"
    assert found["Autotune"] == {"Mode": "Enabled"}
    assert found[CONFIG] == {
        "Strategy": "Bayesian",
        "HyperParameterTuningJobObjective": {"MetricName": "score", "Type": "Maximize"},
        "ResourceLimits": {"MaxParallelTrainingJobs": 4, "MaxNumberOfTrainingJobs": 20},
        "ParameterRanges": {
            "IntegerParameterRanges": [],
            "ContinuousParameterRanges": [
                {"Name": "x", "MinValue": "0.05", "MaxValue": "1.0", "ScalingType": "Auto"}
            ],
            "CategoricalParameterRanges": [],
        },
        "TrainingJobEarlyStoppingType": "Auto",
        "TuningJobCompletionCriteria": {
            "ConvergenceDetected": {"CompleteOnConvergence": "Enabled"}
        },
    }
    assert found["TrainingJobDefinition"]["RetryStrategy"] == {"MaximumRetryAttempts": 3}
    children = calls.children(name)
    assert 11 <= len(children) <= 20
    assert all(0.05 <= float(c["TunedHyperParameters"]["x"]) <= 1 for c in children)
    # Its clone asks for what was chosen, and is a valid request.
    clone = request_of(found) | {"HyperParameterTuningJobName": calls.fresh()}
    calls.sagemaker.create_hyper_parameter_tuning_job(**clone)
    again = calls.ended(clone["HyperParameterTuningJobName"])
    assert again[CONFIG] == found[CONFIG]


def test_autotune_without_any_metric_is_refused(calls: Calls) -> None:
    request = calls.request("", AUTOTUNE | hints(depth="6"))
    del request[CONFIG]["HyperParameterTuningJobObjective"]
    request["TrainingJobDefinition"]["AlgorithmSpecification"] = {
        "TrainingImage": calls.program("#!/bin/sh\n"),
        "TrainingInputMode": "File",
    }
    assert refused(calls.sagemaker.create_hyper_parameter_tuning_job, **request) == (
        "ValidationException",
        (
            "A metric is required for this hyperparameter tuning job objective. Provide a metric in"
            " the metric definitions."
        ),
    )
