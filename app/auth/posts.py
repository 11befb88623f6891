"""When a post lives, and how long recusal remembers it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, and_, or_, select

from app.actor import Actor, Role
from app.auth.stewards import carried
from app.database import db
from app.store.people import Post

YEARS_REMEMBERED = 2


def is_living(post: Post, day: date) -> bool:
    """Whether *post* may act on *day*; `to_on` is the first day on which it may not."""
    return post.from_on <= day and (post.to_on is None or day < post.to_on)


def living(day: date) -> ColumnElement[bool]:
    """The same as a condition."""
    return and_(Post.from_on <= day, or_(Post.to_on.is_(None), Post.to_on > day))


def remembered(day: date) -> ColumnElement[bool]:
    """Posts that recusal counts: living, or ended within 24 months."""
    return and_(Post.from_on <= day, or_(Post.to_on.is_(None), Post.to_on > years_before(day)))


def years_before(day: date) -> date:
    """The same day two years ago; of 29 February the 28th."""
    try:
        return day.replace(year=day.year - YEARS_REMEMBERED)
    except ValueError:
        return day.replace(year=day.year - YEARS_REMEMBERED, day=28)


def actors(posts: Sequence[Post], day: date) -> list[Actor]:
    """Everybody as he acts under the post; recusal knows all that the person held."""
    people = {post.person_id for post in posts}
    held: dict[int, set[str]] = {person: set() for person in people}
    query = select(Post.person_id, Post.unit).where(Post.person_id.in_(people), remembered(day))
    for person, unit in db.session.execute(query) if people else ():
        held[person].add(unit)
    return [
        actor_under(post.person_id, post.id, post.unit, Role(post.role), frozenset(held[post.person_id]), day) for post in posts
    ]


def actor_under(person_id: int, post_id: int, unit: str, role: Role, units: frozenset[str], day: date) -> Actor:
    """Somebody as he acts under a post on *day*, with what a steward or his secretary carries."""
    own = carried(post_id, role, day)
    return Actor(
        "staff", person_id, post_id, unit, role, units,
        enterprises=own.enterprises, projects=own.projects, party_tags=own.party_tags,
    )  # fmt: skip
