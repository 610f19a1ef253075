"""Hypothesis strategies of values that keep every constraint of a shape of botocore's model.

    @given(strategies.requests())
    def test_…(request: dict[str, Any]) -> None: ...

Sizes are small: at most `MOST_OPTIONAL` optional members of a structure, `MOST_ITEMS` items beyond
the least. Rules between members (`spec.rules`) are not kept.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from botocore.model import ListShape, MapShape, Shape, StructureShape
from hypothesis import strategies as st

from tuningconsole.spec import shapes
from tuningconsole.spec.constraints import violations

Strategy = st.SearchStrategy[Any]
MOST_OPTIONAL = 4
MOST_ITEMS = 2
MOST_CHARACTERS = 24
"""Of a text beyond the least; a pattern may need more."""
FORMS = ("TrainingJobDefinition", "TrainingJobDefinitions")
CHARACTERS = st.characters(codec="utf-8", exclude_characters="\x00")
"""What PostgreSQL can hold: no NUL, no half of a pair."""
_MAY_BE_EMPTY = {"TagValue"}
"""Of members of structures: any other text that is empty is what nobody filled in."""
_LETTERS = {r"\p{L}": "a-zA-ZÀ-ÖøŁж日", r"\p{Z}": r" \xa0", r"\p{N}": "0-9٣"}
_INTEGERS = {"integer": (1 << 31) - 1, "long": (1 << 63) - 1}


@cache
def requests(form: str = "") -> Strategy:
    """Return requests with `TrainingJobDefinition`, `TrainingJobDefinitions`, or either ("")."""
    if not form:
        return st.one_of(*(requests(one) for one in FORMS))
    request = shapes.shape(shapes.CREATE_TUNING_JOB)
    assert isinstance(request, StructureShape)
    other = {*FORMS} - {form}
    needed = [*request.required_members, form]
    return _structure(needed, {k: v for k, v in request.members.items() if k not in other})


@cache
def values(name: str) -> Strategy:
    """Return values of the shape of this name as Python has them: dicts, lists, scalars."""
    match shapes.shape(name):
        case StructureShape() as shape:
            return _structure(shape.required_members, shape.members)
        case ListShape() as shape:
            least, most = _size(shape, MOST_ITEMS)
            return st.lists(values(shape.member.name), min_size=least, max_size=most)
        case MapShape() as shape:
            least, most = _size(shape, MOST_ITEMS)
            key, value = values(shape.key.name), values(shape.value.name)
            return st.dictionaries(key, value, min_size=least, max_size=most)
        case shape:
            return _scalar(shape)


def _structure(needed: Sequence[str], members: Mapping[str, Shape]) -> Strategy:
    of_member = {name: _member(shape.name) for name, shape in members.items()}
    optional = [name for name in members if name not in needed]
    chosen = st.just([])
    if optional:
        chosen = st.lists(st.sampled_from(optional), max_size=MOST_OPTIONAL, unique=True)

    @st.composite
    def structure(draw: st.DrawFn) -> dict[str, Any]:
        return {name: draw(of_member[name]) for name in [*needed, *draw(chosen)]}

    return structure()


@cache
def _member(name: str) -> Strategy:
    is_text = shapes.shape(name).type_name == "string"
    return values(name).filter(bool) if is_text and name not in _MAY_BE_EMPTY else values(name)


def _scalar(shape: Shape) -> Strategy:
    match shape.type_name:
        case "boolean":
            return st.booleans()
        case "integer" | "long" as kind:
            bounds = shape.metadata
            return st.integers(
                bounds.get("min", -_INTEGERS[kind]), bounds.get("max", _INTEGERS[kind])
            )
        case "float" | "double":
            return st.floats(allow_nan=False, allow_infinity=False)
        case _:
            return _text(shape)


def _text(shape: Shape) -> Strategy:
    if enum := shape.metadata.get("enum"):
        return st.sampled_from(enum)
    least, most = _size(shape, MOST_CHARACTERS)
    pattern = str(shape.metadata.get("pattern", ".*"))
    if pattern in {".*", ".+", r"[\S\s]*"}:
        lines = CHARACTERS if pattern == r"[\S\s]*" else CHARACTERS.filter(lambda one: one != "\n")
        return st.text(lines, min_size=max(least, pattern == ".+"), max_size=most)
    for letters, some in _LETTERS.items():
        pattern = pattern.replace(letters, some)
    flags = 0 if pattern != shape.metadata.get("pattern") else re.ASCII
    found = st.from_regex(re.compile(pattern, flags), fullmatch=True, alphabet=CHARACTERS)
    return found.filter(lambda text: not violations(shape, text))


def _size(shape: Shape, most: int) -> tuple[int, int]:
    least = int(shape.metadata.get("min", 0))
    return least, min(int(shape.metadata.get("max", least + most)), least + most)
