"""Terraform's text read by python-hcl2, and back to the request of the API."""

import json
import re
from typing import Any

import hcl2
from botocore.model import ListShape, Shape, StructureShape

from tuningconsole.export import terraform
from tuningconsole.spec import shapes

_ESCAPE = re.compile(r'\\(U[0-9a-f]{8}|u[0-9a-f]{4}|[nrt"\\])')


def resource(text: str) -> dict[str, Any]:
    """Return the body of the only resource in the text, strings as they are meant."""
    [found] = hcl2.loads(text)["resource"]
    [(kind, named)] = found.items()
    assert literal(kind) == terraform.RESOURCE
    [(label, body)] = named.items()
    assert re.fullmatch(r"[A-Za-z]\w*", literal(label))
    return dict(read(body))


def read(value: Any) -> Any:
    match value:
        case dict():
            pairs = {literal(name): read(item) for name, item in value.items()}
            return {name: item for name, item in pairs.items() if name != "__is_block__"}
        case list():
            return [read(item) for item in value]
        case str():
            return literal(value)
        case _:
            return value


def literal(text: str) -> Any:
    """Return the string of a quoted one, the number of an expression; a bare name as it is."""
    if number := re.fullmatch(r"\$\{(-?[0-9.]+e-?[0-9]+)\}", text):
        return float(number[1])
    if not text.startswith('"'):
        return text
    # A template would begin here: there is none in what we write.
    assert not re.search(r"[$%]\{", text)
    return _ESCAPE.sub(_character, text[1:-1])


def _character(match: re.Match[str]) -> str:
    if match[1][0] == "U":
        return chr(int(match[1][1:], 16))
    return str(json.loads(f'"{match[0]}"'))


def request(text: str) -> dict[str, Any]:
    """Return what the provider would send for the resource in the text."""
    body = resource(text)
    tags = [{"Key": key, "Value": value} for key, value in body.pop("tags", {}).items()]
    found = _structure(shapes.shape(shapes.CREATE_TUNING_JOB), body)
    return found | ({"Tags": tags} if tags else {})


def _structure(shape: Shape, body: dict[str, Any]) -> dict[str, Any]:
    assert isinstance(shape, StructureShape)
    members = {terraform.argument(name): name for name in shape.members}
    return {
        members[name]: _member(shape.members[members[name]], value) for name, value in body.items()
    }


def _member(shape: Shape, value: Any) -> Any:
    match shape:
        case StructureShape():
            [inside] = value
            return _structure(shape, inside)
        case ListShape() if isinstance(shape.member, StructureShape):
            return [_structure(shape.member, inside) for inside in value]
        case _:
            return value
