"""Rows as many as a list needs: one that is there is copied, with all that hangs on it, by the shape of the tables alone.

What search finds it by is no copy: it is put into the index like anything new.
"""

from __future__ import annotations

from itertools import count
from typing import Any

from sqlalchemy import Column, Table, UniqueConstraint, select

from app.database import Base, db
from app.sealing import random_id
from app.search.index import put
from app.store.search import SearchText

_numbers = count(1)


def copied(table: Table, key: Any) -> Any:
    """A copy of the row *key* of *table* and of every row that speaks of it; the new key."""
    (primary,) = table.primary_key.columns
    row = dict(db.session.execute(select(table).where(primary == key)).mappings().one())
    new = _insert(table, {**row, primary.name: _new_key(primary, row[primary.name])})
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
            values[primary[0].name] = _new_key(primary[0], values[primary[0].name])
        _insert(child, values)


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
    kept = {name: value for name, value in values.items() if value is not None or not table.columns[name].primary_key}
    return db.session.execute(table.insert().values(**kept)).inserted_primary_key[0]  # type: ignore[index]


def _another(text: str) -> str:
    number = next(_numbers)
    return f"QS-20261014-{number:04}" if text.startswith("QS-") else f"{text}~{number}"
