"""Migrations: the store's shape goes up and down one straight line, under a lock, in one transaction.

Alembic is imported where it works: no web process needs it to start.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text

import app.store
from app.database import Base, db, is_postgres

if TYPE_CHECKING:
    from alembic.config import Config

FOLDER = Path(__file__).parent.parent / "migrations"
LOCK = 0x515348  # one number for all machines that migrate the same PostgreSQL


def load_tables() -> None:
    """Import every family of tables, so that the metadata is whole."""
    for module in pkgutil.iter_modules(app.store.__path__):
        importlib.import_module(f"app.store.{module.name}")


def is_ours(name: str | None, kind: str, _parents: object) -> bool:
    """Whether the tables as coded speak of it: the index of search is another thing on each engine."""
    return kind != "table" or not (name or "").startswith("search_gram")


def upgrade(revision: str = "head") -> None:
    """Bring the store up to *revision*; a second process waits and then finds nothing to do."""
    from alembic import command

    _run(lambda config: command.upgrade(config, revision))


def downgrade(revision: str) -> None:
    """Take the store back to *revision*."""
    from alembic import command

    _run(lambda config: command.downgrade(config, revision))


def write_revision(message: str, number: str) -> None:
    """Write the migration that leads from the store as it is to the tables as coded."""
    from alembic import command

    _run(lambda config: command.revision(config, message, autogenerate=True, rev_id=number))


def is_current() -> bool:
    """Whether the store stands at the newest migration."""
    from alembic.migration import MigrationContext
    from alembic.script import ScriptDirectory

    with db.engine.connect() as connection:
        here = MigrationContext.configure(connection).get_current_revision()
    return here == ScriptDirectory(str(FOLDER)).get_current_head()


def is_empty() -> bool:
    """Whether the store has no tables yet."""
    return not inspect(db.engine).get_table_names()


def differences() -> list[object]:
    """How the store differs from the tables as coded."""
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    load_tables()
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_name": is_ours})
        return list(compare_metadata(context, Base.metadata))


def _run(work: Callable[[Config], object]) -> None:
    from alembic.config import Config

    config = Config(attributes={})
    config.set_main_option("script_location", str(FOLDER))
    config.set_main_option("path_separator", "os")
    with db.engine.begin() as connection:
        _lock(connection)
        config.attributes["connection"] = connection
        work(config)


def _lock(connection: Connection) -> None:
    if is_postgres():
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
