"""Signing in: who is meant, whether the secret is right, and setting the first password."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import select

from app import chain
from app.auth import codes, passwords, sessions
from app.auth.posts import living
from app.auth.record import of_contact, of_person, record
from app.clock import day_of
from app.database import db
from app.errors import Invalid, WrongState
from app.keys import ring_in_force
from app.sealing import lookup_keys, normalise_phone
from app.store.enterprises import Contact
from app.store.people import Person, Post

Proof = Literal["password", "one_time"]
PHONE = re.compile(r"[\d\s+()（）-]{7,}")
USED = "这个一次性代码已经用过或者过期了。请找给您代码的人换一个。"


@dataclass(frozen=True)
class Claimant:
    """Who a name stands for; `login` is what a password must not repeat."""

    kind: Literal["person", "contact"]
    id: int
    login: str
    password: str | None
    one_time: str | None
    one_time_until: datetime | None


def counted_as(name: str) -> str:
    """The one spelling under which tries for *name* are counted: a phone number has many."""
    return normalise_phone(name) if PHONE.fullmatch(name) else name.lower()


def claimant(name: str) -> Claimant | None:
    """The person with this login or the enterprise's account with this phone; None if there is none."""
    if PHONE.fullmatch(name):
        keys = lookup_keys(ring_in_force(), "phone", normalise_phone(name))
        contact = db.session.scalar(select(Contact).where(Contact.phone_key.in_(keys), Contact.closed_at.is_(None)))
        return _of("contact", contact, "") if contact else None
    person = db.session.scalar(select(Person).where(Person.login == name.lower()))
    return _of("person", person, person.login) if person else None


def claimant_of(kind: str, id_: int) -> Claimant | None:
    """The same by kind and id, as a cookie of ours names it."""
    if kind == "contact":
        contact = db.session.get(Contact, id_)
        return _of("contact", contact, "") if contact and contact.closed_at is None else None
    person = db.session.get(Person, id_)
    return _of("person", person, person.login) if person else None


def _of(kind: Literal["person", "contact"], row: Person | Contact, login: str) -> Claimant:
    return Claimant(kind, row.id, login, row.password, row.one_time, row.one_time_until)


def prove(who: Claimant | None, secret: str, at: datetime) -> Proof | None:
    """How *secret* proves *who*; an unknown name costs the same time. Holds no transaction."""
    right = passwords.is_right(secret, who.password if who else None)
    once = codes.is_right("one_time", secret, who.one_time if who else None)
    if right:
        return "password"
    return "one_time" if who and once and is_open(who, at) else None


def is_open(who: Claimant, at: datetime) -> bool:
    """Whether the one-time code of *who* can still be used."""
    return who.one_time is not None and who.one_time_until is not None and at < who.one_time_until


def refuse(who: Claimant | None, name_tag: str, source_tag: str, at: datetime) -> None:
    """Write down that somebody was not let in; name and source stand as keyed hashes."""
    after: dict[str, str | int] = {"name": name_tag, "source": source_tag}
    if who is not None:
        after[who.kind] = who.id
    record("sign_in", chain.SYSTEM, "sign_in_failed", at, after=after)


def admit(who: Claimant, at: datetime) -> str:
    """Open a session for *who*; the answer is the cookie's token. A single post is taken at once."""
    if who.kind == "contact":
        return sessions.start_contact(who.id, at)
    posts = db.session.scalars(select(Post.id).where(Post.person_id == who.id, living(day_of(at)))).all()
    return sessions.start_staff(who.id, posts[0] if len(posts) == 1 else None, at)


def set_first_password(who: Claimant, password: str, at: datetime, *, easy: str = "") -> None:
    """Spend the one-time code of *who* and keep *password*; *easy* is one that is let through nevertheless."""
    if not is_open(who, at):
        raise WrongState(USED)
    _set(who, password, at, easy)


def change_password(who: Claimant, password: str, at: datetime, *, easy: str = "", but: int | None = None) -> None:
    """Keep another password; every other session of *who* ends."""
    _set(who, password, at, easy)
    if who.kind == "contact":
        sessions.end_all(at, contact_id=who.id, but=but)
    else:
        sessions.end_all(at, person_id=who.id, but=but)


def _set(who: Claimant, password: str, at: datetime, easy: str) -> None:
    wrong = "" if easy and password == easy else passwords.objection(password, who.login)
    if wrong:
        raise Invalid(wrong, new_password=wrong)
    row = db.session.get_one(Contact, who.id) if who.kind == "contact" else db.session.get_one(Person, who.id)
    row.password = passwords.hash_password(password)
    row.one_time = row.one_time_until = None
    if who.kind == "contact":
        record(of_contact(who.id), chain.ENTERPRISE, "password_set", at)
    else:
        record(of_person(who.id), chain.Who("staff", who.id), "password_set", at)


def give_code(row: Person | Contact, seed: str, at: datetime) -> str:
    """A one-time code for *row*, good for 24 hours; the one before dies."""
    code = codes.one_time_code(seed)
    row.one_time, row.one_time_until = codes.kept("one_time", code), at + codes.ONE_TIME_GOOD_FOR
    return code
