"""Answers and requests: what is imported comes out again; what is wrong is at its input."""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.catalog import test_authoring_json
from tests.catalog.authoring import (
    CHANNELS,
    HYPERPARAMETERS,
    METRICS,
    MINIMAL,
    bounds,
    changed,
    complete,
)
from tuningconsole.catalog.authoring import checking, importing
from tuningconsole.catalog.authoring.declarations import (
    ROOT,
    Field,
    Rows,
    Specification,
)
from tuningconsole.catalog.authoring.keys import MORE
from tuningconsole.catalog.authoring.pages import STEPS
from tuningconsole.catalog.authoring.writing import build, other_members
from tuningconsole.spec import constraints, shapes


def fields() -> Iterator[Field]:
    for step in STEPS:
        for part in step.parts:
            match part:
                case Specification(rows=Rows(fields=found)):
                    yield from found
                case _:
                    yield from part.fields


def unbound() -> list[str]:
    """Return the leaves of the request that no page has an input for."""
    plain = [field.path.replace(".0", ".*") for field in fields() if ":" not in field.path]
    plain += [f"InferenceSpecification.Containers.*.{name}" for name in other_members()]
    plain += [f"{HYPERPARAMETERS}.*.Range"]
    plain += ["TrainingSpecification.SupportedTuningJobObjectiveMetrics"]
    return [
        leaf
        for leaf in shapes.leaves(ROOT)
        if not any(leaf == path or leaf.startswith(f"{path}.") for path in plain)
    ]


def test_every_member_of_the_request_has_an_input() -> None:
    assert unbound() == []


def test_every_input_is_a_member_that_the_service_model_knows() -> None:
    for field in fields():
        if field.path != MORE and not field.path.endswith(":on"):
            assert field.member, field.path


@pytest.mark.parametrize("request_", [MINIMAL, complete()], ids=["minimal", "complete"])
def test_a_request_is_imported_without_loss_and_is_valid(request_: dict[str, Any]) -> None:
    found = importing.imported(request_)
    assert found.left_out == []
    checked = checking.check(found.answers)
    assert checked.built.request == request_
    assert checked.problems == {}


def test_an_answer_of_describe_is_imported_without_what_only_it_has() -> None:
    answer = complete() | {
        "AlgorithmArn": "arn:aws:sagemaker:us-east-2:111122223333:algorithm/forest",
        "AlgorithmStatus": "Completed",
        "AlgorithmStatusDetails": {},
        "CreationTime": "2026-01-02T00:00:00Z",
        "ProductId": None,
    }
    assert build(importing.imported(answer).answers).request == complete()


def test_what_no_page_can_show_is_named_by_its_path() -> None:
    request = complete()
    request["Bogus"] = 1
    request["TrainingSpecification"]["TrainingChannels"][0]["Bogus"] = 2
    request["TrainingSpecification"]["TrainingImage"] = {"a": 1}
    found = importing.imported(request)
    assert found.left_out == [
        f"{CHANNELS}.0.Bogus" if "Channels" in path else path for path in found.left_out
    ]
    assert {"Bogus", f"{CHANNELS}.0.Bogus", "TrainingSpecification.TrainingImage"} == set(
        found.left_out
    )


@pytest.mark.parametrize(
    "document",
    [{}, {"TrainingSpecification": 3}, {"Tags": "x"}, {"InferenceSpecification": [1]}],
    ids=str,
)
def test_any_document_gets_a_draft_and_problems(document: dict[str, Any]) -> None:
    assert checking.check(importing.imported(document).answers).problems


PROBLEMS = [
    ("AlgorithmName", "-a", "AlgorithmName", "Use letters, digits and hyphens"),
    ("AlgorithmName", "a" * 64, "AlgorithmName", "Use at most 63 characters."),
    ("AlgorithmName", "", "AlgorithmName", "Enter a value."),
    ("TrainingSpecification.TrainingImage", "a b", None, "Enter a path without spaces."),
    (f"{CHANNELS}.0.SupportedInputModes", ["FastFile"], None, "cannot declare FastFile"),
    (f"{CHANNELS}.0.SupportedContentTypes", [], None, "Enter a value."),
    (f"{CHANNELS}.0.Name", "a b", None, "Use letters, digits, dots"),
    (f"{HYPERPARAMETERS}.1.Name", "depth", None, "a row above is called depth"),
    (f"{METRICS}.1.Name", "loss", None, "a metric above is called loss"),
    (f"{METRICS}.0.Regex", "(", None, "Correct the expression"),
    (f"{HYPERPARAMETERS}.3.IsTunable", True, None, "free text cannot be tuned"),
    (
        f"{HYPERPARAMETERS}.0.Range",
        bounds("Integer", "5", "x"),
        f"{HYPERPARAMETERS}.0.Range:max",
        "Enter a whole number.",
    ),
    (
        f"{HYPERPARAMETERS}.0.Range",
        bounds("Integer", "5", "4"),
        f"{HYPERPARAMETERS}.0.Range:max",
        "Enter 5 or more.",
    ),
    (f"{HYPERPARAMETERS}.0.DefaultValue", "10", None, "Enter a value from 1 to 9."),
    (f"{HYPERPARAMETERS}.2.DefaultValue", "d", None, "Choose one of: a, b, c."),
    ("Tags.1.Key", "team", None, "team is used above"),
    ("Tags.1.Key", "aws:x", None, "does not begin with aws:"),
    (
        "ValidationSpecification.ValidationProfiles.0.TrainingJobDefinition.ResourceConfig",
        {"InstanceCount": "1"},
        "ValidationSpecification.ValidationProfiles.0.TrainingJobDefinition",
        "ResourceConfig.InstanceCount: Enter a whole number",
    ),
    (
        "InferenceSpecification.Containers.0.Environment",
        {"A": 1},
        "InferenceSpecification.Containers.0:more",
        "A: Enter text.",
    ),
    (
        "InferenceSpecification.SupportedResponseMIMETypes",
        ["json"],
        None,
        "Enter a MIME type",
    ),
]


@pytest.mark.parametrize(("path", "value", "key", "words"), PROBLEMS)
def test_what_is_wrong_is_said_at_its_input(
    path: str, value: Any, key: str | None, words: str
) -> None:
    problems = checking.check(importing.imported(changed(path, value)).answers).problems
    assert list(problems) == [key or path]
    assert words in problems[key or path][0]


def test_publishing_asks_for_validation() -> None:
    request = complete()
    del request["ValidationSpecification"]
    problems = checking.check(importing.imported(request).answers).problems
    assert list(problems) == ["CertifyForMarketplace"]


def test_an_objective_without_its_metric_asks_for_the_definition() -> None:
    request = deepcopy(MINIMAL)
    request["TrainingSpecification"]["SupportedTuningJobObjectiveMetrics"] = [
        {"Type": "Maximize", "MetricName": "score"}
    ]
    found = importing.imported(request)
    assert found.left_out == ["TrainingSpecification.SupportedTuningJobObjectiveMetrics"]


@settings(max_examples=200, deadline=None)
@given(st.lists(test_authoring_json.SPECIFICATION, max_size=3), st.text(max_size=70))
def test_no_hyperparameters_raise_and_none_that_are_broken_pass(
    document: list[Any], name: str
) -> None:
    request = deepcopy(MINIMAL) | {"AlgorithmName": name}
    request["TrainingSpecification"]["SupportedHyperParameters"] = document
    found = importing.imported(request)
    built = checking.check(found.answers).built
    if built.request == request:
        broken = constraints.violations(shapes.shape(ROOT), request)
        assert bool(broken) <= bool(checking.check(found.answers).problems)
