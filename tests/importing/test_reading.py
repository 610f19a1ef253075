"""What is said of a document that is not quite a request."""

import json
import random
from typing import Any

import pytest
import yaml
from botocore.utils import ArgumentGenerator

from tests.spec.requests import REQUEST
from tuningconsole import importing
from tuningconsole.importing.documents import MAX_DEPTH
from tuningconsole.importing.members import CHECK, LEFT_OUT, MOST
from tuningconsole.spec import shapes

NAME = "HyperParameterTuningJobName"
CONFIG = "HyperParameterTuningJobConfig"


def problems(document: bytes | str) -> dict[str, str]:
    return {problem.path: problem.message for problem in importing.read(document).problems}


def notes(document: bytes | str) -> dict[str, str]:
    return {note.path: note.message for note in importing.read(document).notes}


@pytest.mark.parametrize(
    ("document", "message"),
    [
        ("", "Enter a request, or choose a file that holds one."),
        (" \n# nothing\n", "Enter a request, or choose a file that holds one."),
        ("[]", "Enter an object with named members, as JSON or YAML."),
        ("hello", "Enter an object with named members, as JSON or YAML."),
        ('{"a":\n  1,,}', "Line 2, column 5: expecting property name enclosed in double quotes."),
        ("a: b: c", "Line 1, column 5: mapping values are not allowed in this context."),
        ("a: b\n\x07", "Line 2, column 1: a character that YAML does not allow."),
        ("a: &x 1\nb: *x", "Line 1, column 4: anchors and aliases are not supported."),
        ("{a: *x}", "Line 1, column 5: anchors and aliases are not supported."),
        ("a: !!python/object:os.system 1", "Line 1, column 4: tags are not supported."),
        ("a: 1\n---\nb: 2", "Line 2, column 1: a second document begins."),
        ("[" * 100, f"Line 1, column 65: nested more than {MAX_DEPTH} deep."),
        ("\n" + "- " * 100, f"Line 2, column 131: nested more than {MAX_DEPTH} deep."),
        ('{"a": "' + "[" * 100, "Line 1, column 7: unterminated string starting at."),
        (b"a: \xff", "Save the file as UTF-8: byte 4 of it is none."),
        ("x" * 1_000_001, "Shorten it: a request has at most 1,000,000 bytes."),
        (
            "aws sagemaker create-hyper-parameter-tuning-job --cli-input-json file://x.json",
            "Enter the JSON alone: this command is not one that can be taken apart.",
        ),
    ],
)
def test_what_cannot_be_read_says_where_and_why(document: bytes | str, message: str) -> None:
    found = importing.read(document)
    assert (found.request, [problem.message for problem in found.problems]) == ({}, [message])


BOMB = "a: &a [x,x]\n" + "".join(f"{chr(98 + n)}: &b{n} [*a,*a]\n" for n in range(9))


def test_a_yaml_bomb_is_not_unfolded() -> None:
    assert "anchors and aliases are not supported" in problems(BOMB)[""]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_what_editors_of_other_systems_save_is_read(encoding: str) -> None:
    document = json.dumps({NAME: "ä"}, ensure_ascii=False).replace("}", "\r\n}")
    assert importing.read(document.encode(encoding)).request == {NAME: "ä"}


