"""What pages ask about notices; every question filters by who asks."""

from __future__ import annotations

from sqlalchemy import func, select

from app.actor import Actor
from app.database import db
from app.notices.matters import seen_by
from app.store.notices import Notice, Sending

CEILING = 99  # the bell says "99+"
TO_DECIDE = ("doubtful", "failed")


def unread(actor: Actor) -> int:
    """How many notices the post has not read, counted no further than one above the ceiling."""
    mine = select(Notice.id).where(seen_by(actor), Notice.read_at.is_(None)).limit(CEILING + 1)
    return db.session.scalars(select(func.count()).select_from(mine.subquery())).one()


def own(actor: Actor, id_: int) -> Notice | None:
    """A notice of the post, if it may see its matter now."""
    return db.session.scalar(select(Notice).where(Notice.id == id_, seen_by(actor)))


def newest(actor: Actor) -> int:
    """The id of the newest notice that the post may see; 0 where there is none."""
    return db.session.scalar(select(func.max(Notice.id)).where(seen_by(actor))) or 0


def undecided() -> int:
    """How many messages wait for the administrator's word."""
    query = select(func.count()).select_from(Sending).where(Sending.state.in_(TO_DECIDE))
    return db.session.scalars(query).one()
