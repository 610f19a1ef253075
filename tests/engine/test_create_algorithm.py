"""CreateAlgorithm over HTTP: what it refuses beyond shapes, and that nothing is left behind."""

from typing import Any

import pytest

from tests.engine.calls import SPECIFICATION, Calls, refused
from tests.spec.requests import changed

PARAMETERS = "SupportedHyperParameters"


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (
            {"TrainingChannels.0.SupportedInputModes": ["File", "FastFile"]},
            "Channel training: FastFile is not a supported input mode of algorithms.",
        ),
        (
            {"TrainingChannels": [SPECIFICATION["TrainingChannels"][0]] * 2},
            "Duplicate channel name: training.",
        ),
        ({f"{PARAMETERS}.1.Name": "x"}, "Duplicate hyperparameter name: x."),
        (
            {"MetricDefinitions": SPECIFICATION["MetricDefinitions"] * 2},
            "Duplicate metric name: score.",
        ),
        (
            {"MetricDefinitions.0.Name": "loss"},
            "The objective metric score has no metric definition.",
        ),
        (
            {f"{PARAMETERS}.0.Type": "Integer"},
            "The range of hyperparameter x is not of its type, Integer.",
        ),
        (
            {f"{PARAMETERS}.1.IsTunable": True},
            "Hyperparameter note of type FreeText cannot be tunable.",
        ),
    ],
    ids=["fast file", "channel", "hyperparameter", "metric", "objective", "range", "free text"],
)
def test_a_specification_that_makes_no_sense_is_refused(
    calls: Calls, changes: dict[str, Any], message: str
) -> None:
    name = calls.fresh("refused")
    specification = changed(SPECIFICATION | {"TrainingImage": "image:1"}, changes)
    answer = refused(
        calls.sagemaker.create_algorithm, AlgorithmName=name, TrainingSpecification=specification
    )
    assert answer == ("ValidationException", message)
    listed = calls.sagemaker.list_algorithms(NameContains=name)["AlgorithmSummaryList"]
    assert listed == []


def test_a_name_is_taken_in_any_letters(calls: Calls) -> None:
    name = calls.algorithm()
    code, message = refused(
        calls.sagemaker.create_algorithm,
        AlgorithmName=name.upper(),
        TrainingSpecification=SPECIFICATION | {"TrainingImage": "image:1"},
    )
    assert code == "ValidationException"
    assert message.startswith("Algorithm already exists: arn:aws:sagemaker:")
