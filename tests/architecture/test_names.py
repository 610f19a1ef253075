"""Names of the API that the service model knows are not free text."""

import ast
import re
from collections.abc import Iterator

import pytest

from tests.architecture.sources import files, name
from tuningconsole.spec import shapes
from tuningconsole.spec.states import TrainingJobStatus, TuningJobStatus

STATUSES = {*TuningJobStatus, *TrainingJobStatus}
STARTS = "|".join(shapes.shape(shapes.CREATE_TUNING_JOB).members)  # type: ignore[attr-defined]
PATH = re.compile(rf"({STARTS})(\.(\w+|\*))+")
OURS = ("tuningconsole",)
HAND_WRITTEN = {
    "TrainingJobDefinitions.0.HyperParameters",
    "TrainingJobDefinitions.0.OwnHyperParameters",
}
"""The wizard's section whose rows go to one of several members each (docs/howto)."""


def compared_statuses(source: str) -> Iterator[str]:
    """Yield the statuses that code compares with as text instead of by `spec.states`."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Compare):
            for part in ast.walk(node):
                if isinstance(part, ast.Constant) and part.value in STATUSES:
                    yield f"line {part.lineno}: {part.value}"


def wrong_paths(source: str) -> Iterator[str]:
    """Yield the strings that look like the path of a request's member and are none."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Constant) or node.value in HAND_WRITTEN:
            continue
        if PATH.fullmatch(str(node.value)):
            try:
                shapes.resolve(str(node.value))
            except shapes.UnknownMemberError:
                yield f"line {node.lineno}: {node.value}"


@pytest.mark.parametrize("check", [compared_statuses, wrong_paths])
def test_names_of_the_api_are_those_of_the_service_model(check: object) -> None:
    assert callable(check)
    found = {name(path): list(check(path.read_text())) for path in files("*.py", *OURS)}
    assert {path: lines for path, lines in found.items() if lines} == {}


def test_a_status_as_text_is_found() -> None:
    assert list(compared_statuses("x == 'Stopped'")) == ["line 1: Stopped"]
    assert list(compared_statuses("x in {'Failed', 'Completed'}"))
    assert not list(compared_statuses("counters['Stopped']"))


def test_a_misspelt_path_is_found() -> None:
    assert list(wrong_paths("f('Tags.*.Kee')")) == ["line 1: Tags.*.Kee"]
    assert not list(wrong_paths("f('Tags.*.Key')"))
