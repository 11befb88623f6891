"""Which earlier matters may be the same: found by shared words, compared in the worker, proposed to whoever may see both."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import delete, func, or_, select

from analytics import text as reader
from app.actor import Actor
from app.database import db, insert
from app.store.complaints import Complaint
from app.store.readings import Likeness, NearKey
from complaints import queries

SHARED = 2  # keys that make a candidate
LOOKED_AT = 200  # candidates that the index gives
COMPARED = 30  # those of them that share most
SHOWN = 5


def keep_keys(complaint_id: int, keys: Iterable[int]) -> None:
    """The keys of the text as it is now."""
    db.session.execute(delete(NearKey).where(NearKey.complaint_id == complaint_id))
    rows = [{"key": key, "complaint_id": complaint_id} for key in keys]
    if rows:
        db.session.execute(insert(NearKey).values(rows))


def forget(complaint_id: int) -> None:
    """Nothing is left of what its old text was compared by."""
    keep_keys(complaint_id, ())
    mine = or_(Likeness.complaint_id == complaint_id, Likeness.other_id == complaint_id)
    db.session.execute(delete(Likeness).where(mine))


def prepare(payload: dict[str, Any]) -> list[tuple[int, float]] | None:
    """Compare a matter with its candidates, with no transaction open; None if it is gone."""
    complaint = db.session.get(Complaint, payload["complaint"])
    if complaint is None:
        return None
    masked, candidates = complaint.masked, _candidates(complaint.id)
    db.session.rollback()
    return _compared(masked, candidates)


def apply(payload: dict[str, Any], prepared: list[tuple[int, float]] | None) -> None:
    """Keep what was found."""
    if prepared is not None:
        _keep(payload["complaint"], prepared)


def compare_now(complaint: Complaint) -> None:
    """The same in the running transaction, for the seeding of the demonstration."""
    _keep(complaint.id, _compared(complaint.masked, _candidates(complaint.id)))


def _candidates(complaint_id: int) -> list[tuple[int, str]]:
    """Ids and texts of those that share most keys."""
    own = select(NearKey.key).where(NearKey.complaint_id == complaint_id)
    shared = func.count()
    sharing = select(NearKey.complaint_id, shared.label("shared"))
    sharing = sharing.where(NearKey.key.in_(own), NearKey.complaint_id != complaint_id).group_by(NearKey.complaint_id)
    found = sharing.having(shared >= SHARED).order_by(shared.desc(), NearKey.complaint_id.desc()).limit(LOOKED_AT).subquery()
    texts = select(Complaint.id, Complaint.masked).join(found, found.c.complaint_id == Complaint.id)
    rows = db.session.execute(texts.order_by(found.c.shared.desc(), Complaint.id.desc()).limit(COMPARED))
    return [(id_, masked) for id_, masked in rows]


def _compared(masked: str, candidates: list[tuple[int, str]]) -> list[tuple[int, float]]:
    found = [(id_, reader.same_p(masked, other)) for id_, other in candidates]
    return [(id_, p) for id_, p in found if p >= reader.SAME]


def _keep(complaint_id: int, found: list[tuple[int, float]]) -> None:
    db.session.execute(delete(Likeness).where(Likeness.complaint_id == complaint_id))
    db.session.add_all(Likeness(complaint_id=complaint_id, other_id=other, p=p) for other, p in found)
    db.session.flush()


def same_matters(actor: Actor, complaint: Complaint) -> list[tuple[Complaint, float]]:
    """Matters that *actor* may see and that may be the same as this one, the most probable first (T6)."""
    mine = or_(Likeness.complaint_id == complaint.id, Likeness.other_id == complaint.id)
    rows = db.session.execute(select(Likeness.complaint_id, Likeness.other_id, Likeness.p).where(mine))
    p_of: dict[int, float] = {}
    for one, other, p in rows:
        id_ = other if one == complaint.id else one
        p_of[id_] = max(p, p_of.get(id_, 0.0))
    seen = db.session.scalars(queries.listed(actor).where(Complaint.id.in_(p_of)))
    ranked = sorted(((row, p_of[row.id]) for row in seen), key=lambda pair: (-pair[1], -pair[0].id))
    return ranked[:SHOWN]
