"""Orders of lists and the keys by which they are walked: `WHERE (sort, id) > (…) ORDER BY sort, id LIMIT n`."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, Literal

from sqlalchemy import ColumnElement, String, and_, literal, or_, tuple_

from app.web.forms import clean

KeyKind = Literal["moment", "day", "number", "text"]
Place = tuple[Any, ...]  # the values of a row's keys, its id last
LONGEST = 800
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_MOST = 2**63 - 1


@dataclass(frozen=True)
class Key:
    """One column of an order; it is never NULL."""

    column: ColumnElement[Any]
    kind: KeyKind
    is_falling: bool = False

    def turned(self) -> Key:
        """The same key the other way round."""
        return replace(self, is_falling=not self.is_falling)


@dataclass(frozen=True)
class Sort:
    """An order of a list, in words as its caption says it."""

    name: str
    label: str
    keys: tuple[Key, ...]

    @property
    def is_falling(self) -> bool:
        """Whether what counts most falls."""
        return self.keys[0].is_falling

    def by(self, id_: ColumnElement[Any]) -> tuple[Key, ...]:
        """Its keys with the id last, so that no two rows tie; once, where the order goes by the id itself."""
        if self.keys[-1].column is id_:
            return self.keys
        return (*self.keys, Key(id_, "text" if isinstance(id_.type, String) else "number", self.keys[-1].is_falling))


def both_ways(names: tuple[str, str], labels: tuple[str, str], *keys: Key) -> tuple[Sort, Sort]:
    """An order and its reverse."""
    turned = tuple(key.turned() for key in keys)
    return Sort(names[0], labels[0], keys), Sort(names[1], labels[1], turned)


def beyond(keys: Sequence[Key], place: Place) -> ColumnElement[bool]:
    """The rows behind *place* in the order of *keys*."""
    bound = [literal(value, key.column.type) for key, value in zip(keys, place, strict=True)]
    if len({key.is_falling for key in keys}) == 1:  # one comparison of rows, which an index answers
        columns, values = tuple_(*(key.column for key in keys)), tuple_(*bound)
        return columns < values if keys[0].is_falling else columns > values
    found = []
    for n, key in enumerate(keys):
        same = [one.column == value for one, value in zip(keys[:n], bound[:n], strict=True)]
        found.append(and_(*same, key.column < bound[n] if key.is_falling else key.column > bound[n]))
    return or_(*found)


def ordered(keys: Sequence[Key]) -> list[ColumnElement[Any]]:
    """For ORDER BY."""
    return [key.column.desc() if key.is_falling else key.column.asc() for key in keys]


def cursor_of(place: Place) -> str:
    """A place as a word of the address."""
    plain = json.dumps([_plain(value) for value in place], ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(plain.encode()).decode().rstrip("=")


def place_of(keys: Sequence[Key], cursor: str) -> Place | None:
    """The place that a word of the address names; None if it is none of this order."""
    if len(cursor) > LONGEST:
        return None
    try:
        values = json.loads(base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True))
    except (ValueError, binascii.Error, RecursionError):
        return None
    if not isinstance(values, list) or len(values) != len(keys):
        return None
    try:
        return tuple(_value(key.kind, value) for key, value in zip(keys, values, strict=True))
    except (ValueError, OverflowError):
        return None


def _plain(value: Any) -> int | str:
    if isinstance(value, datetime):
        return (value - _EPOCH) // _MICROSECOND
    return value.isoformat() if isinstance(value, date) else value if isinstance(value, int) else str(value)


def _value(kind: KeyKind, plain: object) -> Any:
    if kind in {"text", "day"}:
        if not isinstance(plain, str) or clean(plain) != plain.strip():  # a NUL stops PostgreSQL
            raise ValueError
        return date.fromisoformat(plain) if kind == "day" else plain
    if not isinstance(plain, int) or isinstance(plain, bool) or abs(plain) > _MOST:
        raise ValueError
    return _EPOCH + plain * _MICROSECOND if kind == "moment" else plain
