"""One Filter as SQL: an operator, a property of some type, a value given as text."""

import math
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from tuningconsole.engine.errors import ValidationError
from tuningconsole.engine.finding.properties import (
    BOOLEAN,
    MIXED,
    NUMBER,
    STRUCTURE,
    TEXT,
    TIME,
    Property,
    Sql,
    number,
)

_ORDER = {
    "GreaterThan": ">",
    "GreaterThanOrEqualTo": ">=",
    "LessThan": "<",
    "LessThanOrEqualTo": "<=",
}
_OF_PRESENCE = ("Exists", "NotExists")
_OF_TEXT = ("Contains", "In")
_INTEGER = re.compile(r"[-+]?\d+", re.ASCII)


def condition(given: Mapping[str, Any], of: Property) -> Sql:
    """Return the SQL that is true of a record which the filter lets through.

    Of a list one element is enough. NotEquals is what Equals is not, a property that is missing
    included.

    Raises:
        ValidationError: the property's type does not have the operator, or the value is of
            another type.
    """
    operator = given.get("Operator", "Equals")
    if operator in _OF_PRESENCE:
        sql, parameters = _any(of, ("{} IS NOT NULL", []))
        return (sql if operator == "Exists" else f"NOT ({sql})"), parameters
    value = given.get("Value")
    if value is None:
        raise ValidationError(f"The filter on [{of.name}] needs a Value for {operator}.")
    _check_kind(of, operator)
    if operator == "NotEquals":
        sql, parameters = _any(of, _equal(of, value))
        return f"NOT coalesce({sql}, false)", parameters
    return _any(of, _test(of, operator, value))


def _check_kind(of: Property, operator: str) -> None:
    is_wrong = (
        of.kind == STRUCTURE
        or (operator in _ORDER and of.kind in (TEXT, BOOLEAN))
        or (operator in _OF_TEXT and of.kind not in (TEXT, MIXED))
    )
    if is_wrong:
        raise ValidationError(
            f"The operator {operator} is not supported for the property [{of.name}], which is"
            f" {of.kind}."
        )


def _test(of: Property, operator: str, value: str) -> Sql:
    """Return the test of one value, which stands for {}."""
    if operator in _ORDER:
        return _compared(of, _ORDER[operator], value)
    if operator == "Contains":
        return "strpos(lower({}), lower(%s)) > 0", [value]
    if operator == "In":
        return "{} = ANY(%s)", [[item.strip() for item in value.split(",")]]
    return _equal(of, value)


def _equal(of: Property, value: str) -> Sql:
    if of.kind in (NUMBER, TIME):
        return _compared(of, "=", value)
    if of.kind == BOOLEAN:
        if value.lower() not in ("true", "false"):
            raise ValidationError(f"The value of a filter on [{of.name}] is true or false.")
        return "{} = %s", [value.lower()]
    return (of.same, [value] * of.same.count("%s")) if of.same else ("{} = %s", [value])


def _compared(of: Property, sign: str, value: str) -> Sql:
    if of.kind == TIME:
        return f"{{}} {sign} %s", [_time(of, value)]
    wanted = _number(of, value)
    if of.kind == NUMBER:
        return f"{{}} {sign} %s::float8::numeric", [wanted]
    # What is compared with an integer is cut to one: the documentation of Filter.
    given = number("{0}").replace("{1,2}", "{{1,2}}")
    given = f"trunc({given})" if _INTEGER.fullmatch(value.strip()) else given
    return f"{given} {sign} %s::float8::numeric", [wanted]


def _number(of: Property, value: str) -> float:
    try:
        found = float(value)
    except ValueError:
        found = math.nan
    if not math.isfinite(found):
        raise ValidationError(f"The value [{value}] of a filter on [{of.name}] is not a number.")
    return found


def _time(of: Property, value: str) -> datetime:
    try:
        found = datetime.fromisoformat(value)
    except ValueError as error:
        raise ValidationError(
            f"The value [{value}] of a filter on [{of.name}] is not a time such as"
            " 2026-01-31T12:00:00."
        ) from error
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _any(of: Property, test: Sql) -> Sql:
    """Return that one value of the property passes the test; NULL where a value is missing."""
    value, of_value = of.value
    sql, of_test = test
    # The value may stand in the test more than once.
    repeated = of_value * len(re.findall(r"(?<!\{)\{0?\}(?!\})", sql))
    passes = sql.format(value)
    rows, of_rows = of.rows
    if not rows:
        return passes, [*repeated, *of_test]
    found = f"EXISTS (SELECT 1 FROM {rows} {of.link} {passes})"  # noqa: S608  Values are parameters.
    return found, [*of_rows, *repeated, *of_test]
