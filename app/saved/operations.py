"""A view is kept, found and forgotten; it is its post's own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select

from app.actor import Actor
from app.database import db
from app.errors import Invalid, NotFound
from app.store.lists import SavedView

MOST = 20
TOO_MANY = f"一个清单最多存 {MOST} 个，请先删掉一个。"


def views_of(actor: Actor, name: str) -> Sequence[SavedView]:
    """The views that *actor* keeps of the list *name*, oldest first."""
    mine = select(SavedView).where(SavedView.post_id == actor.post_id, SavedView.list == name)
    return db.session.scalars(mine.order_by(SavedView.id)).all()


def keep(actor: Actor, list_name: str, name: str, query: str, at: datetime) -> SavedView:
    """Keep *query* under *name*; what had this name before is replaced."""
    assert actor.post_id
    mine = SavedView.post_id == actor.post_id, SavedView.list == list_name
    row = db.session.scalar(select(SavedView).where(*mine, SavedView.name == name))
    if row is None:
        if db.session.scalars(select(func.count()).select_from(SavedView).where(*mine)).one() >= MOST:
            raise Invalid(TOO_MANY, name=TOO_MANY)
        row = SavedView(post_id=actor.post_id, list=list_name, name=name)
        db.session.add(row)
    row.query, row.at = query, at
    db.session.flush()
    return row


def own(actor: Actor, view_id: int) -> SavedView:
    """The view of *actor*; another's is not found."""
    row = db.session.get(SavedView, view_id)
    if row is None or row.post_id != actor.post_id:
        raise NotFound
    return row


def forget(row: SavedView) -> None:
    """Keep it no longer."""
    db.session.delete(row)
