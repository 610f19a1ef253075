"""A property's name -> its type and its values in SQL.

A name is a path of the record's shape: members by dots, elements of lists without a number, and
of a map everything after its name as the key. Three beginnings are not of the shape: `Metrics.x`,
`HyperParameters.x` and `Tags.x`.
"""

import json
from dataclasses import dataclass

from botocore.model import ListShape, MapShape, Shape, StructureShape

from tuningconsole.engine.errors import ValidationError
from tuningconsole.engine.finding.sources import TRAINING_JOB, Resource
from tuningconsole.spec import shapes

Sql = tuple[str, list[object]]
"""A piece of SQL, and its parameters."""

TEXT, NUMBER, TIME, BOOLEAN, MIXED, STRUCTURE = (
    *("text", "number", "time", "boolean"),
    *("a text that may be a number", "a structure"),
)
_KINDS = {
    **dict.fromkeys(("integer", "long", "float", "double"), NUMBER),
    "timestamp": TIME,
    "boolean": BOOLEAN,
    "string": TEXT,
}

_TAG = "engine_tag tag WHERE tag.resource_arn = {table}.arn AND tag.key = %s"
_TAGS = """(
    SELECT jsonb_agg(jsonb_build_object('Key', t.key, 'Value', t.value))
    FROM engine_tag t WHERE t.resource_arn = {table}.arn
)"""


def number(text: str) -> str:
    """Return the SQL of a text as a number, NULL where it is none that both types hold.

    No bounds in the regular expression: PostgreSQL takes minutes for those.
    """
    pattern = r"^[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d{1,2})?$"
    return f"(CASE WHEN length({text}) <= 40 AND {text} ~ '{pattern}' THEN ({text})::numeric END)"


@dataclass(frozen=True, slots=True)
class Property:
    """Something of a record that can be compared.

    Attributes:
        name: as the request has it.
        kind: what its values are.
        value: SQL of one value; NULL when the record has none.
        rows: what follows FROM, of as many values as there are; "" for a plain value.
        link: what joins a test to the rows.
        same: SQL of being equal to %s which an index serves, where a plain comparison has none.
    """

    name: str
    kind: str
    value: Sql
    rows: Sql = ("", [])
    link: str = "WHERE"
    same: str = ""


def resolve(resource: Resource, name: str) -> Property:
    """Return the property of a record.

    Raises:
        ValidationError: the record has no such property, or it cannot be searched.
    """
    head, _, rest = name.partition(".")
    if head == "Tags" and rest:
        return _tag(resource, name, rest)
    if resource is TRAINING_JOB and rest and head in ("Metrics", "HyperParameters"):
        return _metric(name, rest) if head == "Metrics" else _hyperparameter(name, rest)
    if head in resource.not_searchable:
        raise ValidationError(f"This engine does not search by {head}.")
    shape, path = _walk(shapes.shape(resource.shape), name, name)
    if (column := resource.columns.get(head)) is not None:
        return Property(name, _kind(shape), (column, []), same=resource.same.get(head, ""))
    return within(_document(resource, head), _below(path, head), shape, name)


def nested(resource: Resource, name: str) -> tuple[Sql, Shape]:
    """Return the rows of a list's elements, as `item`, and the shape of one.

    Raises:
        ValidationError: it is no list of structures.
    """
    head = name.partition(".")[0]
    shape, path = _walk(shapes.shape(resource.shape), name, name)
    if not path.endswith("[*]") or not isinstance(shape, StructureShape):
        raise ValidationError(f"NestedPropertyName [{name}] is not a list of structures.")
    document = _document(resource, head)
    return (
        f"jsonb_path_query({document}, %s::jsonpath) AS nested(item)",
        [f"${_below(path, head)}"],
    ), shape


def inside(parent: str, shape: Shape, name: str) -> Property:
    """Return the property `name`, which begins with its parent's, of one element of a list.

    Raises:
        ValidationError: it does not, or an element has no such property.
    """
    if not name.startswith(f"{parent}."):
        raise ValidationError(f"The property [{name}] is not one of [{parent}].")
    member, path = _walk(shape, name.removeprefix(f"{parent}."), name)
    return within("nested.item", path, member, name)


def within(document: str, path: str, shape: Shape, name: str) -> Property:
    """Return the property at a JSON path of a document."""
    kind = _kind(shape)
    text = "(found.v #>> '{}')"
    value = {
        NUMBER: f"(CASE jsonb_typeof(found.v) WHEN 'number' THEN {text}::numeric END)",
        TIME: f"{text}::timestamptz",
    }.get(kind, text)
    rows = f"jsonb_path_query({document}, %s::jsonpath) AS found(v)"
    return Property(name, kind, (value, []), (rows, [f"${path}"]))


def _walk(shape: Shape, path: str, name: str) -> tuple[Shape, str]:
    """Return the shape at a property's path, and the same path as PostgreSQL's jsonpath."""
    json_path, rest = "", path
    while rest:
        match shape:
            case StructureShape():
                member, dot, rest = rest.partition(".")
                if member not in shape.members or (dot and not rest):
                    raise ValidationError(f"Unknown property name: [{name}].")
                shape, json_path = shape.members[member], f"{json_path}.{json.dumps(member)}"
            case MapShape():
                key = json.dumps(rest, ensure_ascii=False)
                shape, json_path, rest = shape.value, f"{json_path}.{key}", ""
            case _:
                raise ValidationError(f"Unknown property name: [{name}].")
        while isinstance(shape, ListShape):
            shape, json_path = shape.member, f"{json_path}[*]"
    return shape, json_path


def _kind(shape: Shape) -> str:
    return _KINDS.get(shape.type_name, STRUCTURE)


def _document(resource: Resource, head: str) -> str:
    """Return the SQL of a member's document; NULL for what records of this engine never have."""
    if head == "Tags":
        return _TAGS.replace("{table}", resource.table)
    return resource.documents.get(head, "NULL::jsonb")


def _below(path: str, head: str) -> str:
    return path.removeprefix(f".{json.dumps(head)}")


def _tag(resource: Resource, name: str, key: str) -> Property:
    rows = _TAG.replace("{table}", resource.table)
    return Property(name, TEXT, ("tag.value", []), (rows, [key]), link="AND")


def _metric(name: str, metric: str) -> Property:
    value = """(SELECT m.value::numeric FROM engine_metric m WHERE m.training_job_id =
 engine_trainingjob.id AND m.name = %s ORDER BY m.id DESC LIMIT 1)"""
    return Property(name, NUMBER, (value, [metric]))


def _hyperparameter(name: str, key: str) -> Property:
    """The tuned values first: they are small, and definitions need not be read for them."""
    value = """coalesce(engine_trainingjob.tuned ->> %s,
 engine_trainingjob.definition -> 'StaticHyperParameters' ->> %s)"""
    return Property(name, MIXED, (value, [key, key]))
