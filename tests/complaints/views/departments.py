"""Officers of departments at their browsers."""

from __future__ import annotations

from sqlalchemy import select

from app.auth.demonstration import demo_password
from app.auth.passwords import hash_password
from app.database import db
from app.store.people import Person
from tests.complaints.town import Town
from tests.pages import Checked


def helper(town: Town, login: str) -> Checked:
    """A browser of one of those who have no account of the demonstration: they get its password first."""

    def let_in() -> None:
        db.session.scalars(select(Person).where(Person.login == login)).one().password = hash_password(demo_password())

    town.behind(let_in)
    return town.officer(login)
