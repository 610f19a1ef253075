"""Requests of what the engine does not run yet: asked for as entered, refused in words.

A test of here becomes one of a job that has run as soon as the engine runs what it asks for.
"""

import pytest
from playwright.sync_api import expect

from tests.export.test_same_job import NAME
from tests.journeys.wizard import (
    ACCOUNT,
    COMMON,
    CONFIG,
    FINISHED_WITHIN_MS,
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


def enter_definition(wizard: Wizard, name: str, metric: str, objective: str, epochs: str) -> None:
    wizard.enter(
        {
            f"{D}.DefinitionName": name,
            f"{OBJECTIVE}.MetricName": metric,
            f"{OBJECTIVE}.Type": objective,
            f"{D}.HyperParameters.epochs:value": epochs,
        }
    )


def refused(wizard: Wizard, words: str) -> None:
    """Wait until the job's page quotes what the engine says, which does not run everything."""
    expect(wizard.page.get_by_text(words)).to_be_visible(timeout=FINISHED_WITHIN_MS)


def test_two_definitions_are_asked_for_as_entered_and_their_refusal_is_mended(
    wizard: Wizard,
) -> None:
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
    # The engine runs one definition; what it says leads back to the draft, which has lost nothing.
    refused(wizard, "does not run several training job definitions yet")
    wizard.page.get_by_role("link", name="Edit draft").click()
    wizard.expect(TITLES["review"])
    assert wizard.asked() == asked


def test_a_grid_is_asked_for_as_entered_and_refused_in_words(wizard: Wizard) -> None:
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
    refused(wizard, "does not run strategy Grid yet")


def test_hyperband_is_asked_for_as_entered_and_refused_in_words(wizard: Wizard) -> None:
    wizard.start("hist-gradient-boosting")
    name = wizard.name
    band = f"{CONFIG}.StrategyConfig.HyperbandStrategyConfig"
    wizard.enter({f"{CONFIG}.Strategy": "Hyperband", f"{band}.MinResource": "1"})
    wizard.enter({f"{band}.MaxResource": "9"})
    wizard.next(TITLES["hyperparameters"])
    wizard.tune("learning_rate", "Continuous", "0.01", "0.5")
    through_data(wizard)
    wizard.next(TITLES["limits"])
    wizard.next(TITLES["review"])
    assert wizard.asked()[CONFIG]["StrategyConfig"] == {
        "HyperbandStrategyConfig": {"MinResource": 1, "MaxResource": 9}
    }
    wizard.create(name)
    refused(wizard, "does not run strategy Hyperband yet")


def test_members_that_the_engine_does_not_run_are_asked_for_as_entered(wizard: Wizard) -> None:
    wizard.start("hist-gradient-boosting")
    name = wizard.name
    criteria = f"{CONFIG}.TuningJobCompletionCriteria"
    wizard.enter(
        {
            f"{CONFIG}.TrainingJobEarlyStoppingType": "Auto",
            f"{criteria}.TargetObjectiveMetricValue": "0.05",
            f"{criteria}.BestObjectiveNotImproving.MaxNumberOfTrainingJobsNotImproving": "4",
            f"{criteria}.ConvergenceDetected.CompleteOnConvergence": "Enabled",
        }
    )
    through_ranges(wizard)
    wizard.next(TITLES["data"])
    wizard.enter({S3_URI: IRIS, f"{D}.CheckpointConfig": "on"})
    wizard.enter({f"{D}.CheckpointConfig.S3Uri": IRIS, f"{D}.CheckpointConfig.LocalPath": "/opt/c"})
    wizard.next(TITLES["resources"])
    wizard.next(TITLES["limits"])
    wizard.next(TITLES["review"])
    asked = wizard.asked()
    assert asked[CONFIG]["TrainingJobEarlyStoppingType"] == "Auto"
    assert asked[CONFIG]["TuningJobCompletionCriteria"] == {
        "TargetObjectiveMetricValue": 0.05,
        "BestObjectiveNotImproving": {"MaxNumberOfTrainingJobsNotImproving": 4},
        "ConvergenceDetected": {"CompleteOnConvergence": "Enabled"},
    }
    checkpoints = asked["TrainingJobDefinition"]["CheckpointConfig"]
    assert checkpoints == {"S3Uri": IRIS, "LocalPath": "/opt/c"}
    wizard.create(name)
    refused(wizard, "does not stop training jobs early yet")
