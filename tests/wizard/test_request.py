"""Answers to requests: what is left out, how it converts, where a problem belongs."""

from typing import Any

import pytest

from tests.wizard.conftest import ARN, description, hyperparameter
from tuningconsole.wizard.binding import rows
from tuningconsole.wizard.request import build
from tuningconsole.wizard.steps.data import CHANNELS
from tuningconsole.wizard.steps.limits import TAGS

D = "TrainingJobDefinitions.0"
NAMED = f"{D}.AlgorithmSpecification.AlgorithmName"
RUNTIME = f"{D}.StoppingCondition.MaxRuntimeInSeconds"


def definition(answers: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = build(answers, {ARN: description()}).request["TrainingJobDefinitions"][
        0
    ]
    return found


@pytest.mark.parametrize(
    ("number", "unit", "seconds"),
    [
        ("90", "seconds", 90),
        ("1.5", "hours", 5400),
        (" 2 ", "days", 172_800),
        ("1e2", "minutes", 6000),
        ("0.5", "seconds", "0.5"),
        ("one", "hours", "one"),
        ("1", "years", "1"),
        ("1", "", "1"),
    ],
)
def test_a_duration_is_sent_in_seconds(number: str, unit: str, seconds: object) -> None:
    answers = {RUNTIME: number, f"{RUNTIME}:unit": unit}
    assert definition(answers)["StoppingCondition"] == {"MaxRuntimeInSeconds": seconds}


def test_a_switched_off_part_is_not_sent() -> None:
    answers = {f"{D}.VpcConfig.Subnets": ["subnet-1"], f"{D}.RoleArn": "r"}
    assert definition(answers) == {"RoleArn": "r", "StoppingCondition": {}}
    vpc = definition({**answers, f"{D}.VpcConfig": "vpc-1"})["VpcConfig"]
    assert vpc == {"Subnets": ["subnet-1"]}


def test_ticked_and_typed_are_sent_together_each_once() -> None:
    parents = "WarmStartConfig.ParentHyperParameterTuningJobs"
    answers = {"WarmStartConfig": "on", parents: ["a", "b"], f"{parents}:other": "b, c  d"}
    sent = build(answers, {}).request["WarmStartConfig"]["ParentHyperParameterTuningJobs"]
    assert [parent["HyperParameterTuningJobName"] for parent in sent] == ["a", "b", "c", "d"]


def test_a_blank_tag_is_no_tag_and_an_empty_value_is_one() -> None:
    answers = {"Tags.0.Key": "", "Tags.0.Value": "", "Tags.1.Key": "a", "Tags.1.Value": ""}
    built = build(answers, {})
    assert built.request["Tags"] == [{"Key": "a", "Value": ""}]
    assert built.key_of("Tags.0.Key") == "Tags.1.Key"


def test_a_channel_that_was_left_as_it_began_is_no_channel() -> None:
    channel = f"{D}.InputDataConfig"
    blank = rows.added(CHANNELS, {})
    assert "InputDataConfig" not in definition(blank)
    answers = {**blank, f"{channel}.1.ChannelName": "b"}
    assert definition(answers)["InputDataConfig"] == [{"ChannelName": "b"}]


def test_ranges_go_to_the_list_of_their_type_in_the_declared_order() -> None:
    names = {"a": "Integer", "b": "Continuous", "c": "Integer", "d": "Categorical"}
    algorithm = description(
        SupportedHyperParameters=[hyperparameter(name, kind) for name, kind in names.items()]
    )
    answers: dict[str, Any] = {f"{D}.HyperParameters.{n}:kind": kind for n, kind in names.items()}
    answers[f"{D}.HyperParameters.d:values"] = "x\n\ny\n"
    built = build({NAMED: ARN, **answers}, {ARN: algorithm})
    ranges = built.request["TrainingJobDefinitions"][0]["HyperParameterRanges"]
    assert ranges == {
        "IntegerParameterRanges": [{"Name": "a"}, {"Name": "c"}],
        "ContinuousParameterRanges": [{"Name": "b"}],
        "CategoricalParameterRanges": [{"Name": "d", "Values": ["x", "y"]}],
    }
    path = f"{D}.HyperParameterRanges.IntegerParameterRanges.1.MinValue"
    assert built.key_of(path) == f"{D}.HyperParameters.c:min"


@pytest.mark.parametrize(
    ("path", "key"),
    [
        ("HyperParameterTuningJobName", "HyperParameterTuningJobName"),
        (f"{D}.OutputDataConfig", f"{D}.OutputDataConfig.S3OutputPath"),
        (f"{D}.StaticHyperParameters.note.to: self", f"{D}.HyperParameters.note.to: self:value"),
        (f"{D}.StaticHyperParameters", f"{D}.HyperParameters"),
        (f"{D}.HyperParameterRanges", f"{D}.HyperParameters"),
        (f"{D}.InputDataConfig", f"{D}.InputDataConfig"),
        ("Nothing.Of.The.Kind", ""),
    ],
)
def test_a_problem_belongs_to_the_nearest_input(path: str, key: str) -> None:
    assert build({NAMED: ARN}, {ARN: description()}).key_of(path) == key


def test_a_removed_row_leaves_no_gap() -> None:
    answers = {f"Tags.{number}.Key": str(number) for number in range(12)}
    answers["TagsX.3.Key"] = "other"
    left = rows.removed(TAGS, answers, 1)
    assert [left[f"Tags.{number}.Key"] for number in range(11)] == [
        str(number) for number in range(12) if number != 1
    ]
    assert left["TagsX.3.Key"] == "other"
    assert "Tags.11.Key" not in left


def test_a_removed_channel_takes_its_choice_of_a_source_with_it() -> None:
    sources = ["s3", "file system", "dataset"]
    answers: dict[str, Any] = {}
    for number, source in enumerate(sources):
        answers = {**rows.added(CHANNELS, answers), f"{CHANNELS.path}.{number}:source": source}
    left = rows.removed(CHANNELS, answers, 0)
    assert [left.get(f"{CHANNELS.path}.{number}:source") for number in range(3)] == [
        "file system",
        "dataset",
        None,
    ]


def test_rows_end_where_aws_does() -> None:
    answers = {f"{CHANNELS.path}.{number}.ChannelName": "x" for number in range(25)}
    assert rows.count(CHANNELS, answers) == 20
    assert rows.added(CHANNELS, answers) == answers


def test_the_same_answers_with_an_algorithm_that_declares_something_else_are_another_request() -> (
    None
):
    answers = {NAMED: ARN, f"{D}.HyperParameters.a:value": "1"}
    declared, renamed = (
        description(SupportedHyperParameters=[hyperparameter(name, "Integer")]) for name in "ab"
    )
    static = [
        build(answers, {ARN: algorithm})
        .request["TrainingJobDefinitions"][0]
        .get("StaticHyperParameters")
        for algorithm in (declared, renamed, declared)
    ]
    assert static == [{"a": "1"}, None, {"a": "1"}]


def test_what_is_wrong_with_a_later_definition_has_its_number() -> None:
    second = "TrainingJobDefinitions.1"
    answers = {
        f"{D}.DefinitionName": "first",
        f"{second}.DefinitionName": "no name",
        f"{second}.RetryStrategy": "on",
        f"{second}.RetryStrategy.MaximumRetryAttempts": "many",
    }
    built = build(answers, {})
    attempts = f"{second}.RetryStrategy.MaximumRetryAttempts"
    found = {problem.path: problem.constraint for problem in built.violations()}
    assert found[f"{second}.DefinitionName"] == "pattern"
    assert found[attempts] == "type"
    assert f"{D}.DefinitionName" not in found
    assert built.key_of(attempts) == attempts
