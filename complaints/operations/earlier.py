"""Whether an account has told of the same before: from its own list only, and no more than a hint."""

from __future__ import annotations

from sqlalchemy import select

from analytics.text.close import CLOSE, closeness
from app.actor import Actor
from app.database import db
from app.store.complaints import Complaint
from complaints import queries
from complaints.operations import words

LOOKED_AT = 50


def alike(actor: Actor, text: str) -> Complaint | None:
    """The matter of *actor*'s own list that is most like *text*, if one is; nothing for whoever has no account."""
    if actor.kind != "contact":
        return None
    own = select(Complaint).where(queries.visible(actor)).order_by(Complaint.submitted_at.desc(), Complaint.id.desc())
    masked = words.masked(text)
    found = [(closeness(masked, one.masked), one) for one in db.session.scalars(own.limit(LOOKED_AT))]
    best = max(found, key=lambda pair: pair[0], default=None)
    return best[1] if best is not None and best[0] >= CLOSE else None
