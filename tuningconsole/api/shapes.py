"""botocore's shapes as JSON Schema: what the body of a new tuning job is, for the documentation."""

from functools import cache
from typing import Any

from botocore.model import ListShape, MapShape, Shape, StructureShape

from tuningconsole.spec import shapes
from tuningconsole.spec.shapes import plain_text

REFERENCE = "#/components/schemas/{}"
_SCALARS = {
    "boolean": "boolean",
    "integer": "integer",
    "long": "integer",
    "float": "number",
    "double": "number",
}
_BOUNDS: dict[str, tuple[str, str]] = {
    "string": ("minLength", "maxLength"),
    "array": ("minItems", "maxItems"),
    "object": ("minProperties", "maxProperties"),
    "integer": ("minimum", "maximum"),
    "number": ("minimum", "maximum"),
}


@cache
def schemas() -> dict[str, Any]:
    """Return the schema of CreateHyperParameterTuningJob's request and of all in it, by name."""
    found: dict[str, Any] = {}
    _add(shapes.shape(shapes.CREATE_TUNING_JOB), found)
    return found


def request_schema() -> dict[str, str]:
    """Return the reference to the request's schema."""
    return {"$ref": REFERENCE.format(shapes.CREATE_TUNING_JOB)}


def _add(shape: Shape, found: dict[str, Any]) -> dict[str, str]:
    if shape.name not in found:
        found[shape.name] = {}
        found[shape.name] = _schema(shape, found)
    return {"$ref": REFERENCE.format(shape.name)}


def _schema(shape: Shape, found: dict[str, Any]) -> dict[str, Any]:
    match shape:
        case StructureShape():
            made: dict[str, Any] = {
                "type": "object",
                "properties": {name: _add(one, found) for name, one in shape.members.items()},
                "additionalProperties": False,
            }
            if shape.required_members:
                made["required"] = list(shape.required_members)
        case ListShape():
            made = {"type": "array", "items": _add(shape.member, found)}
        case MapShape():
            made = {"type": "object", "additionalProperties": _add(shape.value, found)}
        case _:
            made = {"type": _SCALARS.get(shape.type_name, "string")}
    if text := plain_text(shape.documentation):
        made["description"] = text
    return made | _constraints(shape, made["type"])


def _constraints(shape: Shape, kind: str) -> dict[str, Any]:
    """Return what the model says of the value; patterns that no other language reads are left."""
    known = shape.metadata
    found: dict[str, Any] = {}
    for name, keyword in zip(("min", "max"), _BOUNDS.get(kind, ()), strict=False):
        if name in known:
            found[keyword] = known[name]
    if "enum" in known:
        found["enum"] = list(known["enum"])
    pattern = known.get("pattern", "")
    if pattern and "\\p{" not in pattern:
        found["pattern"] = f"^(?:{pattern})$"
    return found
