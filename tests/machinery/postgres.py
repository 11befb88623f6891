"""A real PostgreSQL for the tests, also as root: about a second, then a database from a template in a tenth."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
import pytest

INSTALLED = Path("/usr/lib/postgresql")
OPTIONS = "-c listen_addresses='' -c fsync=off -c full_page_writes=off -c max_connections=100"


@dataclass
class PostgresServer:
    """A running server that listens on a socket in its own folder only."""

    folder: Path
    programs: Path
    owner: dict[str, Any] = field(repr=False)

    def url(self, name: str) -> str:
        """The address of database *name*, as QISHENG_DATABASE_URL takes it."""
        return f"postgresql://qs@/{name}?host={self.folder}"

    def create(self, template: str = "template1") -> str:
        """The name of a new database, a copy of *template*."""
        name = f"qs_{uuid.uuid4().hex[:12]}"
        self.say(f'CREATE DATABASE {name} TEMPLATE "{template}"')
        return name

    def drop(self, name: str) -> None:
        """Take a database away, whoever is still connected."""
        self.say(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def say(self, sentence: str) -> None:
        """Run one statement as the server's owner."""
        with psycopg.connect(f"host={self.folder} user=qs dbname=postgres", autocommit=True) as connection:
            connection.execute(sentence.encode())

    def run(self, program: str, *words: str) -> None:
        """Run one of the server's programs."""
        subprocess.run([self.programs / program, *words], check=True, stdout=subprocess.DEVNULL, **self.owner)


def _programs() -> Path:
    found = sorted(INSTALLED.glob("*/bin"))
    if not found:
        refuse = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        refuse("PostgreSQL is not installed: tests/install-system-packages")
    return found[-1]


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """The server of this test session."""
    folder, owner = Path(tempfile.mkdtemp(prefix="qs-pg-")), {}
    programs = _programs()
    if os.getuid() == 0:  # PostgreSQL refuses to run as root
        user = pwd.getpwnam("postgres")
        os.chown(folder, user.pw_uid, user.pw_gid)
        owner = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    server = PostgresServer(folder, programs, {**owner, "cwd": folder})
    data = str(folder / "data")
    server.run("initdb", "-D", data, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-U", "qs", "--no-sync")
    server.run("pg_ctl", "-D", data, "-w", "-l", str(folder / "log"), "-o", f"{OPTIONS} -k {folder}", "start")
    yield server
    server.run("pg_ctl", "-D", data, "-m", "immediate", "stop")
    shutil.rmtree(folder)
