"""Walks all that is sealed, in slices; what stands under the current key already is passed over."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

from sqlalchemy import ColumnElement, CursorResult, Table, func, inspect, literal, select, update
from sqlalchemy.types import LargeBinary

from app.database import Base, db
from app.errors import NotFound
from app.files import FileStore
from app.keys import ring_in_force
from app.sealing import HEAD_BYTES, SealedField, Tampered, place, reseal
from app.store.complaints import Attachment

SLICE = 200


def sealed_columns() -> Iterator[tuple[Table, ColumnElement[bytes]]]:
    """Every column that a SealedField stands over, found on the tables themselves."""
    for mapper in sorted(Base.registry.mappers, key=lambda mapper: mapper.class_.__tablename__):
        for field in vars(mapper.class_).values():
            if isinstance(field, SealedField):
                yield cast("Table", mapper.local_table), inspect(mapper.class_).columns[field.column_attr]


def reseal_rows(broken: list[str]) -> dict[str, int]:
    """How many values of each column were closed anew; what does not open is named in *broken*."""
    return {f"{table.name}.{column.name}": _column(table, column, broken) for table, column in sealed_columns()}


def _column(table: Table, column: Any, broken: list[str]) -> int:
    done, last = 0, 0
    while rows := _slice(table, column, last):
        for id_, blob in rows:
            done += _value(table, column, id_, bytes(blob), broken)
        db.session.commit()
        last = rows[-1][0]
    return done


def _slice(table: Table, column: Any, last: int) -> list[Any]:
    kid = ring_in_force().current("seal").kid
    head = literal(kid.to_bytes(4, "big"), LargeBinary)
    old = func.substr(column, HEAD_BYTES - 3, 4) != head
    query = select(table.c.id, column).where(column.is_not(None), old, table.c.id > last).order_by(table.c.id)
    return list(db.session.execute(query.limit(SLICE)))


def _value(table: Table, column: Any, id_: int, blob: bytes, broken: list[str]) -> int:
    try:
        fresh = reseal(ring_in_force(), blob, place(table.name, column.name, id_))
    except Tampered as error:
        broken.append(str(error))
        return 0
    # The old bytes are the condition: whoever wrote the value in between keeps what he wrote.
    same = update(table).where(table.c.id == id_, column == blob).values({column.name: fresh})
    return cast("CursorResult[Any]", db.session.execute(same)).rowcount


def reseal_files(uploads: Path, broken: list[str]) -> int:
    """How many files were closed anew."""
    rows = db.session.execute(select(Attachment.id, Attachment.original, Attachment.clean)).all()
    db.session.rollback()
    store = FileStore(uploads)
    return sum(_file(store, token, id_, broken) for id_, *tokens in rows for token in tokens if token)


def _file(store: FileStore, token: str, id_: int, broken: list[str]) -> bool:
    try:
        return store.renew(token, id_)
    except (Tampered, NotFound) as error:
        broken.append(f"file {token}: {error}")
        return False
