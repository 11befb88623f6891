"""The demonstration city's register: units, staff with posts, enterprises and the accounts of some of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from app import taxonomy
from app.actor import SYSTEM, Actor, Role
from app.auth.demonstration import demo_password
from app.auth.passwords import hash_password
from app.auth.staff import Grant, add_person, grant
from app.auth.unit_rows import load_shipped
from app.clock import day_of
from app.database import db
from app.keys import ring_in_force
from app.sealing import phone_key, random_id
from app.store.enterprises import Contact, Enterprise
from app.store.people import Unit
from complaints.demonstration import people
from complaints.demonstration.model import Staff, Story
from complaints.demonstration.stewarding import found_stewardships

# Enterprises with an account, the one on the sign-in page first: its matters wait for a rating, among others.
WITH_ACCOUNT = ("e29", "e08", "e44", "e09", "e41", "e48")
BEFORE = timedelta(days=600)  # the city was there before its first complaint


@dataclass
class City:
    """Who and what the lives need: posts by unit and role, enterprises and accounts by their code in the book."""

    posts: dict[tuple[str, Role], list[Actor]] = field(default_factory=dict)
    enterprises: dict[str, int] = field(default_factory=dict)
    accounts: dict[tuple[str, str], int] = field(default_factory=dict)
    phones: dict[tuple[str, str], str] = field(default_factory=dict)

    def one(self, unit: str, role: Role, number: int = 0) -> Actor:
        """A post of *unit*; another number may be another person."""
        held = self.posts[unit, role]
        return held[number % len(held)]


def found_city(at: datetime, stories: list[Story]) -> City:
    """Write the register of the city that the stories are lived in."""
    since = at - BEFORE
    city = City()
    _add_units(since)
    password = hash_password(demo_password())
    for one in people():
        _add_staff(city, one, password, since)
    for row in taxonomy.city()["enterprises"]:
        _add_enterprise(city, row)
    found_stewardships(city.enterprises, since)
    _number_phones(city, stories)
    for code in WITH_ACCOUNT:
        contact = next(story.contact for story in stories if story.enterprise == code)
        _open_account(city, code, contact, password, since)
    db.session.flush()
    return city


def _add_units(since: datetime) -> None:
    """The shipped register, with invented numbers for the duty desks."""
    load_shipped(since)
    for unit in db.session.scalars(select(Unit).order_by(Unit.position)):
        unit.phone = f"0000-88{10 * unit.position + 200:05d}"


def _add_staff(city: City, one: Staff, password: str, since: datetime) -> None:
    person = add_person(SYSTEM, one.name, one.login, since)
    person.password = password
    for name in one.roles:
        role = Role(name)
        post = grant(SYSTEM, person, Grant(one.unit, role, day_of(since)), since)
        actor = Actor("staff", person.id, post.id, one.unit, role, frozenset({one.unit}))
        city.posts.setdefault((one.unit, role), []).append(actor)


def _add_enterprise(city: City, row: dict[str, Any]) -> None:
    enterprise = Enterprise(
        credit_code=row["uscc"], name=row["name"], area=row["area"], trade=row["trade"], size=row["size"],
        founded_on=date(row["founded"], 1, 1),
    )  # fmt: skip
    db.session.add(enterprise)
    db.session.flush()
    city.enterprises[row["code"]] = enterprise.id


def _number_phones(city: City, stories: list[Story]) -> None:
    """Invented numbers of a range that nobody is given."""
    for story in stories:
        if story.contact:
            city.phones.setdefault((story.enterprise or story.name, story.contact), f"1990000{len(city.phones) + 1:04d}")


def _open_account(city: City, code: str, name: str, password: str, since: datetime) -> None:
    phone = city.phones[code, name]
    opened = since + timedelta(days=len(city.accounts))  # the sign-in page shows the oldest
    contact = Contact(
        id=random_id(), enterprise_id=city.enterprises[code], phone_key=phone_key(ring_in_force(), phone),
        password=password, opened_at=opened,
    )  # fmt: skip
    contact.name, contact.phone = name, phone
    db.session.add(contact)
    city.accounts[code, name] = contact.id
