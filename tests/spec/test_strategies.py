"""The generated requests are valid, and every member of the request is generated."""

from collections.abc import Iterator
from typing import Any

import pytest
from botocore.model import ListShape, MapShape, Shape, StructureShape
from hypothesis import Phase, find, given, settings

from tests.spec import strategies
from tuningconsole.spec import shapes
from tuningconsole.spec.constraints import violations

REQUEST = shapes.shape(shapes.CREATE_TUNING_JOB)
ANY_OF_1000 = settings(database=None, max_examples=1000, phases=[Phase.generate])


@pytest.mark.parametrize("form", strategies.FORMS)
def test_a_generated_request_breaks_no_constraint_and_has_its_form(form: str) -> None:
    @given(strategies.requests(form))
    @settings(max_examples=100, deadline=None)
    def check(request: dict[str, Any]) -> None:
        assert violations(REQUEST, request) == []
        assert {*strategies.FORMS} & {*request} == {form}

    check()


def structures(shape: Shape) -> Iterator[StructureShape]:
    match shape:
        case StructureShape():
            yield shape
            for member in shape.members.values():
                yield from structures(member)
        case ListShape():
            yield from structures(shape.member)
        case MapShape():
            yield from structures(shape.value)


STRUCTURES = {shape.name: shape for shape in structures(REQUEST) if shape is not REQUEST}


@pytest.mark.parametrize("name", STRUCTURES)
def test_every_member_is_generated(name: str) -> None:
    for member in STRUCTURES[name].members:
        find(strategies.values(name), lambda value, of=member: of in value, settings=ANY_OF_1000)


def test_the_members_of_the_request_are_generated() -> None:
    for member in STRUCTURES.keys() & {"WarmStartConfig", "Tags", "Autotune"}:
        find(strategies.requests(), lambda value, of=member: of in value, settings=ANY_OF_1000)
