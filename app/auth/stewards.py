"""What a leader's post carries on a day, and so what he and his secretary may know of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, select

from app.actor import STEWARDING, Role
from app.database import db
from app.keys import ring_in_force
from app.sealing import lookup_keys
from app.store.enterprises import Enterprise
from app.store.people import Post
from app.store.stewardships import Secretariat, Stewardship


@dataclass(frozen=True)
class Carried:
    """Ids of enterprises and projects; keyed hashes by which confidential matters of the enterprises are found."""

    enterprises: frozenset[int] = frozenset()
    projects: frozenset[int] = frozenset()
    party_tags: frozenset[str] = frozenset()


NOTHING = Carried()


def carried(post_id: int, role: Role, day: date) -> Carried:
    """What the post carries; a secretary what his leader does, but nothing by which the hidden is found."""
    if role not in STEWARDING:
        return NOTHING
    steward_id = post_id if role == Role.STEWARD else leader_of(post_id, day)
    rows = db.session.scalars(select(Stewardship).where(Stewardship.post_id == steward_id, open_on(day))).all()
    enterprises = frozenset(row.enterprise_id for row in rows if row.enterprise_id)
    projects = frozenset(row.project_id for row in rows if row.project_id)
    return Carried(enterprises, projects, frozenset(tags_of(enterprises)) if role == Role.STEWARD else frozenset())


def leader_of(secretary_id: int, day: date) -> int | None:
    """The living post whose secretary *secretary_id* is."""
    of_post = select(Secretariat.steward_id).where(Secretariat.secretary_id == secretary_id)
    living = (Post.from_on <= day) & (Post.to_on.is_(None) | (Post.to_on > day))
    return db.session.scalar(select(Post.id).where(Post.id == of_post.scalar_subquery(), living))


def open_on(day: date) -> ColumnElement[bool]:
    """Stewardships that have begun and have no end."""
    return (Stewardship.to_on.is_(None)) & (Stewardship.from_on <= day)


def tags_of(enterprises: Iterable[int]) -> dict[str, int]:
    """Enterprise by every keyed hash under which a confidential matter of it may stand: by credit code or by name."""
    query: Select[Enterprise] = select(Enterprise).where(Enterprise.id.in_(sorted(enterprises)))
    found: dict[str, int] = {}
    for one in db.session.scalars(query) if enterprises else ():
        for text in filter(None, (one.credit_code, "".join(one.name.split()))):
            found |= dict.fromkeys(lookup_keys(ring_in_force(), "party", text), one.id)
    return found
