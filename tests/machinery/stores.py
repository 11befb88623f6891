"""Stores for tests: migrated once, copied for each test; the same tests on both engines."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from app import clock, database, keys, outbox, schema
from app.config import Settings, read
from app.database import db, reading
from tests.machinery.postgres import PostgresServer

RING = keys.KeyRing.new()
ENGINES = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]


def settings_for(folder: Path, url: str = "", **more: str) -> Settings:
    """Settings of an office whose data lie in *folder*, under the ring of this session."""
    return read({"QISHENG_DATA": str(folder), "QISHENG_DATABASE_URL": url, "QISHENG_KEYS": RING.dump(), **more})


def bare_app(settings: Settings) -> Flask:
    """The store alone, without pages."""
    app = Flask("bare")
    app.extensions["qisheng"] = settings
    keys.use_ring(RING)
    database.configure(app, settings)
    return app


@contextmanager
def opened(app: Flask) -> Iterator[Flask]:
    """*app* with its context; every connection is closed afterwards."""
    with app.app_context():
        try:
            yield app
        finally:
            db.session.remove()
            db.engine.dispose()
            close_bell(app)


def close_bell(app: Flask) -> None:
    """Close the file that Huey keeps its queue in."""
    storage = getattr(app.extensions.get("huey"), "storage", None)
    if storage is not None:
        storage.close()


@pytest.fixture(autouse=True)
def _fresh_process(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What a process holds is the same before each test: real time, our ring, no bell, a writing connection."""
    monkeypatch.setattr(outbox, "_ring", None)
    keys.use_ring(RING)
    reading.set(False)
    yield
    clock.move_to(None)
    reading.set(False)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty SQLite store."""
    folder = tmp_path_factory.mktemp("template")
    with opened(bare_app(settings_for(folder))):
        schema.upgrade()
    return folder / "qisheng.db"


@pytest.fixture(scope="session")
def postgres_template(postgres: PostgresServer, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The name of a migrated, empty PostgreSQL database."""
    name = postgres.create()
    with opened(bare_app(settings_for(tmp_path_factory.mktemp("template"), postgres.url(name)))):
        schema.upgrade()
    return name


NewStore = Callable[..., Settings]


@pytest.fixture
def new_store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[NewStore]:
    """Makes a fresh store: `new_store("sqlite")`, `new_store("postgresql", migrated=False)`."""
    databases: list[str] = []

    def make(engine: str, *, migrated: bool = True, **more: str) -> Settings:
        folder = tmp_path / f"data{len(list(tmp_path.iterdir()))}"
        folder.mkdir(mode=0o700)
        if engine == "postgresql":
            server: PostgresServer = request.getfixturevalue("postgres")
            name = server.create(request.getfixturevalue("postgres_template") if migrated else "template1")
            databases.append(name)
            return settings_for(folder, server.url(name), **more)
        if migrated:
            shutil.copy(request.getfixturevalue("sqlite_template"), folder / "qisheng.db")
        return settings_for(folder, **more)

    yield make
    for name in databases:
        request.getfixturevalue("postgres").drop(name)


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> Any:
    """Both engines, one after the other."""
    return request.param


@pytest.fixture
def store(engine: str, new_store: NewStore) -> Iterator[Flask]:
    """A migrated store without pages, its context pushed: the same tests on both engines."""
    with opened(bare_app(new_store(engine))) as app:
        yield app
