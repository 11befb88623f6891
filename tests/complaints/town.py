"""An enterprise at the door of the whole house, and what happens behind it meanwhile."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from flask import Flask
from sqlalchemy import select

from app import clock
from app.auth.demonstration import demo_password
from app.database import db, reading
from app.store.complaints import Complaint
from complaints.operations import words
from tests.app.gate.samples import picture
from tests.complaints.world import World
from tests.pages import Checked, Page

TYPED = {
    "text": "二期厂房的消防验收三次都没有约上，仓库空着每天付租金，请帮忙协调。",
    "enterprise_name": "安澜青穗食品有限公司",
    "contact_name": "林女士",
    "phone": "199 0000 0001",
    "consent": "y",
}


@dataclass
class Town:
    """The house, the world behind it and a browser that belongs to an enterprise."""

    app: Flask
    world: World
    phone: Checked
    tickets: dict[str, str] = field(default_factory=dict)

    def browser(self) -> Checked:
        """Another browser that has never been here."""
        return Checked(self.app.test_client())

    def behind(self, act: Callable[[], Any]) -> Any:
        """Something that happens in the house meanwhile, ten minutes later by its clock."""
        reading.set(False)
        found = act()
        db.session.commit()
        clock.move_to(self.world.at + timedelta(minutes=10))
        return found

    def matter(self, state: str, **more: Any) -> str:
        """The number of a matter that has come to *state*."""
        ticket = f"own ticket {len(self.tickets)}"
        complaint = self.behind(lambda: self.world.reach(state, ticket=ticket, **more))
        self.tickets[complaint.number] = ticket
        return str(complaint.number)

    def play(self, number: str, *steps: str) -> None:
        """Steps of the table, done by whom they belong to."""
        self.behind(lambda: [self.world.play(step, self.complaint(number)) for step in steps])

    def code(self, number: str) -> str:
        return words.code_of(self.tickets[number])

    def follow(self, number: str, browser: Checked | None = None) -> Page:
        """The page of a matter, reached by number and code."""
        at = browser or self.phone
        return at.submit(at.get("/follow"), number=number, code=self.code(number))

    def complaint(self, number: str) -> Complaint:
        """The row as it is now."""
        db.session.expire_all()
        return db.session.scalars(select(Complaint).where(Complaint.number == number)).one()

    def file(self, browser: Checked | None = None, status: int = 200, **typed: Any) -> Page:
        """The answer to a filled-in form."""
        at = browser or self.phone
        return at.submit(at.get("/file"), status=status, **{**TYPED, **typed})

    def filed(self, **typed: Any) -> Complaint:
        """The matter that a filled-in form became."""
        page = self.file(**typed)
        assert page.url.startswith("/receipt/"), page.errors
        return self.complaint(page.url.rpartition("/")[2])

    def officer(self, login: str) -> Checked:
        """A browser in which an officer has signed in."""
        browser = self.browser()
        browser.client.post("/sign-in", data=browser.get("/sign-in").form() | {"login": login, "password": demo_password()})
        return browser


def photo(name: str = "门头.png") -> tuple[io.BytesIO, str]:
    """A picture as a browser sends it."""
    return io.BytesIO(picture()), name


def count(table: type) -> int:
    """How many rows there are."""
    return len(db.session.scalars(select(table)).all())
