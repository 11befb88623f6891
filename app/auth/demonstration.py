"""The accounts that a demonstration shows on its sign-in page: one per role, and one of an enterprise."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import case, select

from app.actor import Role
from app.auth.posts import living
from app.database import db
from app.sealing import Look
from app.store.enterprises import Contact
from app.store.people import Person, Post, Unit

LOOK = Look("demonstration", "sign-in page")


def demo_password() -> str:
    """The password of every account in a demonstration; long enough, and known to everybody."""
    return "anlan-2026-demo"


@dataclass(frozen=True)
class DemoAccount:
    """A row of the list."""

    login: str
    name: str
    unit: str
    role: str


def demo_accounts(day: date) -> list[DemoAccount]:
    """One living account per role, the one that is called like its role where there is one."""
    named_so = case((Person.login == Post.role, 0), else_=1)
    query = (
        select(Person.login, Person.name, Unit.short, Post.role)
        .join(Post, Post.person_id == Person.id)
        .join(Unit, Unit.code == Post.unit)
        .where(living(day), Person.password.is_not(None))
        .order_by(named_so, Person.login)
    )
    first: dict[str, DemoAccount] = {}
    for row in db.session.execute(query):
        first.setdefault(row.role, DemoAccount(row.login, row.name, row.short, row.role))
    return [first[role] for role in Role if role in first]


def demo_enterprise() -> tuple[str, str] | None:
    """Telephone and name of the first enterprise with an account."""
    query = (
        select(Contact)
        .where(Contact.closed_at.is_(None), Contact.password.is_not(None))
        .order_by(Contact.opened_at, Contact.id)
    )
    contact = db.session.scalar(query.limit(1))
    if contact is None or contact.phone is None:
        return None
    return contact.phone.open(LOOK), contact.enterprise.name
