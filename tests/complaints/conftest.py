"""Stores for the complaint side: one with posts and nothing else, and the demonstration city, each made once and copied."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask

from app.clock import at_local
from app.database import db
from complaints.demonstration.seeding import seed_demo
from tests.complaints.world import SEEDED_ON, World, staff_the_house
from tests.machinery.stores import bare_app, opened, settings_for

Fill = Callable[[], object]


@pytest.fixture(scope="session")
def staffed(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with units and a person for every part."""
    return _filled(sqlite_template, tmp_path_factory.mktemp("staffed"), staff_the_house)


@pytest.fixture(scope="session")
def demonstration(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration city."""
    return _filled(sqlite_template, tmp_path_factory.mktemp("city"), lambda: seed_demo(at_local(SEEDED_ON, "10:00")))


@pytest.fixture
def world(staffed: Path, tmp_path: Path) -> Iterator[World]:
    """A copy of the staffed store, in which matters can be filed and moved."""
    with _copied(staffed, tmp_path):
        yield World()


@pytest.fixture
def city(demonstration: Path, tmp_path: Path) -> Iterator[Flask]:
    """A copy of the demonstration city."""
    with _copied(demonstration, tmp_path) as app:
        yield app


def _filled(template: Path, folder: Path, fill: Fill) -> Path:
    shutil.copy(template, folder / "qisheng.db")
    with opened(bare_app(settings_for(folder))):
        fill()
        db.session.commit()
    return folder / "qisheng.db"


@contextmanager
def _copied(source: Path, folder: Path) -> Iterator[Flask]:
    shutil.copy(source, folder / "qisheng.db")
    with opened(bare_app(settings_for(folder))) as app:
        yield app
