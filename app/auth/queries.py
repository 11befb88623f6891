"""Lists of people, posts, units and accounts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import selectinload

from app.auth.posts import living
from app.database import db
from app.store.enterprises import Contact, Enterprise
from app.store.people import Person, Post, SignIn, Unit


@dataclass(frozen=True)
class PeopleWanted:
    """A filter of the list of people; empty words leave out nothing."""

    word: str = ""
    unit: str = ""
    role: str = ""
    state: str = ""


def people(wanted: PeopleWanted, day: date) -> Select[Person]:
    """The people that fit, with their posts, by name."""
    query = select(Person).options(selectinload(Person.posts).joinedload(Post.of_unit))
    if wanted.word:
        part = like(wanted.word)
        query = query.where(or_(Person.name.like(part, escape="\\"), Person.login.like(part.lower(), escape="\\")))
    held = [Post.person_id == Person.id, living(day)]
    if wanted.unit:
        held.append(Post.unit == wanted.unit)
    if wanted.role:
        held.append(Post.role == wanted.role)
    if wanted.state == "none":
        query = query.where(~select(Post.id).where(Post.person_id == Person.id, living(day)).exists())
    elif wanted.unit or wanted.role or wanted.state == "living":
        query = query.where(select(Post.id).where(*held).exists())
    return query.order_by(Person.name, Person.id)


def like(word: str) -> str:
    """A pattern that finds *word* anywhere, whatever signs stand in it."""
    plain = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{plain}%"


def count(query: Select[Person] | Select[Contact]) -> int:
    """How many rows the query finds."""
    bare = query.order_by(None).options().subquery()
    return db.session.scalars(select(func.count()).select_from(bare)).one()


def living_units() -> list[Unit]:
    """Units in register order, without those that have ended."""
    return list(db.session.scalars(select(Unit).where(Unit.ended_on.is_(None)).order_by(Unit.position, Unit.code)))


def all_units() -> list[Unit]:
    """All units, the ended ones last."""
    return list(db.session.scalars(select(Unit).order_by(Unit.ended_on.is_not(None), Unit.position, Unit.code)))


def unit_choices(but: str = "") -> list[tuple[str, str]]:
    """Living units for a select."""
    return [(unit.code, unit.short) for unit in living_units() if unit.code != but]


def people_per_unit(day: date) -> dict[str, int]:
    """How many people have a living post in each unit."""
    query = select(Post.unit, func.count(Post.person_id.distinct())).where(living(day)).group_by(Post.unit)
    return {unit: n for unit, n in db.session.execute(query)}


def posts_of_unit(unit: str, day: date, but: int = 0) -> Sequence[Post]:
    """Living posts of a unit, for whoever takes over from *but*."""
    query = select(Post).where(Post.unit == unit, living(day), Post.id != but).options(selectinload(Post.person))
    return db.session.scalars(query.order_by(Post.role, Post.id)).all()


def sessions_of(person_id: int, at: datetime) -> int:
    """In how many places a person is signed in."""
    living_rows = [SignIn.person_id == person_id, SignIn.revoked_at.is_(None), SignIn.ends_at > at]
    return db.session.scalars(select(func.count()).select_from(SignIn).where(*living_rows)).one()


def accounts(word: str, state: str) -> Select[Contact]:
    """Accounts of enterprises, newest first."""
    query = select(Contact).join(Contact.enterprise).options(selectinload(Contact.enterprise))
    if word:
        query = query.where(_enterprise_is(word))
    if state == "closed":
        query = query.where(Contact.closed_at.is_not(None))
    elif state == "open":
        query = query.where(Contact.closed_at.is_(None))
    return query.order_by(Contact.opened_at.desc(), Contact.id)


def _enterprise_is(word: str) -> ColumnElement[bool]:
    return or_(Enterprise.name.like(like(word), escape="\\"), Enterprise.credit_code == word.upper())
