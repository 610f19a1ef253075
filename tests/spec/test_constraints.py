from datetime import UTC, datetime
from typing import Any

import pytest
from botocore.model import NoShapeFoundError
from hypothesis import given
from hypothesis import strategies as st

from tuningconsole.spec import shapes, wording
from tuningconsole.spec.constraints import matches, violations
from tuningconsole.spec.problems import Problem

REQUEST = shapes.shape(shapes.CREATE_TUNING_JOB)


def valid() -> dict[str, Any]:
    return {
        "HyperParameterTuningJobName": "trees",
        "HyperParameterTuningJobConfig": {
            "Strategy": "Bayesian",
            "ResourceLimits": {"MaxNumberOfTrainingJobs": 6, "MaxParallelTrainingJobs": 2},
        },
        "TrainingJobDefinition": {
            "StaticHyperParameters": {"max_depth": "3"},
            "AlgorithmSpecification": {"AlgorithmName": "trees", "TrainingInputMode": "File"},
            "RoleArn": "arn:aws:iam::111122223333:role/r",
            "OutputDataConfig": {"S3OutputPath": "s3://bucket/out"},
            "StoppingCondition": {"MaxRuntimeInSeconds": 60},
        },
        "Tags": [{"Key": "team", "Value": ""}],
    }


def changed(path: str, value: Any) -> dict[str, Any]:
    request = valid()
    *parents, last = path.split(".")
    here: Any = request
    for part in parents:
        here = here[int(part)] if isinstance(here, list) else here.setdefault(part, {})
    here[last] = value
    return request


def broken(request: Any) -> set[tuple[str, str]]:
    return {(problem.path, problem.constraint) for problem in violations(REQUEST, request)}


def only(path: str, value: Any) -> Problem:
    [problem] = violations(REQUEST, changed(path, value))
    return problem


def test_a_valid_request_breaks_nothing() -> None:
    assert violations(REQUEST, valid()) == []


@pytest.mark.parametrize(
    ("path", "value", "constraint", "message", "aws"),
    [
        (
            "HyperParameterTuningJobName",
            "a" * 33,
            {"max", "pattern"},
            "Use at most 32 characters.",
            "Member must have length less than or equal to 32",
        ),
        (
            "HyperParameterTuningJobName",
            "-a",
            {"pattern"},
            "Use letters, digits and hyphens; begin and end with a letter or digit.",
            "Member must satisfy regular expression pattern: [a-zA-Z0-9](-*[a-zA-Z0-9]){0,31}",
        ),
        (
            "HyperParameterTuningJobConfig.Strategy",
            "bayes",
            {"enum"},
            "Choose one of: Bayesian, Random, Hyperband, Grid.",
            "Member must satisfy enum value set: [Bayesian, Random, Hyperband, Grid]",
        ),
        (
            "HyperParameterTuningJobConfig.ResourceLimits.MaxParallelTrainingJobs",
            0,
            {"min"},
            "Enter 1 or more.",
            "Member must have value greater than or equal to 1",
        ),
        (
            "HyperParameterTuningJobConfig.ResourceLimits.MaxRuntimeInSeconds",
            20_000_000,
            {"max"},
            "Enter 15768000 or less.",
            "Member must have value less than or equal to 15768000",
        ),
        (
            "TrainingJobDefinition.InputDataConfig",
            [],
            {"min"},
            "Add at least 1.",
            "Member must have length greater than or equal to 1",
        ),
        (
            "TrainingJobDefinition.RoleArn",
            None,
            {"required"},
            "Enter a value.",
            "Member must not be null",
        ),
        (
            "Tags.0.Value",
            3,
            {"type"},
            "Enter text.",
            "Member must be of type string",
        ),
    ],
)
def test_a_broken_constraint_is_worded_for_people_and_for_clients(
    path: str, value: Any, constraint: set[str], message: str, aws: str
) -> None:
    problems = violations(REQUEST, changed(path, value))
    assert {problem.path for problem in problems} == {path}
    assert {problem.constraint for problem in problems} == constraint
    assert message in {problem.message for problem in problems}
    assert aws in {problem.aws for problem in problems}


def test_all_constraints_are_reported_at_once() -> None:
    request = changed("Tags", [{"Key": "a" * 129}, {"Key": "b", "Value": "b"}])
    request["HyperParameterTuningJobName"] = ""
    del request["HyperParameterTuningJobConfig"]["Strategy"]
    assert broken(request) == {
        ("HyperParameterTuningJobName", "min"),
        ("HyperParameterTuningJobName", "pattern"),
        ("HyperParameterTuningJobConfig.Strategy", "required"),
        ("Tags.0.Key", "max"),
        ("Tags.0.Value", "required"),
    }


