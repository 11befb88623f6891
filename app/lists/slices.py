"""Pages and slices of a list: read by keys and never by counting rows away, forwards and back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, select

from app.database import db
from app.lists.sorting import Key, Place, Sort, beyond, cursor_of, ordered
from app.lists.spec import Fits, Query

CEILING = 1000  # a count stops here and says "1000+"
BATCH = 200
MOST_LOOKED_AT = 2000  # a filter that SQL cannot answer looks no further than this for a page


@dataclass(frozen=True)
class Found:
    """A row of the query and its place in the order."""

    row: Any
    place: Place


@dataclass(frozen=True)
class Slice:
    """A page of a list, with the cursors of the pages before and after; "" where there is none."""

    rows: list[Any]
    before: str
    after: str


@dataclass(frozen=True)
class Walk:
    """A query in an order; `fits` leaves out what SQL could not."""

    query: Query
    id: ColumnElement[Any]
    sort: Sort
    options: tuple[Any, ...] = ()
    fits: Fits | None = None

    def slice(self, size: int, after: Place | None = None, before: Place | None = None) -> Slice:
        """The page that follows *after*, or ends before *before*."""
        backwards = before is not None and after is None
        found = self._fetch(size + 1, before if backwards else after, backwards)
        more, found = len(found) > size, found[:size]
        if backwards:
            found.reverse()
        if not found:
            return Slice([], "", "")
        has_before = more if backwards else after is not None
        has_after = True if backwards else more
        first, last = cursor_of(found[0].place), cursor_of(found[-1].place)
        return Slice([one.row for one in found], first if has_before else "", last if has_after else "")

    def read(self, size: int, after: Place | None = None) -> tuple[list[Any], Place | None]:
        """The rows that fit among the next *size*, and where to go on; None at the end."""
        found = self._rows(size, after, backwards=False)
        kept = self._kept(found)
        return [one.row for one in kept], found[-1].place if len(found) == size else None

    def every(self, size: int) -> Iterator[list[Any]]:
        """Slice after slice to the end; nothing is held in memory or open between them."""
        place: Place | None = None
        while True:
            rows, place = self.read(size, place)
            yield rows
            if place is None:
                return

    def _fetch(self, wanted: int, place: Place | None, backwards: bool) -> list[Found]:
        if self.fits is None:
            return self._rows(wanted, place, backwards)
        found: list[Found] = []
        for _ in range(MOST_LOOKED_AT // BATCH):
            batch = self._rows(BATCH, place, backwards)
            found += self._kept(batch)
            if len(found) >= wanted or len(batch) < BATCH:
                break
            place = batch[-1].place
        return found[:wanted]

    def _kept(self, found: list[Found]) -> list[Found]:
        if self.fits is None or not found:
            return found
        wanted = self.fits([one.row for one in found])
        return [one for one in found if one.place[-1] in wanted]

    def _rows(self, limit: int, place: Place | None, backwards: bool) -> list[Found]:
        keys = self._keys(backwards)
        query = self.query if place is None else self.query.where(beyond(keys, place))
        columns = [key.column.label(f"key_{n}") for n, key in enumerate(keys)]
        query = query.add_columns(*columns).order_by(None).order_by(*ordered(keys)).limit(limit)
        return [_found(row, len(keys)) for row in db.session.execute(query.options(*self.options))]

    def _keys(self, backwards: bool) -> Sequence[Key]:
        keys = self.sort.by(self.id)
        return [key.turned() for key in keys] if backwards else keys


def _found(row: Sequence[Any], keys: int) -> Found:
    own = tuple(row[:-keys])
    return Found(own[0] if len(own) == 1 else own, tuple(row[-keys:]))


def count(query: Query, id_: ColumnElement[Any], ceiling: int | None = CEILING) -> int:
    """How many rows, but never counting beyond *ceiling* + 1."""
    bare = query.with_only_columns(id_).order_by(None)
    capped = (bare if ceiling is None else bare.limit(ceiling + 1)).subquery()
    return db.session.scalars(select(func.count()).select_from(capped)).one()


def capped(number: int) -> str:
    """A count as it is written: 23, or 1000+."""
    return f"{CEILING}+" if number > CEILING else str(number)
