"""Pages by key: a token holds the last row's sort values, signed, and bound to its question.

A page costs the same however far it is, and rows that come or go meanwhile neither repeat nor
hide others. A token of another operation, of other filters or of nobody is refused.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from django.core import signing
from django.db.models import F, Q, QuerySet

from tuningconsole.engine import names
from tuningconsole.engine.errors import ValidationError

Row = TypeVar("Row")
Rows = TypeVar("Rows", bound="QuerySet[Any, Any]")

DEFAULT_SIZE = 10
_NOT_PART_OF_THE_QUESTION = frozenset({"NextToken", "MaxResults"})


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Some rows in order, and the token of the rest; None when there is none."""

    rows: list[Row]
    token: str | None


def page(
    rows: QuerySet[Any, Row],
    request: Mapping[str, Any],
    *,
    key: str,
    question: str,
    is_descending: bool = False,
    is_nullable: bool = False,
) -> Page[Row]:
    """Return the page of `rows`, ordered by (key, id), that the request asks for.

    Args:
        rows: what the filters leave, in any order; models, or named tuples with an `id`.
        request: `MaxResults`, `NextToken` and the filters.
        key: the column, or the annotation, that comes first.
        question: the operation's name; with the filters it says what a token is for.
        is_descending: by key and by id.
        is_nullable: the key is null in some rows; they come last. Such an order uses no index.

    Raises:
        ValidationError: the token is not one that this question gave.
    """
    size = request.get("MaxResults", DEFAULT_SIZE)
    salt = _salt(question, request)
    if token := request.get("NextToken"):
        value, last_id = _load(token, salt)
        way = "lt" if is_descending else "gt"
        rows = rows.filter(_after(key, value, last_id, way, is_nullable=is_nullable))
    order: Any = key if not is_descending else f"-{key}"
    if is_nullable:
        order = F(key).desc(nulls_last=True) if is_descending else F(key).asc(nulls_last=True)
    found = list(rows.order_by(order, "-id" if is_descending else "id")[: size + 1])
    if len(found) <= size:
        return Page(found, None)
    last: Any = found[size - 1]
    return Page(found[:size], _dump(getattr(last, key), last.id, salt))


def _after(key: str, value: Any, last_id: int, way: str, *, is_nullable: bool) -> Q:
    """Return the rows after the last one; `way` is gt or lt."""
    if value is None:
        return Q(**{f"{key}__isnull": True, f"id__{way}": last_id})
    # In this form an index finds the place, however far it is.
    rest = Q(**{f"{key}__{way}e": value}) & (
        Q(**{f"{key}__{way}": value}) | Q(**{f"id__{way}": last_id})
    )
    return rest | Q(**{f"{key}__isnull": True}) if is_nullable else rest


def _salt(question: str, request: Mapping[str, Any]) -> str:
    filters = {k: v for k, v in request.items() if k not in _NOT_PART_OF_THE_QUESTION}
    return f"{question}:{json.dumps(filters, sort_keys=True, default=str)}"


def _dump(value: Any, last_id: int, salt: str) -> str:
    is_time = isinstance(value, datetime)
    return signing.dumps([value.isoformat() if is_time else value, last_id, is_time], salt=salt)


def _load(token: str, salt: str) -> tuple[Any, int]:
    try:
        value, last_id, is_time = signing.loads(token, salt=salt)
    except signing.BadSignature as error:
        raise ValidationError("The NextToken is not valid for this request.") from error
    return (datetime.fromisoformat(value) if is_time else value), last_id


def matching(rows: Rows, request: Mapping[str, Any]) -> Rows:
    """Return the rows that the filters common to all lists leave: name and times, not status."""
    columns = {
        "CreationTimeAfter": "created_at__gt",
        "CreationTimeBefore": "created_at__lt",
        "LastModifiedTimeAfter": "modified_at__gt",
        "LastModifiedTimeBefore": "modified_at__lt",
    }
    found: Any = rows
    if needle := request.get("NameContains"):
        found = names.containing(found, needle)
    left: Rows = found.filter(
        **{column: request[name] for name, column in columns.items() if name in request}
    )
    return left
