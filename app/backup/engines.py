"""How each engine gives a copy of one moment, and takes it back."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, func, select, text
from sqlalchemy.pool import NullPool

from app.backup.pack import BrokenBackup
from app.database import Base
from app.schema import load_tables
from app.store.entries import Checkpoint

WAIT_SECONDS = 60
VARIABLES = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD", "dbname": "PGDATABASE"}


def copy_sqlite(source: Path, target: Path) -> dict[str, Any]:
    """Copy the store in one step (a stepwise copy never ends while people write); what it holds."""
    with closing(sqlite3.connect(source, timeout=WAIT_SECONDS)) as connection:
        connection.execute("VACUUM INTO ?", (str(target),))
    target.chmod(0o600)
    engine = create_engine(f"sqlite:///{target}", poolclass=NullPool)
    with engine.connect() as connection_:
        return facts(connection_)


def copy_postgres(engine: Engine, target: Path) -> dict[str, Any]:
    """Dump the store as one snapshot sees it; what that snapshot holds."""
    with engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
        snapshot = connection.scalar(text("SELECT pg_export_snapshot()"))
        run("pg_dump", engine, "--format=custom", "--no-owner", "--no-acl", f"--snapshot={snapshot}", f"--file={target}")
        return facts(connection)


def load_postgres(engine: Engine, source: Path) -> None:
    """Fill the empty database of *engine* from a dump, all of it or nothing."""
    with engine.connect() as connection:
        name = connection.scalar(text("SELECT current_database()"))
    run(
        "pg_restore",
        engine,
        "--no-owner",
        "--no-acl",
        "--single-transaction",
        "--exit-on-error",
        f"--dbname={name}",
        str(source),
    )


def run(program: str, engine: Engine, *words: str) -> None:
    """Run a PostgreSQL tool; the password goes by the environment, where `ps` does not show it."""
    if shutil.which(program) is None:
        raise BrokenBackup(f"{program} is not installed (Debian: apt-get install postgresql-client)")
    command = [program, *words]
    done = subprocess.run(command, env=_environment(engine), capture_output=True, text=True, check=False)  # noqa: S603 - our own words
    if done.returncode:
        raise BrokenBackup(f"{program} failed: {done.stderr.strip()}")


def _environment(engine: Engine) -> dict[str, str]:
    url = engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    from psycopg.conninfo import conninfo_to_dict  # a house on SQLite does not carry it

    known = conninfo_to_dict(url)
    named = {variable: str(known[name]) for name, variable in VARIABLES.items() if known.get(name)}
    return {**os.environ, **named}


def facts(connection: Connection) -> dict[str, Any]:
    """The revision, the rows of each table and the newest seal of the chain."""
    load_tables()
    tables = {table.name: connection.scalar(select(func.count()).select_from(table)) for table in Base.metadata.sorted_tables}
    seal = connection.execute(select(Checkpoint.n, Checkpoint.mac).order_by(Checkpoint.n.desc()).limit(1)).first()
    return {
        "revision": connection.scalar(text("SELECT version_num FROM alembic_version")),
        "rows": tables,
        "checkpoint": {"n": seal.n, "mac": seal.mac} if seal else None,
    }


@contextmanager
def scratch(beside: Path) -> Iterator[Path]:
    """A folder on the same disk, gone afterwards; only its owner may look in."""
    beside.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.TemporaryDirectory(prefix=".backup.", dir=beside) as folder:
        yield Path(folder)
