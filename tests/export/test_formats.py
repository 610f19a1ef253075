"""What every format keeps, and the three that print the whole request."""

import ast
import json
import shlex
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from tests.architecture.sources import ROOT
from tests.architecture.test_howto import blocks
from tests.export.requests import FRAGMENTS, HOSTILE, documents, texts_replaced, whole
from tests.spec.requests import REQUEST, changed
from tuningconsole import export
from tuningconsole.export.writing import python
from tuningconsole.spec.described import SUBMISSION_TAG

NAMES = [one.name for one in export.formats()]
FORMS = ["TrainingJobDefinition", "TrainingJobDefinitions"]


def of_json(text: str) -> Any:
    return json.loads(text)


def of_command(text: str) -> Any:
    """Return the request of the one command that the text is."""
    program, service, operation, option, document = shlex.split(text)
    assert [program, service, operation, option] == export.aws_cli.COMMAND.split()
    return json.loads(document)


def of_program(text: str) -> Any:
    """Return the request of a program that is one import, three assignments and a print."""
    statements = ast.parse(text).body
    kinds = [type(statement).__name__ for statement in statements]
    assert kinds == ["Import", "Assign", "Assign", "Assign", "Expr"]
    return ast.literal_eval(statements[1].value)  # type: ignore[attr-defined]


READERS = {"request_json": of_json, "aws_cli": of_command, "boto3_code": of_program}


def test_the_formats_are_found_by_label() -> None:
    labels = [one.label for one in export.formats()]
    assert labels == sorted(labels, key=str.lower)
    assert {*READERS, "sagemaker_sdk", "terraform"} == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_format_is_named_as_its_module(name: str) -> None:
    assert (Path(export.__file__).parent / f"{name}.py").exists()


def test_an_unknown_format_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        export.render("cloudformation", REQUEST)


@pytest.mark.parametrize("name", NAMES)
def test_the_consoles_own_tag_is_not_exported(name: str) -> None:
    tags = [{"Key": SUBMISSION_TAG, "Value": "5f0c"}, {"Key": "team", "Value": ""}]
    request = changed(REQUEST, {"Tags": tags})
    found = export.render(name, request)
    assert SUBMISSION_TAG not in found.text
    assert "team" in found.text
    assert request["Tags"] == tags


@pytest.mark.parametrize("name", NAMES)
def test_no_request_makes_a_format_raise(name: str) -> None:
    for request in ({}, {"TrainingJobDefinition": {}}, {"TrainingJobDefinitions": []}):
        assert export.render(name, request).text.endswith("\n")


@pytest.mark.parametrize("name", NAMES)
def test_the_file_is_named_after_the_job_and_nothing_else(name: str) -> None:
    named = changed(REQUEST, {"HyperParameterTuningJobName": "../a b"})
    assert export.render(name, named).file_name.startswith("a-b")
    assert export.render(name, {}).file_name.startswith("tuning-job")


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", NAMES)
def test_characters_that_nobody_sees_are_written_as_numbers(name: str, form: str) -> None:
    text = export.render(name, texts_replaced(whole(form), HOSTILE)).text
    assert all(character.isprintable() for character in text.replace("\n", ""))


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", READERS)
def test_every_member_is_in_the_text(name: str, form: str) -> None:
    request = whole(form)
    found = export.render(name, request)
    assert READERS[name](found.text) == request
    assert found.left_out == ()


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", NAMES)
def test_the_order_of_members_is_that_of_the_service_model(name: str, form: str) -> None:
    assert export.render(name, backwards(whole(form))).text == export.render(name, whole(form)).text


def backwards(value: Any, name: str = "") -> Any:
    """Return a copy with members the other way round; the names of maps are a person's own."""
    match value:
        case dict() if name not in {"StaticHyperParameters", "Environment"}:
            return {name: backwards(value[name], name) for name in reversed(value)}
        case list():
            return [backwards(item) for item in value]
        case _:
            return value


@pytest.mark.parametrize("name", READERS)
@given(document=documents)
def test_any_text_comes_back_as_it_was(name: str, document: dict[str, Any]) -> None:
    found = export.render(name, document).text
    assert READERS[name](found) == document


@pytest.mark.parametrize("shell", ["sh", "bash"])
@pytest.mark.parametrize("fragment", [*FRAGMENTS, HOSTILE])
def test_a_shell_gives_the_command_what_the_request_says(shell: str, fragment: str) -> None:
    request = texts_replaced(REQUEST, fragment)
    program = 'aws() { printf %s "$4"; }\n' + export.render("aws_cli", request).text
    done = subprocess.run([shell, "-c", program], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == request


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", ["boto3_code", "sagemaker_sdk"])
def test_python_is_as_ruff_formats_it(name: str, form: str) -> None:
    for request in (whole(form), texts_replaced(whole(form), HOSTILE)):
        text = export.render(name, request).text
        command = [str(Path(sys.executable).with_name("ruff")), "format", "--isolated", "-"]
        done = subprocess.run(command, input=text, capture_output=True, text=True, check=True)
        assert done.stdout == text


@given(document=documents)
@settings(max_examples=50)
def test_a_literal_is_the_value(document: Mapping[str, Any]) -> None:
    assert ast.literal_eval(python.source(document)) == document


def test_the_format_of_the_how_to_page_is_a_format() -> None:
    page = (ROOT / "docs/howto/add-an-export.md").read_text()
    [source] = blocks(page)
    module: dict[str, Any] = {}
    exec(compile(source, "add-an-export.md", "exec"), module)  # noqa: S102
    found = module["FORMAT"].render(REQUEST)
    assert json.loads(found.text) == REQUEST
    assert found.file_name == "trees-body.json"
