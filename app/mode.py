"""Demonstration mode: asked for over an empty store, then remembered by the store itself."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from flask import Flask
from sqlalchemy import inspect, select
from sqlalchemy.engine import make_url

from app.clock import now
from app.config import BadSetting, Settings
from app.database import db
from app.store.people import Person
from app.store.settings import Setting

MARK = "demonstration"


def is_demo() -> bool:
    """Whether this store was born of `seed demo` or `seed roles`, or demonstration is asked over an empty one."""
    mark = db.session.scalar(select(Setting.value).where(Setting.name == MARK))
    return mark is not None


def leave_mark() -> None:
    """Make the store one of the demonstration; in the running transaction."""
    db.session.add(Setting(name=MARK, value="1", changed_at=now()))


def is_demo_asked(settings: Settings) -> bool:
    """Whether the key ring may lie in the data folder: asked for, or the ring was made there before."""
    return settings.demo or (settings.keys is None and _store_says_demo(settings))


def _store_says_demo(settings: Settings) -> bool:
    if settings.is_postgres:
        return (settings.folder / "keys.json").exists()
    path = make_url(settings.database_url).database
    if not path or not Path(path).exists():
        return False
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        return connection.execute("SELECT 1 FROM setting WHERE name = ?", (MARK,)).fetchone() is not None
    except sqlite3.Error:
        return False
    finally:
        connection.close()


def check_mode(app: Flask, settings: Settings) -> None:
    """Refuse QISHENG_DEMO on a store with real data, and QISHENG_AT outside the demonstration."""
    with app.app_context():
        tables = set(inspect(db.engine).get_table_names())
        marked = "setting" in tables and is_demo()
        empty = "person" not in tables or db.session.scalar(select(Person.id).limit(1)) is None
        db.session.rollback()
    if settings.demo and not (marked or empty):
        raise BadSetting("QISHENG_DEMO=1 is refused: this store holds real data. Unset it or name another QISHENG_DATA")
    if settings.at is not None and not (marked or settings.demo):
        raise BadSetting("QISHENG_AT moves the clock in demonstration mode only; unset it")
