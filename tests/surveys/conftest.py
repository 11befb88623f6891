"""The whole house over a store with a person for every part, and nothing asked yet."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from analytics.feature import analytics_feature
from app import clock
from app.database import db, reading
from app.factory import build
from complaints.feature import complaints_feature
from surveys.feature import surveys_feature
from tests.complaints.world import THURSDAY, staff_the_house
from tests.machinery.stores import bare_app, opened, settings_for


@pytest.fixture(scope="session")
def peopled(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with units and a person for every part."""
    folder = tmp_path_factory.mktemp("peopled")
    shutil.copy(sqlite_template, folder / "qisheng.db")
    with opened(bare_app(settings_for(folder))):
        staff_the_house()
        db.session.commit()
    return folder / "qisheng.db"


@pytest.fixture
def house(peopled: Path, tmp_path: Path) -> Iterator[Flask]:
    """The whole house."""
    shutil.copy(peopled, tmp_path / "qisheng.db")
    with opened(build([complaints_feature, surveys_feature, analytics_feature], settings_for(tmp_path))) as app:
        clock.move_to(THURSDAY)
        reading.set(False)
        yield app
    clock.move_to(None)
