"""Every way of searching that the wizard offers, asked for as entered and run to its end."""

import pytest
from playwright.sync_api import expect

from tests.export.test_same_job import NAME
from tests.journeys.wizard import (
    ACCOUNT,
    BUCKET,
    COMMON,
    CONFIG,
    IRIS,
    OBJECTIVE,
    S3_URI,
    SMALL,
    SPECIFICATION,
    TITLES,
    D,
    Wizard,
    bounds,
    specification,
    through_data,
    through_ranges,
)

pytestmark = [pytest.mark.journey, pytest.mark.stack, pytest.mark.slow]
LIMITS = f"{CONFIG}.ResourceLimits"


def enter_definition(wizard: Wizard, name: str, metric: str, objective: str, epochs: str) -> None:
    wizard.enter(
        {
            f"{D}.DefinitionName": name,
            f"{OBJECTIVE}.MetricName": metric,
            f"{OBJECTIVE}.Type": objective,
            f"{D}.HyperParameters.epochs:value": epochs,
        }
    )


def test_two_definitions_are_searched_by_one_job(wizard: Wizard) -> None:
    wizard.start("hist-gradient-boosting")
    name = wizard.name
    wizard.enter({f"{CONFIG}.Strategy": "Random"})
    wizard.next(TITLES["hyperparameters"])
    enter_definition(wizard, "boosting", "validation:log_loss", "Minimize", "3")
    wizard.tune("learning_rate", "Continuous", "0.01", "0.5", "Logarithmic")
    through_data(wizard)
    wizard.page.get_by_role("button", name="Add training job definition").click()
    wizard.expect(TITLES["hyperparameters"])
    wizard.choose(f"{SPECIFICATION}.AlgorithmName", f"{ACCOUNT}/linear-sgd")
    expect(wizard.page.get_by_text("shows the hyperparameters of linear-sgd")).to_be_visible()
    enter_definition(wizard, "linear", "validation:accuracy", "Maximize", "4")
    wizard.tune("alpha", "Continuous", "0.0001", "0.1", "Logarithmic")
    wizard.enter({f"{D}.HyperParameters.penalty:kind": "Categorical"})
    through_data(wizard)
    wizard.next(TITLES["limits"])
    wizard.enter(SMALL)
    wizard.next(TITLES["review"])
    asked = wizard.asked()
    assert asked == {
        NAME: name,
        CONFIG: {
            "Strategy": "Random",
            "TrainingJobEarlyStoppingType": "Off",
            "ResourceLimits": {"MaxNumberOfTrainingJobs": 2, "MaxParallelTrainingJobs": 2},
        },
        "TrainingJobDefinitions": [
            {
                **COMMON,
                "DefinitionName": "boosting",
                "TuningObjective": {"Type": "Minimize", "MetricName": "validation:log_loss"},
                "AlgorithmSpecification": specification("hist-gradient-boosting"),
                "HyperParameterRanges": {
                    "ContinuousParameterRanges": [
                        bounds("learning_rate", "0.01", "0.5", "Logarithmic")
                    ]
                },
                "StaticHyperParameters": {
                    "epochs": "3",
                    "max_leaf_nodes": "31",
                    "min_samples_leaf": "20",
                    "l2_regularization": "0.0",
                    "validation_fraction": "0.25",
                    "seed": "0",
                },
            },
            {
                **COMMON,
                "DefinitionName": "linear",
                "TuningObjective": {"Type": "Maximize", "MetricName": "validation:accuracy"},
                "AlgorithmSpecification": specification("linear-sgd"),
                "HyperParameterRanges": {
                    "ContinuousParameterRanges": [bounds("alpha", "0.0001", "0.1", "Logarithmic")],
                    "CategoricalParameterRanges": [
                        {"Name": "penalty", "Values": ["l2", "l1", "elasticnet"]}
                    ],
                },
                "StaticHyperParameters": {
                    "epochs": "4",
                    "eta0": "0.01",
                    "loss": "log_loss",
                    "learning_rate": "adaptive",
                    "validation_fraction": "0.25",
                    "seed": "0",
                },
            },
        ],
    }
    wizard.create(name)
    wizard.finished()
    found = wizard.children(name)
    assert {item["TrainingJobDefinitionName"] for item in found} == {"boosting", "linear"}
    assert {item["TrainingJobStatus"] for item in found} == {"Completed"}


