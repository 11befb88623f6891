"""A list read by keys and never by counting: `WHERE (sort, id) > (…) LIMIT n + 1`, forwards and back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_

from app.database import db
from app.store.complaints import Complaint

BATCH = 200
MOST_LOOKED_AT = 2000  # a filter that SQL cannot answer looks no further than this

Fits = Callable[[list[Complaint]], set[int]]  # ids of those that belong in the list


@dataclass(frozen=True)
class Order:
    """By what a list is sorted; `parse` and `show` turn the key into a word of the address and back."""

    name: str
    label: str
    column: ColumnElement[Any]
    is_falling: bool
    parse: Callable[[str], Any]
    show: Callable[[Any], str]


@dataclass(frozen=True)
class Slice:
    """A page of a list, with the keys of the pages before and after; "" where there is none."""

    rows: list[Complaint]
    before: str
    after: str


def by_moment(name: str, label: str, column: ColumnElement[Any]) -> Order:
    """Sorted by a moment, the earliest first."""
    return Order(name, label, column, False, _moment, lambda at: str(int(at.timestamp() * 1_000_000)))


def _moment(text: str) -> datetime:
    return datetime.fromtimestamp(int(text) / 1_000_000, UTC)


def by_number(name: str, label: str, *, is_falling: bool) -> Order:
    """Sorted by number, which is the order of filing."""
    return Order(name, label, Complaint.number.expression, is_falling, _word, str)


def _word(text: str) -> str:
    if not text.isprintable():  # a NUL stops PostgreSQL
        raise ValueError
    return text


def slice_of(query: Select[Complaint], order: Order, size: int, after: str, before: str, fits: Fits | None = None) -> Slice:
    """The page of *query* that follows the key *after*, or ends before the key *before*."""
    backwards = bool(before) and not after
    falling = order.is_falling != backwards
    found = _fetch(query, order, falling, _key(order, before if backwards else after), size + 1, fits)
    more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
    if not found:
        return Slice([], "", "")
    first, last = _cursor(order, found[0]), _cursor(order, found[-1])
    has_before = more if backwards else bool(after)
    has_after = True if backwards else more
    return Slice([row for row, _ in found], first if has_before else "", last if has_after else "")


Row = tuple[Complaint, Any]
Key = tuple[Any, int] | None


def _fetch(query: Select[Complaint], order: Order, falling: bool, key: Key, wanted: int, fits: Fits | None) -> list[Row]:
    if fits is None:
        return list(_rows(query, order, falling, key, wanted))
    found: list[Row] = []
    for _ in range(MOST_LOOKED_AT // BATCH):
        batch = _rows(query, order, falling, key, BATCH)
        kept = fits([row[0] for row in batch])
        found += [row for row in batch if row[0].id in kept]
        if len(found) >= wanted or len(batch) < BATCH:
            break
        key = (batch[-1][1], batch[-1][0].id)
    return found[:wanted]


def _rows(query: Select[Complaint], order: Order, falling: bool, key: Key, limit: int) -> Sequence[Row]:
    column: Any = order.column
    id_: Any = Complaint.id
    if key is not None:
        value, last = key
        beyond = column < value if falling else column > value
        next_id = id_ < last if falling else id_ > last
        query = query.where(or_(beyond, and_(column == value, next_id)))
    sort = (column.desc(), id_.desc()) if falling else (column, id_)
    return [(row[0], row[1]) for row in db.session.execute(query.add_columns(column).order_by(*sort).limit(limit))]


def _cursor(order: Order, row: Row) -> str:
    return f"{order.show(row[1])}~{row[0].id}"


def _key(order: Order, cursor: str) -> Key:
    """What an address says; a word that is no key of ours begins at the beginning."""
    value, _, last = cursor.rpartition("~")
    if not (last.isascii() and last.isdecimal() and len(last) < 17 and value):
        return None
    try:
        return order.parse(value), int(last)
    except (ValueError, OverflowError, OSError):
        return None
