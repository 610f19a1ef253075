"""Rules of strategies and of warm start as boto3 hears them from the engine, word for word."""

from typing import Any

import pytest

from tests.engine.calls import CONFIG, LIMITS, STATIC, Calls, refused
from tuningconsole.spec import warm_start

STRATEGY = f"{CONFIG}.Strategy"
D = "TrainingJobDefinition"
GRID = {
    STRATEGY: "Grid",
    STATIC: {"x": "1"},
    f"{CONFIG}.ParameterRanges": {
        "CategoricalParameterRanges": [{"Name": "kind", "Values": ["a", "b", "c"]}]
    },
}
HYPERBAND = {STRATEGY: "Hyperband", f"{CONFIG}.StrategyConfig.HyperbandStrategyConfig": {}}


@pytest.fixture(scope="module")
def algorithm(calls: Calls) -> str:
    return calls.algorithm()


@pytest.fixture(scope="module")
def parent(calls: Calls, algorithm: str) -> str:
    """The name of a tuning job that has completed, tuning x."""
    name = calls.tune(algorithm, {f"{STATIC}.note": "old"})
    assert calls.ended(name)["HyperParameterTuningJobStatus"] == "Completed"
    return name


def refusal(calls: Calls, algorithm: str, changes: dict[str, Any]) -> tuple[str, str]:
    request = calls.request(algorithm, changes)
    return refused(calls.sagemaker.create_hyper_parameter_tuning_job, **request)


def warm(parent: str, **changes: Any) -> dict[str, Any]:
    """Return the changes that make a request start from the parent."""
    return {
        f"{STATIC}.note": "old",
        "WarmStartConfig": {
            "ParentHyperParameterTuningJobs": [{"HyperParameterTuningJobName": parent}],
            "WarmStartType": "TransferLearning",
        },
    } | changes


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        pytest.param(
            HYPERBAND,
            "MaxResource parameter is not provided and could not be inferred from provided static"
            " hyperparameters of TrainingJobDefinition.",
            id="Hyperband without resource",
        ),
        pytest.param(
            {
                STRATEGY: "Hyperband",
                f"{CONFIG}.StrategyConfig.HyperbandStrategyConfig.MaxResource": 9,
                f"{CONFIG}.TrainingJobEarlyStoppingType": "Auto",
            },
            "TrainingJobEarlyStoppingType must be Off when Strategy is Hyperband.",
            id="Hyperband with early stopping",
        ),
        pytest.param(
            GRID | {f"{LIMITS}.MaxNumberOfTrainingJobs": 2},
            "MaxNumberOfTrainingJobs [2] must equal the number of combinations [3].",
            id="Grid with another number",
        ),
        pytest.param(
            {STRATEGY: "Grid"},
            "Grid strategy supports only categorical hyperparameters: x.",
            id="Grid of numbers",
        ),
    ],
)
def test_a_strategy_is_refused_what_it_cannot_do(
    calls: Calls, algorithm: str, changes: dict[str, Any], message: str
) -> None:
    assert refusal(calls, algorithm, changes) == ("ValidationException", message)


def test_a_warm_start_with_other_names_is_refused(
    calls: Calls, algorithm: str, parent: str
) -> None:
    changes = warm(parent)
    del changes[f"{STATIC}.note"]
    assert refusal(calls, algorithm, changes) == ("ValidationException", warm_start.NAMES)
    assert warm_start.NAMES == (
        "The set of tunable plus static HyperParameter names is not the same across current and"
        " parent tuning jobs. Please ensure this set is constant when warm starting. Note that"
        " previously static HyperParameters can be tuned in warm start jobs and vice versa."
    )


def test_a_warm_start_with_another_environment_is_refused(
    calls: Calls, algorithm: str, parent: str
) -> None:
    changes = warm(parent, **{f"{D}.Environment": {"A": "1"}})
    assert refusal(calls, algorithm, changes) == (
        "ValidationException",
        (
            "Only the following fields in TrainingJobDefinition are allowed to change:"
            " [algorithmSpecification, inputDataConfig, outputDataConfig, staticHyperParameters,"
            " roleArn, resourceConfig, stoppingCondition, vpcConfig, enableManagedSpotTraining,"
            " checkpointConfig]."
        ),
    )


def test_a_warm_start_from_the_same_as_ever_is_made(
    calls: Calls, algorithm: str, parent: str
) -> None:
    kind = {"WarmStartConfig": warm(parent)["WarmStartConfig"]}
    kind["WarmStartConfig"]["WarmStartType"] = "IdenticalDataAndAlgorithm"
    child = calls.tune(algorithm, warm(parent, **kind))
    assert calls.ended(child)["HyperParameterTuningJobStatus"] == "Completed"


def test_a_warning_refuses_nothing(calls: Calls, algorithm: str) -> None:
    name = calls.tune(algorithm, {f"{STATIC}.note": "AKIAIOSFODNN7EXAMPLE"})
    assert calls.ended(name)["HyperParameterTuningJobStatus"] == "Completed"