def test_a_map_value_echoes_the_whole_map_and_all_its_constraints() -> None:
    problem = only("TrainingJobDefinition.StaticHyperParameters.note", "x" * 2501)
    assert problem.path == "TrainingJobDefinition.StaticHyperParameters.note"
    assert problem.message == "Use at most 2500 characters."
    assert problem.value == {"max_depth": "3", "note": "x" * 2501}
    assert problem.aws == (
        "Map value must satisfy constraint: [Member must have length less than or equal to 2500,"
        " Member must have length greater than or equal to 0,"
        " Member must satisfy regular expression pattern: .*]"
    )


def test_a_map_key_is_checked() -> None:
    problem = only("TrainingJobDefinition.StaticHyperParameters", {"k" * 257: "v"})
    assert problem.aws.startswith("Map keys must satisfy constraint: [Member must have length less")


def test_a_map_of_too_many_entries_is_one_problem_of_the_map() -> None:
    problem = only(
        "TrainingJobDefinition.StaticHyperParameters", {f"p{n}": "1" for n in range(101)}
    )
    assert (problem.path, problem.constraint) == (
        "TrainingJobDefinition.StaticHyperParameters",
        "max",
    )


def test_unknown_members_are_named() -> None:
    assert broken(changed("TrainingJobDefinition.Image", "x")) == {
        ("TrainingJobDefinition.Image", "unknown")
    }


def test_a_structure_that_is_absent_does_not_require_its_members() -> None:
    assert broken(changed("WarmStartConfig", None)) == set()
    assert broken(changed("WarmStartConfig", {})) == {
        ("WarmStartConfig.ParentHyperParameterTuningJobs", "required"),
        ("WarmStartConfig.WarmStartType", "required"),
    }


def test_a_path_can_be_given_for_a_part_of_a_request() -> None:
    [problem] = violations(shapes.shape("Tag"), {"Key": "a"}, "Tags.3")
    assert problem.path == "Tags.3.Value"


@pytest.mark.parametrize("value", [True, 1.0, "1", 2**31, -(2**31) - 1, float("nan"), [], {}])
def test_what_is_no_integer_is_of_the_wrong_type(value: Any) -> None:
    path = "HyperParameterTuningJobConfig.ResourceLimits.MaxParallelTrainingJobs"
    assert broken(changed(path, value)) == {(path, "type")}


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 10**400, True, "0.5"])
def test_what_is_no_finite_number_is_of_the_wrong_type(value: Any) -> None:
    path = "HyperParameterTuningJobConfig.TuningJobCompletionCriteria.TargetObjectiveMetricValue"
    assert broken(changed(path, value)) == {(path, "type")}


def test_a_timestamp_is_a_datetime_or_seconds() -> None:
    listing = shapes.shape("ListTrainingJobsRequest")
    assert violations(listing, {"CreationTimeAfter": datetime(2026, 1, 1, tzinfo=UTC)}) == []
    assert violations(listing, {"CreationTimeAfter": 1.5}) == []
    assert violations(listing, {"CreationTimeAfter": "today"}) != []


def test_nesting_without_end_is_refused_without_a_crash() -> None:
    expression: dict[str, Any] = {}
    for _ in range(10_000):
        expression = {"SubExpressions": [expression]}
    [problem] = violations(shapes.shape("SearchExpression"), expression)
    assert problem.constraint == "type"


def test_a_key_that_is_no_text_is_a_problem_and_no_crash() -> None:
    assert broken({**valid(), 10**4000: 1}) == {("int", "unknown")}


@pytest.mark.parametrize(
    "text",
    ["\0", "\ud800", "a\nb", "\u0661" * 12, "é", "a" * 100_000, "-" * 10**6],
    ids=["NUL", "surrogate", "line", "digits", "letter", "long", "hyphens"],
)
def test_hostile_names_break_the_pattern(text: str) -> None:
    assert ("HyperParameterTuningJobName", "pattern") in broken(
        changed("HyperParameterTuningJobName", text)
    )


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.binary(),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(sorted(REQUEST.members)) | st.integers(), inner, max_size=4
        )
    ),
    max_leaves=12,
)


@given(ANYTHING)
def test_no_value_raises(value: Any) -> None:
    for problem in violations(REQUEST, value):
        assert problem.message
        assert problem.aws
        assert problem.constraint


def test_a_pattern_means_what_java_means() -> None:
    assert matches(r"\d{2}", "12")
    assert not matches(r"\d{2}", "\u0661\u0662"), "Java's \\d is ASCII"
    assert matches(r"([\p{L}]*)", "é")
    assert not matches("a", "ab"), "the whole text"


def test_a_pattern_that_takes_for_ever_matches_nothing() -> None:
    assert not matches(r"(a|aa)+(b|c)\1{9}", "a" * 5000)


def test_every_pattern_in_words_belongs_to_a_shape_with_a_pattern() -> None:
    for name in wording._PATTERNS:
        try:
            assert "pattern" in shapes.shape(name).metadata
        except NoShapeFoundError:
            pytest.fail(f"{name} is no shape")
