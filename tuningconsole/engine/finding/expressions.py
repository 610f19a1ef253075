"""A SearchExpression as one condition in SQL."""

from collections.abc import Iterator, Mapping
from typing import Any

from tuningconsole.engine.errors import ValidationError
from tuningconsole.engine.finding.conditions import condition
from tuningconsole.engine.finding.properties import Sql, inside, nested, resolve
from tuningconsole.engine.finding.sources import Resource

Expression = Mapping[str, Any]

MAX_ELEMENTS = 50
_PARTS = ("Filters", "NestedFilters", "SubExpressions")


def where(resource: Resource, expression: Expression) -> Sql:
    """Return the condition that a search expression is.

    Raises:
        ValidationError: it is empty, too large, or of properties, operators or values that
            do not go together.
    """
    filters = list(_all_filters(expression))
    if sum(1 for _ in _elements(expression)) > MAX_ELEMENTS:
        raise ValidationError(
            "The maximum number of recursive SubExpressions, NestedFilters, and Filters in a"
            f" SearchExpression is {MAX_ELEMENTS}."
        )
    if sum(item.get("Operator") == "Contains" for item in filters) > 1:
        raise ValidationError("'CONTAINS' operator usage limit of 1 exceeded.")
    return _expression(resource, expression)


def _expression(resource: Resource, expression: Expression) -> Sql:
    found = [
        *(condition(item, resolve(resource, item["Name"])) for item in _of(expression, "Filters")),
        *(_nested(resource, item) for item in _of(expression, "NestedFilters")),
        *(_expression(resource, item) for item in _of(expression, "SubExpressions")),
    ]
    if not found:
        raise ValidationError(
            "A SearchExpression needs at least one subexpression, filter, or nested filter."
        )
    return _joined(found, expression.get("Operator", "And"))


def _nested(resource: Resource, given: Mapping[str, Any]) -> Sql:
    """Return that a single element of a list satisfies all of the filters."""
    name = given["NestedPropertyName"]
    (rows, of_rows), shape = nested(resource, name)
    conditions = [condition(item, inside(name, shape, item["Name"])) for item in given["Filters"]]
    test, of_test = _joined(conditions, "And")
    found = f"EXISTS (SELECT 1 FROM {rows} WHERE {test})"  # noqa: S608  Values are parameters.
    return found, [*of_rows, *of_test]


def _joined(found: list[Sql], operator: str) -> Sql:
    sql = f" {operator.upper()} ".join(sql for sql, _ in found)
    return f"({sql})", [parameter for _, parameters in found for parameter in parameters]


def _elements(expression: Expression) -> Iterator[Mapping[str, Any]]:
    for part in _PARTS:
        for item in _of(expression, part):
            yield item
            yield from _elements(item)


def _all_filters(expression: Expression) -> Iterator[Mapping[str, Any]]:
    return (item for item in _elements(expression) if "Name" in item)


def _of(expression: Expression, part: str) -> list[Mapping[str, Any]]:
    found: list[Mapping[str, Any]] = expression.get(part, [])
    return found