@pytest.mark.parametrize(
    ("document", "path", "message"),
    [
        (
            '{"hyperParameterTuningJobName": "x"}',
            "hyperParameterTuningJobName",
            f"Did you mean {NAME}?",
        ),
        ('{"zz": 1}', "zz", "Remove zz: the request has no such member."),
        ('{"Tags": [{"Kee": "a"}]}', "Tags.0.Kee", "Did you mean Key?"),
        ('{"Tags": {}}', "Tags", "Enter a list."),
        ('{"Tags": [null]}', "Tags.0", "Enter a value."),
        (f'{{"{CONFIG}": []}}', CONFIG, "Enter an object with named members."),
        (f'{{"{CONFIG}": {{"RandomSeed": "5"}}}}', f"{CONFIG}.RandomSeed", "Enter a whole number."),
        (f'{{"{CONFIG}": {{"RandomSeed": 5.0}}}}', f"{CONFIG}.RandomSeed", "Enter a whole number."),
        (f'{{"{CONFIG}": {{"RandomSeed": 1{"0" * 5000}}}}}', f"{CONFIG}.RandomSeed", "Enter a who"),
        (f'{{"{CONFIG}": {{"RandomSeed": NaN}}}}', f"{CONFIG}.RandomSeed", "Enter a finite number"),
        (f"{NAME}: [x]", NAME, "Enter text."),
        (f'{{"{NAME}": Infinity}}', NAME, "Enter a finite number."),
        (f'{{"{NAME}": "a", "{NAME}": "b"}}', NAME, "Keep one"),
        (f"{NAME}: a\n{NAME}: b", NAME, "Keep one"),
        ("1: x", "1", "Put the name in quotes"),
        ("? [a, b]\n: x", "?", "Put the name in quotes"),
        (f'{{"{NAME}": "a\\u0000"}}', NAME, "Remove the character U+0000"),
        (f'{{"{NAME}": "\\ud800"}}', NAME, "Remove the character U+D800"),
        (
            "TrainingJobDefinition:\n  EnableNetworkIsolation: yes",
            "TrainingJobDefinition.EnableNetworkIsolation",
            "Write true or false.",
        ),
    ],
)
def test_a_problem_stands_at_its_path(document: str, path: str, message: str) -> None:
    found = problems(document)
    assert list(found) == [path]
    assert message in found[path]


def test_all_problems_are_told_at_once_and_what_is_right_is_kept() -> None:
    document = {"Tags": [{"Key": "a", "Value": "b", "C": 1}, 5], "Nome": "x", NAME: "trees"}
    found = importing.read(json.dumps(document))
    assert [problem.path for problem in found.problems] == ["Tags.0.C", "Tags.1", "Nome"]
    assert found.request == {"Tags": [{"Key": "a", "Value": "b"}], NAME: "trees"}


def test_problems_that_nobody_reads_are_counted() -> None:
    found = importing.read(json.dumps({f"a{number}": 1 for number in range(MOST + 7)}))
    assert len(found.problems) == MOST + 1
    assert found.problems[-1].message == "Correct these first: 7 more are not listed."


@pytest.mark.parametrize("source", ["0.10", "1e5", "-0", "100000000000000000000", "true"])
@pytest.mark.parametrize(
    "document",
    [
        '{"TrainingJobDefinition": {"StaticHyperParameters": {"x": NUMBER}}}',
        "TrainingJobDefinition:\n  StaticHyperParameters:\n    x: NUMBER",
    ],
)
def test_a_number_for_a_text_is_taken_as_it_is_written(source: str, document: str) -> None:
    found = importing.read(document.replace("NUMBER", source))
    assert found.request["TrainingJobDefinition"]["StaticHyperParameters"] == {"x": source}
    [note] = found.notes
    assert note.path == "TrainingJobDefinition.StaticHyperParameters.x"
    assert note.message == f"Taken as the text “{source}”."


@pytest.mark.parametrize("text", ["2020-01-01", "yes", "no", "0o17", "0x1F", "1_000", "12:30:00"])
def test_yaml_has_no_types_that_json_has_not(text: str) -> None:
    assert importing.read(f"{NAME}: {text}") == importing.Imported({NAME: text})


def skeleton(**members: Any) -> dict[str, Any]:
    random.seed(0)
    made = ArgumentGenerator().generate_skeleton(shapes.shape(shapes.CREATE_TUNING_JOB))
    return {**json.loads(json.dumps(made)), **members}


