"""An empty city with one account per role, and browsers in which somebody has signed in."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from flask import Flask

from analytics.feature import analytics_feature
from app.actor import Actor, Role
from app.auth.demonstration import demo_password
from app.auth.seeding import seed_roles
from app.clock import now
from app.config import Settings
from app.database import db
from app.factory import build
from app.feature import Feature
from app.mode import MARK
from app.store.people import Person, Post
from app.store.settings import Setting
from complaints.feature import complaints_feature
from surveys.feature import surveys_feature
from tests.machinery.stores import opened
from tests.pages import Checked

SignedIn = Callable[[str], Checked]


def whole(settings: Settings, *more: Feature) -> Flask:
    """The whole application, and *more*: navigation is of the process, so every place has to be there."""
    return build([complaints_feature, surveys_feature, analytics_feature, *more], settings)


@pytest.fixture
def city(settings: Settings) -> Iterator[Flask]:
    """The house over `seed roles`."""
    with opened(whole(settings)) as app:
        seed_roles(now())
        db.session.commit()
        yield app


@pytest.fixture
def office(city: Flask) -> Flask:
    """The same as a real office: the second factor is asked for."""
    db.session.delete(db.session.get_one(Setting, MARK))
    db.session.commit()
    return city


@pytest.fixture
def signed_in(city: Flask) -> SignedIn:
    """A browser in which the account of that name has signed in."""

    def sign_in(login: str) -> Checked:
        checked = Checked(city.test_client())
        checked.submit(checked.get("/sign-in"), login=login, password=demo_password())
        return checked

    return sign_in


def person(login: str) -> Person:
    return db.session.query(Person).filter_by(login=login).one()


def post(login: str) -> Post:
    return person(login).posts[0]


def actor(login: str) -> Actor:
    held = post(login)
    return Actor("staff", held.person_id, held.id, held.unit, Role(held.role), frozenset({held.unit}))
