"""The whole house over a store with a person for every part."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from analytics.feature import analytics_feature
from app import clock
from app.database import db
from app.factory import build
from complaints.feature import complaints_feature
from surveys.feature import surveys_feature
from tests.complaints.town import Town
from tests.complaints.world import World
from tests.machinery.stores import opened, settings_for
from tests.pages import Checked


@pytest.fixture
def town(staffed: Path, tmp_path: Path) -> Iterator[Town]:
    """A house in which nothing was filed yet."""
    shutil.copy(staffed, tmp_path / "qisheng.db")
    with opened(build([complaints_feature, surveys_feature, analytics_feature], settings_for(tmp_path))) as app:
        world = World()
        db.session.rollback()
        clock.move_to(world.at)
        yield Town(app, world, Checked(app.test_client()))
