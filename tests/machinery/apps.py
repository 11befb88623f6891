"""The whole application over a fresh store, inside the test process."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import scoped_session

from app.config import Settings
from app.database import db
from tests.machinery.stores import NewStore, bare_app, opened


@pytest.fixture
def settings(new_store: NewStore) -> Settings:
    """Settings of an office with a fresh, migrated SQLite store."""
    return new_store("sqlite")


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    """The whole application over a fresh store, its context pushed."""
    from analytics.feature import analytics_feature
    from app.factory import build
    from complaints.feature import complaints_feature
    from surveys.feature import surveys_feature

    with opened(build([complaints_feature, surveys_feature, analytics_feature], settings)) as built:
        yield built


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser without pictures: keeps cookies, follows nothing by itself."""
    return app.test_client()


@pytest.fixture
def session(new_store: NewStore) -> Iterator[scoped_session]:
    """The session of a fresh SQLite store without pages."""
    with opened(bare_app(new_store("sqlite"))):
        yield db.session