def test_a_grid_trains_each_combination_once(wizard: Wizard) -> None:
    wizard.start("linear-sgd")
    name = wizard.name
    wizard.enter({f"{CONFIG}.Strategy": "Grid"})
    wizard.next(TITLES["hyperparameters"])
    parameters = f"{D}.HyperParameters"
    wizard.enter({f"{parameters}.{item}:kind": "Categorical" for item in ("penalty", "loss")})
    wizard.page.locator(f"[name='{parameters}.penalty:values'][value='elasticnet']").uncheck()
    through_data(wizard)
    wizard.next(TITLES["limits"])
    wizard.enter({f"{CONFIG}.ResourceLimits.MaxNumberOfTrainingJobs": "4"})
    wizard.next(TITLES["review"])
    assert wizard.asked()[CONFIG]["ParameterRanges"] == {
        "CategoricalParameterRanges": [
            {"Name": "penalty", "Values": ["l2", "l1"]},
            {"Name": "loss", "Values": ["log_loss", "modified_huber"]},
        ]
    }
    wizard.create(name)
    wizard.finished()
    combinations = sorted(
        (item["TunedHyperParameters"]["penalty"], item["TunedHyperParameters"]["loss"])
        for item in wizard.children(name)
    )
    losses = ("log_loss", "modified_huber")
    assert combinations == [(penalty, loss) for penalty in ("l1", "l2") for loss in losses]


def test_hyperband_trains_within_its_resources(wizard: Wizard) -> None:
    wizard.start("hist-gradient-boosting")
    name = wizard.name
    band = f"{CONFIG}.StrategyConfig.HyperbandStrategyConfig"
    wizard.enter({f"{CONFIG}.Strategy": "Hyperband", f"{band}.MinResource": "1"})
    wizard.enter({f"{band}.MaxResource": "9"})
    wizard.next(TITLES["hyperparameters"])
    wizard.tune("learning_rate", "Continuous", "0.01", "0.5")
    through_data(wizard)
    wizard.next(TITLES["limits"])
    wizard.enter({f"{LIMITS}.MaxNumberOfTrainingJobs": "4"})
    wizard.next(TITLES["review"])
    assert wizard.asked()[CONFIG]["StrategyConfig"] == {
        "HyperbandStrategyConfig": {"MinResource": 1, "MaxResource": 9}
    }
    wizard.create(name)
    wizard.finished()
    assert {item["TrainingJobStatus"] for item in wizard.children(name)} <= {"Completed", "Stopped"}


def test_a_job_ends_early_by_its_criteria_and_keeps_checkpoints(wizard: Wizard) -> None:
    wizard.start("hist-gradient-boosting")
    name = wizard.name
    criteria = f"{CONFIG}.TuningJobCompletionCriteria"
    wizard.enter(
        {
            f"{CONFIG}.TrainingJobEarlyStoppingType": "Auto",
            f"{criteria}.TargetObjectiveMetricValue": "5.0",
            f"{criteria}.BestObjectiveNotImproving.MaxNumberOfTrainingJobsNotImproving": "4",
            f"{criteria}.ConvergenceDetected.CompleteOnConvergence": "Enabled",
        }
    )
    through_ranges(wizard)
    wizard.next(TITLES["data"])
    wizard.enter({S3_URI: IRIS, f"{D}.CheckpointConfig": "on"})
    kept = f"s3://{BUCKET}/checkpoints/{name}/"
    wizard.enter({f"{D}.CheckpointConfig.S3Uri": kept})
    wizard.enter({f"{D}.CheckpointConfig.LocalPath": "/opt/ml/checkpoints/"})
    wizard.next(TITLES["resources"])
    wizard.next(TITLES["limits"])
    wizard.next(TITLES["review"])
    asked = wizard.asked()
    assert asked[CONFIG]["TrainingJobEarlyStoppingType"] == "Auto"
    assert asked[CONFIG]["TuningJobCompletionCriteria"] == {
        "TargetObjectiveMetricValue": 5.0,
        "BestObjectiveNotImproving": {"MaxNumberOfTrainingJobsNotImproving": 4},
        "ConvergenceDetected": {"CompleteOnConvergence": "Enabled"},
    }
    checkpoints = asked["TrainingJobDefinition"]["CheckpointConfig"]
    assert checkpoints == {"S3Uri": kept, "LocalPath": "/opt/ml/checkpoints/"}
    wizard.create(name)
    wizard.finished()
    # The first objective value was good enough: nobody waited for the rest.
    assert 0 < len(wizard.children(name)) < 10
