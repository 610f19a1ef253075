"""Whatever is pasted: never a 500, and nothing that breaks the model goes unnoticed."""

from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.catalog.authoring import PAGES, Author, complete
from tests.catalog.conftest import As
from tuningconsole.aws.models import Connection
from tuningconsole.catalog.authoring import checking, importing
from tuningconsole.catalog.authoring.declarations import ROOT
from tuningconsole.catalog.authoring.forms import Page
from tuningconsole.catalog.authoring.pages import STEPS
from tuningconsole.catalog.summary import Summary
from tuningconsole.spec import constraints, shapes

JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=6,
)


def places(value: Any, way: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the way to everything in the document, itself aside."""
    steps = value.items() if isinstance(value, dict) else enumerate(value)
    found = []
    for name, item in steps:
        found.append((*way, name))
        if isinstance(item, dict | list):
            found += places(item, (*way, name))
    return found


PLACES = places(complete())


def replaced(way: tuple[Any, ...], junk: Any) -> dict[str, Any]:
    """Return the complete request with junk at one place."""
    request: Any = deepcopy(complete())
    here = request
    for name in way[:-1]:
        here = here[name]
    here[way[-1]] = junk
    return dict(request)


@settings(max_examples=500, deadline=None)
@given(st.sampled_from(PLACES), JUNK)
def test_junk_anywhere_in_a_request_is_noticed_or_left_out_by_name(
    way: tuple[Any, ...], junk: Any
) -> None:
    request = replaced(way, junk)
    found = importing.imported(request)
    checked = checking.check(found.answers)
    for step in STEPS:
        assert len(Page(step, found.answers, problems=checked.problems).blocks) > 0
    assert Summary(checked.built.request).channels is not None
    if constraints.violations(shapes.shape(ROOT), checked.built.request):
        assert checked.problems
    if junk and not found.left_out and not checked.problems:
        assert constraints.violations(shapes.shape(ROOT), request) == []


@pytest.mark.django_db
@pytest.mark.parametrize("junk", [None, 7, "x", [], [1], {"a": [None]}, -1.5e300], ids=str)
def test_every_page_shows_what_was_pasted_whatever_it_is(
    browse_as: As, connection: Connection, junk: Any
) -> None:
    author = Author(browse_as("editor"))
    for way in PLACES[::31]:
        author.begin(replaced(way, junk))
        for page in PAGES:
            assert author.open(page).status_code == 200, (way, page)
        author.open("validation")
        assert author.press("_next").status_code in {200, 422}
