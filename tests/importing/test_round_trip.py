"""What is written as JSON or YAML and read again is the same request; nothing makes it raise."""

import json
from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.spec import strategies
from tests.spec.requests import REQUEST
from tuningconsole import export, importing
from tuningconsole.spec import described

WRITERS = {
    "json": json.dumps,
    "indented": lambda request: json.dumps(request, indent="\t", ensure_ascii=False),
    "yaml": yaml.safe_dump,
    "yaml in flow": lambda request: yaml.safe_dump(request, default_flow_style=True),
}


@pytest.mark.parametrize("writer", WRITERS)
def test_a_valid_request_comes_back_as_it_was(writer: str) -> None:
    @given(strategies.requests())
    @settings(max_examples=100, deadline=None)
    def check(request: dict[str, Any]) -> None:
        found = importing.read(WRITERS[writer](request))
        assert found.request == request
        assert found.problems == ()
        # PyYAML writes 1e5 bare, which is no number to it.
        assert [note for note in found.notes if "as the text" not in note.message] == []

    check()


@pytest.mark.parametrize("name", ["request_json", "aws_cli"])
def test_what_was_exported_comes_back_as_it_was(name: str) -> None:
    @given(strategies.requests())
    @settings(max_examples=100, deadline=None)
    def check(request: dict[str, Any]) -> None:
        found = importing.read(export.render(name, request).text)
        assert found == importing.Imported(described.without_submission(request))

    check()


@given(request=strategies.requests())
@settings(max_examples=100, deadline=None)
def test_an_answer_of_describe_gives_the_request_that_spec_makes_of_it(
    request: dict[str, Any],
) -> None:
    answer = {**request, "HyperParameterTuningJobStatus": "Completed", "CreationTime": "2026"}
    found = importing.read(json.dumps(answer))
    assert found.problems == ()
    assert found.request == described.request_of(request)


@given(document=st.one_of(st.text(), st.binary()))
@example(document=b"{}")
def test_no_document_raises(document: bytes | str) -> None:
    assert importing.read(document).problems


SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.sampled_from(["", 0, "x"])
)
ANYTHING = st.recursive(
    SCALARS, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=8
)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner: list[tuple[Any, Any]] = []
    if isinstance(value, dict | list):
        inner = list(value.items() if isinstance(value, dict) else enumerate(value))
    return [path, *(place for key, item in inner for place in places(item, (*path, key)))]


PLACES = [place for place in places(REQUEST) if place]


@given(place=st.sampled_from(PLACES), other=ANYTHING, is_answer=st.booleans())
@settings(max_examples=300, deadline=None)
def test_a_request_with_anything_anywhere_is_read(
    place: tuple[Any, ...], other: Any, is_answer: bool
) -> None:
    request = json.loads(json.dumps(REQUEST))
    here = request
    for part in place[:-1]:
        here = here[part]
    here[place[-1]] = other
    if is_answer:
        request["HyperParameterTuningJobArn"] = "arn"
    found = importing.read(json.dumps(request))
    path = ".".join(map(str, place))
    assert all(problem.path.startswith(path) for problem in found.problems)
    assert importing.read(json.dumps(found.request)).problems == ()