@pytest.mark.parametrize("write", [json.dumps, yaml.safe_dump])
def test_of_a_skeleton_stays_what_was_filled_in(write: Any) -> None:
    filled = {name: REQUEST[name] for name in (NAME, CONFIG, "TrainingJobDefinition")}
    document = write({**skeleton(), **filled})
    found = importing.read(document)
    # The skeleton's own choice in a structure with nothing to fill in.
    assert found.request.pop("Autotune") == {"Mode": "Enabled"}
    assert found.request == filled
    assert found.problems == ()
    assert notes(document) == {
        "": CHECK,
        **dict.fromkeys(("TrainingJobDefinitions", "WarmStartConfig", "Tags"), LEFT_OUT),
    }


def test_a_skeleton_as_it_comes_is_empty() -> None:
    assert importing.read(json.dumps(skeleton())).request == {"Autotune": {"Mode": "Enabled"}}


def test_a_structure_with_one_member_filled_in_keeps_it_and_no_other() -> None:
    definition = skeleton()["TrainingJobDefinition"]
    definition["ResourceConfig"]["InstanceCount"] = 2
    found = importing.read(json.dumps({"TrainingJobDefinition": definition})).request
    config = found["TrainingJobDefinition"]["ResourceConfig"]
    assert config["InstanceCount"] == 2
    assert "VolumeKmsKeyId" not in config
    assert "InstanceGroups" not in config


def test_an_empty_text_that_is_asked_for_and_allowed_stays() -> None:
    tags = {"Tags": [{"Key": "team", "Value": ""}]}
    assert importing.read(json.dumps(tags)) == importing.Imported(tags)
    null = importing.read('{"Tags": [{"Key": "team", "Value": null}]}')
    assert null.request == {"Tags": [{"Key": "team"}]}
    assert [note.path for note in null.notes] == ["Tags.0.Value"]


def test_of_an_answer_of_describe_the_request_is_taken() -> None:
    answer = {
        **REQUEST,
        "HyperParameterTuningJobArn": "arn",
        "CreationTime": "2026-01-02T00:00:00Z",
        "TrainingJobStatusCounters": {"Completed": 1},
        "ResponseMetadata": {"RetryAttempts": 0},
    }
    answer["TrainingJobDefinition"] = {
        **REQUEST["TrainingJobDefinition"],
        "StaticHyperParameters": {"seed": "1", "_tuning_objective_metric": "validation:accuracy"},
    }
    found = importing.read(json.dumps(answer))
    assert found.problems == ()
    assert found.request["TrainingJobDefinition"]["StaticHyperParameters"] == {"seed": "1"}
    assert notes(json.dumps(answer))[""].startswith("Read as an answer of Describe")
    assert problems(json.dumps({**answer, "Nome": 1})).keys() == {"Nome"}


def test_an_answer_with_a_metric_that_has_no_name_is_read() -> None:
    answer = {
        "HyperParameterTuningJobStatus": "Completed",
        "TrainingJobDefinition": {
            "AlgorithmSpecification": {"MetricDefinitions": [{"Name": "loss"}, {"Regex": ""}, {}]},
            "TuningObjective": {"MetricName": "loss"},
        },
    }
    assert importing.read(json.dumps(answer)).problems == ()


def test_a_choice_that_there_is_not_was_typed_by_somebody() -> None:
    document = '{"HyperParameterTuningJobConfig": {"Strategy": "Guess", "RandomSeed": -1}}'
    assert importing.read(document).request["HyperParameterTuningJobConfig"]["Strategy"] == "Guess"


@pytest.mark.parametrize(
    ("path", "items"),
    [
        ("TrainingJobDefinitions", [{}] * 90_000),
        ("TrainingJobDefinition.StaticHyperParameters", {f"h{n}": "1" for n in range(40_000)}),
    ],
)
def test_a_list_that_nobody_can_mean_is_not_read_to_its_end(path: str, items: Any) -> None:
    """Each item costs the checks after: these took the console 80 s."""
    outer, _, inner = path.partition(".")
    imported = importing.read(json.dumps({outer: {inner: items} if inner else items}))
    [problem] = imported.problems
    assert problem.path == path
    assert problem.message.endswith(f"of {len(items):,} are read.")
    read = imported.request[outer]
    assert len(read[inner] if inner else read) <= 400
