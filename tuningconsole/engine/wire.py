"""AWS JSON 1.1: a body to the operation's input, an answer to a body, by the service model.

Source: "AWS JSON 1.1 protocol" (smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html).
Unknown members are ignored and null means absent, as AWS does both. Wrong types are
SerializationException; what is of the right type but not allowed is not this module's business.
"""

import json
import math
import re
import struct
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, NoReturn

from botocore.model import ListShape, MapShape, Shape, StructureShape

from tuningconsole.engine.errors import SerializationError

MAX_DEPTH = 64
"""Deeper nesting than any shape of ours has, and shallow enough for Python's own stack."""

_NOT_STORABLE = re.compile("[\0\ud800-\udfff]")
_INTEGER_BITS = {"integer": 31, "long": 63}
_FLOAT32_MAX = struct.unpack("<f", b"\xff\xff\x7f\x7f")[0]


class UnexpectedMemberError(Exception):
    """An operation answered something that the output shape does not have: our own mistake."""


def parse(shape: Shape | None, body: bytes) -> dict[str, Any]:
    """Return the body as the shape's Python value: timestamps aware datetimes, the rest as JSON.

    Raises:
        SerializationError: no JSON object, or a member of another type than the shape's.
    """
    document = _load(body)
    if not isinstance(document, dict):
        raise SerializationError("Unexpected token: a request is a JSON object.")
    return _structure(shape, document, 0) if isinstance(shape, StructureShape) else {}


def _load(body: bytes) -> Any:
    try:
        text = body.decode("utf-8") or "{}"
        return json.loads(text, parse_constant=_refuse_constant)
    # Too deep for the decoder; a number of more digits than int() takes is a ValueError.
    except (ValueError, RecursionError) as error:
        raise SerializationError("The request body is not a valid JSON document.") from error


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _read(shape: Shape, value: Any, depth: int) -> Any:
    if depth > MAX_DEPTH:
        raise SerializationError("The request body is nested too deeply.")
    match shape:
        case StructureShape():
            return _structure(shape, value, depth)
        case MapShape():
            if not isinstance(value, dict):
                _mismatch(value, "Map")
            return {
                _string(key): _read(shape.value, _present(item), depth + 1)
                for key, item in value.items()
            }
        case ListShape():
            if not isinstance(value, list):
                _mismatch(value, "List")
            return [_read(shape.member, _present(item), depth + 1) for item in value]
        case _:
            return _scalar(shape.type_name, value)


def _structure(shape: StructureShape, value: Any, depth: int) -> dict[str, Any]:
    if not isinstance(value, dict):
        _mismatch(value, "Structure")
    return {
        name: _read(member, value[name], depth + 1)
        for name, member in shape.members.items()
        if value.get(name) is not None
    }


def _present(value: Any) -> Any:
    if value is None:
        raise SerializationError("NULL_VALUE is not allowed in a list or a map.")
    return value


def _scalar(kind: str, value: Any) -> Any:
    match kind:
        case "boolean":
            return value if isinstance(value, bool) else _mismatch(value, "Boolean")
        case "integer" | "long":
            return _integer(kind, value)
        case "float" | "double":
            return _float(value)
        case "timestamp":
            return _timestamp(value)
        case _:
            return _string(value)


def _string(value: Any) -> str:
    if not isinstance(value, str):
        _mismatch(value, "String")
    # Neither can be stored: PostgreSQL has no NUL in text, UTF-8 no lone surrogates.
    if _NOT_STORABLE.search(value):
        raise SerializationError("A string holds a character that is not allowed.")
    return value


def _integer(kind: str, value: Any) -> int:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool):
        _mismatch(value, "Integer" if kind == "integer" else "Long")
    bound = 1 << _INTEGER_BITS[kind]
    if not -bound <= value < bound:
        raise SerializationError(f"NUMBER_VALUE is out of the range of type {kind}.")
    return value


def _float(value: Any) -> float:
    if not isinstance(value, int | float) or isinstance(value, bool):
        _mismatch(value, "Float")
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    if not math.isfinite(number):
        raise SerializationError("NUMBER_VALUE is out of the range of type float.")
    return number


def _timestamp(value: Any) -> datetime:
    try:
        return datetime.fromtimestamp(_float(value), UTC)
    except (OverflowError, ValueError, OSError) as error:
        raise SerializationError("NUMBER_VALUE is out of the range of type timestamp.") from error


def _mismatch(value: Any, wanted: str) -> NoReturn:
    match value:
        case bool():
            token = f"{str(value).upper()}_VALUE"
        case str():
            token = "STRING_VALUE"  # noqa: S105
        case int() | float():
            token = "NUMBER_VALUE"  # noqa: S105
        case list():
            token = "START_ARRAY"  # noqa: S105
        case _:
            token = "START_OBJECT"  # noqa: S105
    article = "an" if wanted == "Integer" else "a"
    raise SerializationError(f"{token} can not be converted to {article} {wanted}")


def serialise(shape: Shape | None, answer: Mapping[str, Any]) -> bytes:
    """Return the answer as a body; members that are None are left out.

    Raises:
        UnexpectedMemberError: the answer has a member that the shape does not have.
    """
    if shape is None:
        if answer:
            raise UnexpectedMemberError(f"an empty answer has {sorted(answer)}")
        return b""
    return dumps(_write(shape, answer))


def dumps(document: Any) -> bytes:
    """Return the document as JSON; not-a-number is nothing that JSON can say."""
    return json.dumps(document, allow_nan=False).encode()


def _write(shape: Shape, value: Any) -> Any:
    match shape:
        case StructureShape():
            if unknown := value.keys() - shape.members.keys():
                raise UnexpectedMemberError(f"{shape.name} has no {sorted(unknown)}")
            return {
                name: _write(shape.members[name], item)
                for name, item in value.items()
                if item is not None
            }
        case MapShape():
            return {key: _write(shape.value, item) for key, item in value.items()}
        case ListShape():
            return [_write(shape.member, item) for item in value]
        case _:
            return _write_scalar(shape.type_name, value)


def _write_scalar(kind: str, value: Any) -> Any:
    match kind:
        case "timestamp":
            return round(value.timestamp(), 3)
        case "float":
            return float32(value)
        case _:
            return value


def float32(value: float) -> float:
    """Return the nearest single-precision number, widened: what SageMaker's `Float` shows."""
    clamped = max(-_FLOAT32_MAX, min(_FLOAT32_MAX, value))
    return float(struct.unpack("<f", struct.pack("<f", clamped))[0])
