"""Requests to export: one with every member, and texts that a careless writer would break on."""

from copy import deepcopy
from typing import Any

from botocore.model import ListShape, MapShape, Shape, StructureShape
from hypothesis import strategies as st

from tuningconsole.spec import shapes

FRAGMENTS = (
    '"',
    "'",
    "\\",
    "\n",
    "\r\n",
    "\t",
    "\x00",
    "\x7f",
    "$",
    "%",
    "{",
    "}",
    "${x}",
    "%{ if true }",
    "$${",
    "%%{",
    "$(touch x)",
    "`touch x`",
    "'; rm -rf /tmp/nothing; '",
    '"); import os; ("',
    "'''",
    '"""',
    "!history",
    "\\u0024{",
    "<<EOT\n",
    "# //",
    "é",
    "日本",
    "\u200b",
    "\u202e",
    "\u2028",
    "\U0001f600",
    "\U000e0001",
)
HOSTILE = "".join(FRAGMENTS)
texts = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"])),
    st.lists(st.sampled_from(FRAGMENTS), max_size=8).map("".join),
)
scalars = st.one_of(texts, st.booleans(), st.integers(), st.floats(allow_nan=False, width=32))
documents = st.dictionaries(
    texts,
    st.recursive(
        scalars.filter(lambda value: value not in {float("inf"), float("-inf")}),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
        max_leaves=12,
    ),
    max_size=4,
)


def whole(form: str = "TrainingJobDefinition") -> dict[str, Any]:
    """Return a request with every member of the form; every text is another one."""
    other = {"TrainingJobDefinition", "TrainingJobDefinitions"} - {form}
    filled = _filled(shapes.shape(shapes.CREATE_TUNING_JOB), "x")
    return {name: value for name, value in filled.items() if name not in other}


def texts_replaced(value: Any, text: str) -> Any:
    """Return a copy with one text everywhere, keys of members aside."""
    match value:
        case str():
            return text
        case dict():
            return {name: texts_replaced(item, text) for name, item in value.items()}
        case list():
            return [texts_replaced(item, text) for item in value]
        case _:
            return deepcopy(value)


def _filled(shape: Shape, name: str, mark: str = "") -> Any:
    match shape:
        case StructureShape():
            return {member: _filled(inner, member, mark) for member, inner in shape.members.items()}
        case ListShape():
            return [_filled(shape.member, name, f"{mark} {number}") for number in (1, 2)]
        case MapShape():
            return {f"{name}{mark} {number}": f"value {number}" for number in (1, 2)}
        case _:
            values = {"boolean": True, "integer": 7200, "long": 1 << 53, "float": -1.5e-07}
            enum = shape.metadata.get("enum")
            return values.get(shape.type_name, enum[-1] if enum else name + mark)
