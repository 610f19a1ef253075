"""The OpenAPI document as a page shows it, drawn here: no program of another host reads it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

METHODS = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of an operation."""

    name: str
    place: str
    kind: str
    is_required: bool
    description: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What an operation answers: the status, and the name of the schema."""

    status: str
    schema: str


@dataclass(frozen=True, slots=True)
class Operation:
    """An operation of the API."""

    method: str
    path: str
    description: str
    parameters: list[Parameter]
    body: str
    answers: list[Answer]

    @property
    def told_answers(self) -> str:
        """The answers as a page lists them."""
        told = _("{status} with {schema}")
        return ", ".join(told.format(status=one.status, schema=one.schema) for one in self.answers)


def operations(document: dict[str, Any]) -> list[Operation]:
    """Return the operations of an OpenAPI document, in its order."""
    return list(_operations(document))


def _operations(document: dict[str, Any]) -> Iterator[Operation]:
    for path, item in document["paths"].items():
        for method in METHODS:
            if told := item.get(method):
                body = told.get("requestBody", {})
                yield Operation(
                    method.upper(),
                    path,
                    told.get("description") or told.get("summary", ""),
                    [_parameter(one) for one in told.get("parameters", ())],
                    body.get("description", ""),
                    [
                        Answer(str(status), _name(one.get("content", {})))
                        for status, one in told["responses"].items()
                        if int(status) < 400  # What is refused looks alike everywhere.
                    ],
                )


def _parameter(told: dict[str, Any]) -> Parameter:
    schema = told.get("schema", {})
    kinds = [schema, *schema.get("anyOf", ())]
    kind = next((one["type"] for one in kinds if one.get("type", "null") != "null"), "")
    return Parameter(
        told["name"], told["in"], kind, told.get("required", False), schema.get("description", "")
    )


def _name(content: dict[str, Any]) -> str:
    schema = content.get("application/json", {}).get("schema", {})
    reference = schema.get("$ref") or schema.get("items", {}).get("$ref", "")
    name = reference.rpartition("/")[2].removesuffix("Out")
    if schema.get("type") == "array":
        return _("list of {name}").format(name=name)
    return name or _("object")
