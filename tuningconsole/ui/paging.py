"""Pages of a long list by key: each page costs the same, however far it is from the first."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Generic, TypeVar

from django.db.models import F, Model, Q, QuerySet

SIZE = 25
_LARGEST_ID = 2**63 - 1
Row = TypeVar("Row", bound=Model)


def _number(text: str) -> int:
    found = int(text)
    if not 0 <= found <= _LARGEST_ID:
        raise ValueError("No id of a row.")
    return found


@dataclass(frozen=True, slots=True)
class Order:
    """What a list is sorted by: a field or an annotation, rows without a value last.

    Attributes:
        read: makes the field's value of its text in a key; ValueError for what is none.
        read_id: the same for the row's id, by which rows of one value are told apart.
    """

    field: str
    read: Callable[[str], Any]
    is_descending: bool = True
    is_nullable: bool = False
    read_id: Callable[[str], Any] = _number


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """The rows of a page, and the keys of its neighbours, "" where there is none."""

    rows: list[Row]
    newer: str
    older: str


def page(
    query: QuerySet[Row], key: str, *, order: Order | None = None, size: int = SIZE
) -> Page[Row]:
    """Return the page of the rows that `key` names, the first for "" or a key that is none.

    Without an order the newest come first, by `created_at`. A key is `older.<id>.<value>` or
    `newer.<id>.<value>` of the row that the page begins after.
    """
    order = order or NEWEST_FIRST
    anchor = _read(key, order)
    if anchor and anchor.is_backward:
        found = list(
            query.filter(_beyond(anchor, order)).order_by(*_by(order, backward=True))[: size + 1]
        )
        if len(found) > size:
            rows = found[:size][::-1]
            return Page(rows, _key("newer", rows[0], order), _key("older", rows[-1], order))
        # Nearly at the beginning: the first page, full rather than cut short.
        anchor = None
    if anchor:
        query = query.filter(_beyond(anchor, order))
    found = list(query.order_by(*_by(order))[: size + 1])
    rows = found[:size]
    newer = _key("newer", rows[0], order) if anchor and rows else ""
    return Page(rows, newer, _key("older", rows[-1], order) if len(found) > size else "")


@dataclass(frozen=True, slots=True)
class _Anchor:
    is_backward: bool
    row_id: Any
    value: Any


def _by(order: Order, *, backward: bool = False) -> list[Any]:
    descends = order.is_descending != backward
    if not order.is_nullable:
        return [f"-{order.field}", "-pk"] if descends else [order.field, "pk"]
    ends = {"nulls_first": True} if backward else {"nulls_last": True}
    field = F(order.field)
    return [field.desc(**ends), "-pk"] if descends else [field.asc(**ends), "pk"]


def _beyond(anchor: _Anchor, order: Order) -> Q:
    """Return what comes after the anchor, in a form that PostgreSQL answers by an index's range."""
    compare = "lt" if order.is_descending != anchor.is_backward else "gt"
    by_id = Q(**{f"pk__{compare}": anchor.row_id})
    is_null = Q(**{f"{order.field}__isnull": True})
    if anchor.value is None:
        return ~is_null | (is_null & by_id) if anchor.is_backward else is_null & by_id
    reached = Q(**{f"{order.field}__{compare}e": anchor.value})
    passed = Q(**{f"{order.field}__{compare}": anchor.value})
    found = reached & (passed | by_id)
    return found | is_null if order.is_nullable and not anchor.is_backward else found


def _key(direction: str, row: Model, order: Order) -> str:
    value = getattr(row, order.field)
    match value:
        case None:
            text = ""
        case datetime():
            text = value.isoformat()
        case timedelta():
            text = repr(value.total_seconds())
        case _:
            text = str(value)
    return f"{direction}.{row.pk}.{text}"


def _read(key: str, order: Order) -> _Anchor | None:
    direction, _, rest = key.replace("\x00", "").partition(".")
    number, _, text = rest.partition(".")
    try:
        row_id = order.read_id(number)
        value = order.read(text) if text else None
    except (ValueError, OverflowError):
        return None
    is_none = value is None and not order.is_nullable
    if direction not in {"older", "newer"} or is_none:
        return None
    return _Anchor(direction == "newer", row_id, value)


def moment(text: str) -> datetime:
    """Return the time that a key gives.

    Raises:
        ValueError: it is none, or one without a zone.
    """
    found = datetime.fromisoformat(text)
    if found.tzinfo is None:
        raise ValueError("A time without a zone.")
    return found


def length(text: str) -> timedelta:
    """Return the duration that a key gives in seconds.

    Raises:
        ValueError: it is none.
        OverflowError: it is longer than any.
    """
    return timedelta(seconds=float(text))


NEWEST_FIRST = Order("created_at", moment)
