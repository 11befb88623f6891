"""Who of a unit may be named as the one who does the work."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.actor import DEPARTMENT, Actor
from app.auth.posts import living, remembered
from app.database import db
from app.store.complaints import Complaint
from app.store.people import Post
from app.web.labels import role_label
from complaints import policy


def handlers_for(complaint: Complaint, on: date) -> list[tuple[int, str]]:
    """Living posts of the leading unit with their words; whoever must keep away from it is left out."""
    away = _kept_away(complaint, on)
    return [_words(post) for post in _posts(complaint.lead or "", on) if post.person_id not in away]


def of_unit(unit: str, on: date) -> list[tuple[int, str]]:
    """All who handle for *unit*, whatever the matter."""
    return [_words(post) for post in _posts(unit, on)]


def _posts(unit: str, on: date) -> Sequence[Post]:
    query = (
        select(Post)
        .where(Post.unit == unit, Post.role.in_(sorted(DEPARTMENT)), Post.to_on.is_(None), living(on))
        .options(joinedload(Post.person))
        .order_by(Post.role, Post.id)
    )
    return db.session.scalars(query).all()


def _words(post: Post) -> tuple[int, str]:
    return post.id, f"{post.person.name}　{role_label(post.role)}"


def _kept_away(complaint: Complaint, on: date) -> set[int]:
    accused = policy.accused_units(complaint)
    named = set(policy.named_people(complaint))
    if accused:
        named |= set(db.session.scalars(select(Post.person_id).where(Post.unit.in_(sorted(accused)), remembered(on))))
    return named


def usual_handler(people: list[tuple[int, str]], actor: Actor, complaint: Complaint) -> int | None:
    """The one who is named already, else oneself, else the first."""
    offered = [post for post, _ in people]
    for wanted in (complaint.handler_id, actor.post_id):
        if wanted in offered:
            return wanted
    return offered[0] if offered else None
