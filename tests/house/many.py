"""Rows as many as a list needs: one that is there is copied, with all that hangs on it, by the shape of the tables alone.

What search finds it by is no copy: it is put into the index like anything new.
"""

from __future__ import annotations

from itertools import count
from typing import Any

from sqlalchemy import Column, Table, UniqueConstraint, select

from app.database import Base, db
from app.keys import ring_in_force
from app.sealing import place, random_id, seal, unseal
from app.search.index import put
from app.store.search import SearchText

_numbers = count(1)


def copied(table: Table, key: Any) -> Any:
    """A copy of the row *key* of *table* and of every row that speaks of it; the new key."""
    (primary,) = table.primary_key.columns
    row = dict(db.session.execute(select(table).where(primary == key)).mappings().one())
    new = _insert(table, _rebound(table, primary, row))
    for child in Base.metadata.sorted_tables:
        for column in child.columns:
            if child.name != "search_text" and any(link.column is primary for link in column.foreign_keys):
                _copy_children(child, column, key, new)
    if table.name == "complaint":
        plain = db.session.scalar(select(SearchText.plain).where(SearchText.complaint_id == key))
        put(new, plain or "")
    return new


def _copy_children(child: Table, column: Column[Any], key: Any, new: Any) -> None:
    for row in db.session.execute(select(child).where(column == key)).mappings().all():
        values = {**dict(row), column.name: new}
        primary = list(child.primary_key.columns)
        if len(primary) == 1 and primary[0] is not column:
            values = _rebound(child, primary[0], values)
        _insert(child, values)


def _rebound(table: Table, primary: Column[Any], row: dict[str, Any]) -> dict[str, Any]:
    """*row* under a new key, with what is sealed in it bound to that."""
    old, new, ring = row[primary.name], _new_key(primary, row[primary.name]), ring_in_force()
    closed = {name: bytes(value) for name, value in row.items() if name.endswith("_sealed") and value is not None}
    fresh = {
        name: seal(ring, unseal(ring, blob, place(table.name, name, old)), place(table.name, name, new))
        for name, blob in closed.items()
    }
    return {**row, **fresh, primary.name: new}


def _new_key(primary: Column[Any], old: Any) -> Any:
    if isinstance(old, str):
        return f"{old}-{next(_numbers)}"
    return random_id() if primary.autoincrement is False else None


def _insert(table: Table, values: dict[str, Any]) -> Any:
    """A row whose unique texts are its own."""
    unique = [one for one in table.constraints if isinstance(one, UniqueConstraint)]
    for names in ([column.name for column in one.columns] for one in unique):
        texts = [name for name in names if isinstance(values[name], str)]
        if len(names) == 1 and texts:
            values[names[0]] = _another(values[names[0]])
    for column in _single(table):
        if values[column.name] is not None and _is_taken(column, values[column.name]):
            values[column.name] = _parent_of(column, values[column.name])
    kept = {name: value for name, value in values.items() if value is not None or not table.columns[name].primary_key}
    return db.session.execute(table.insert().values(**kept)).inserted_primary_key[0]  # type: ignore[index]


def _single(table: Table) -> list[Column[Any]]:
    """Columns that point at a row which only one row may point at."""
    keys = [list(one.columns) for one in table.constraints if isinstance(one, UniqueConstraint)]
    keys += [list(index.columns) for index in table.indexes if index.unique]
    return [names[0] for names in keys if len(names) == 1 and names[0].foreign_keys]


def _is_taken(column: Column[Any], value: Any) -> bool:
    return db.session.scalar(select(column).where(column == value).limit(1)) is not None


def _parent_of(column: Column[Any], key: Any) -> Any:
    """A copy of the row that *column* points at, for itself alone."""
    (link,) = column.foreign_keys
    parent = link.column.table
    row = dict(db.session.execute(select(parent).where(link.column == key)).mappings().one())
    return _insert(parent, _rebound(parent, link.column, row))


def _another(text: str) -> str:
    number = next(_numbers)
    return f"QS-20261014-{number:04}" if text.startswith("QS-") else f"{text}~{number}"
