"""Lists of people, posts, units and accounts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import selectinload

from app.auth.posts import living
from app.database import db
from app.store.enterprises import Enterprise
from app.store.people import Person, Post, SignIn, Unit


def people_conditions(values: Mapping[str, Any], day: date) -> list[ColumnElement[bool]]:
    """What the filters word, unit, role and state of the list of people leave; all of them speak of one living post."""
    found: list[ColumnElement[bool]] = []
    if word := values.get("word"):
        part = like(word)
        found.append(or_(Person.name.like(part, escape="\\"), Person.login.like(part.lower(), escape="\\")))
    held = [Post.person_id == Person.id, living(day)]
    held += [column == values[name] for name, column in (("unit", Post.unit), ("role", Post.role)) if values.get(name)]
    has_post = select(Post.id).where(*held).exists()
    if values.get("state") == "none":
        found.append(~select(Post.id).where(Post.person_id == Person.id, living(day)).exists())
    elif any(values.get(name) for name in ("unit", "role", "state")):
        found.append(has_post)
    return found


def like(word: str) -> str:
    """A pattern that finds *word* anywhere, whatever signs stand in it."""
    plain = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{plain}%"


def living_units() -> list[Unit]:
    """Units in register order, without those that have ended."""
    return list(db.session.scalars(select(Unit).where(Unit.ended_on.is_(None)).order_by(Unit.position, Unit.code)))


def unit_shorts() -> dict[str, str]:
    """What all units are called, by code."""
    return {code: short for code, short in db.session.execute(select(Unit.code, Unit.short))}


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


def posts_of_role(role: str, day: date, but: int = 0) -> Sequence[Post]:
    """Living posts with *role* in any unit."""
    query = select(Post).where(Post.role == role, living(day), Post.id != but).options(selectinload(Post.person))
    return db.session.scalars(query.order_by(Post.id)).all()


def sessions_of(person_id: int, at: datetime) -> int:
    """In how many places a person is signed in."""
    living_rows = [SignIn.person_id == person_id, SignIn.revoked_at.is_(None), SignIn.ends_at > at]
    return db.session.scalars(select(func.count()).select_from(SignIn).where(*living_rows)).one()


def enterprise_is(word: str) -> ColumnElement[bool]:
    """The enterprise of an account by a part of its name or by its code."""
    return or_(Enterprise.name.like(like(word), escape="\\"), Enterprise.credit_code == word.upper())
