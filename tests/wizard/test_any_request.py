"""Any request of the service model: the same after it was a draft, or told what is wrong.

2,000 requests, and 600 with something wrong.
"""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.spec import strategies
from tests.wizard.conftest import ARN, description
from tests.wizard.requests import leaves, pruned, settled
from tuningconsole.aws.models import Connection
from tuningconsole.spec import canonical, shapes
from tuningconsole.spec.constraints import violations
from tuningconsole.wizard import bringing
from tuningconsole.wizard.reading import read, unread
from tuningconsole.wizard.request import build

pytestmark = pytest.mark.slow
JUNK = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=20),
    st.just("x" * 3000),
    st.lists(st.integers(), max_size=2),
    st.dictionaries(st.text(max_size=5), st.integers(), max_size=2),
)
SLOW = {
    "deadline": None,
    "suppress_health_check": [HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
}


def test_a_request_is_the_same_after_it_was_a_draft() -> None:
    seen: set[str] = set()

    @settings(max_examples=1500, deadline=None)
    @given(strategies.requests())
    def keep(request: dict[str, Any]) -> None:
        seen.update(_leaf(path) for path, _ in leaves(request))
        asked = settled(request)
        again = pruned(build(read(asked, {}), {}).request)
        assert dict(leaves(again)) == dict(leaves(asked))

    keep()
    every = set(shapes.leaves())
    assert len(every & seen) > 0.85 * len(every), "The generator has to make most members."


def _leaf(path: str) -> str:
    """Return the path as `shapes.leaves` has it."""
    for name in ("StaticHyperParameters", "Environment"):
        if f".{name}." in path:
            path = f"{path.partition(f'.{name}.')[0]}.{name}.*"
    return ".".join("*" if part.isdecimal() else part for part in path.split("."))


@settings(max_examples=200, deadline=None)
@given(strategies.requests())
def test_it_is_so_too_where_the_algorithm_declares_hyperparameters(request: dict[str, Any]) -> None:
    asked = settled(request)
    known = description()
    for definition in asked["TrainingJobDefinitions"]:
        definition["AlgorithmSpecification"].pop("TrainingImage", None)
        definition["AlgorithmSpecification"]["AlgorithmName"] = ARN
        static = definition.setdefault("StaticHyperParameters", {})
        static |= {"alpha": "0.5", "criterion": "gini"}
    again = build(read(asked, {ARN: known}), {ARN: known}).request
    assert unread(asked, again) == []


@pytest.mark.django_db
@settings(max_examples=300, **SLOW)
@given(request=strategies.requests())
def test_a_document_is_the_same_after_it_was_a_draft(
    connection: Connection, request: dict[str, Any]
) -> None:
    asked = canonical.collapse(settled(request))
    brought = bringing.document(connection, json.dumps(asked))
    assert pruned(build(brought.answers, {}).request) == pruned(canonical.expand(asked))
    assert not any(remark.message == bringing.NOT_KEPT for remark in brought.notes)


@pytest.mark.django_db
@settings(max_examples=600, **SLOW)
@given(data=st.data(), request=strategies.requests())
def test_what_is_wrong_is_told_at_its_path(
    connection: Connection, data: st.DataObject, request: dict[str, Any]
) -> None:
    places = [path for path, _ in leaves(request)]
    broken = _with(request, data.draw(st.sampled_from(places)), data.draw(JUNK))
    brought = bringing.document(connection, json.dumps(broken))
    told = [remark.path for remark in (*brought.problems, *brought.notes)]
    shape = shapes.shape(shapes.CREATE_TUNING_JOB)
    for problem in violations(shape, broken):
        at = problem.path
        assert any(_is_at(path, at) for path in told), at


def _is_at(told: str, path: str) -> bool:
    """Tell whether a remark is at the path, in either form of the request, or around it."""
    forms = {path, canonical.to_expanded(path), canonical.to_singular(path)}
    return any(form == told or form.startswith(f"{told}.") for form in forms)


def _with(value: Any, path: str, junk: Any) -> Any:
    """Return the value with junk at the path."""
    if not path:
        return junk
    name, _, rest = path.partition(".")
    if isinstance(value, list):
        return [_with(one, rest, junk) if str(n) == name else one for n, one in enumerate(value)]
    if name in value:
        return {**value, name: _with(value[name], rest, junk)}
    # A name with dots in it.
    return {**value, path: junk}
