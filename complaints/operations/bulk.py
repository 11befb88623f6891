"""One act on many matters: each is a change of its own with its own guards, and the report names what could not be done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from app import outbox
from app.actor import Actor
from app.database import db
from app.errors import Invalid, NotFound
from app.sealing import random_id
from app.store.complaints import Complaint
from app.store.desks import Bulk, BulkItem
from complaints import policy
from complaints.operations import dispatching, handling
from complaints.operations.steps import Move

KIND = "bulk"
MOST = 500
LABELS = {"dispatch": "按建议派单", "hand_over": "换经办人"}


@dataclass(frozen=True)
class Item:
    """A matter as it was when somebody confirmed the act; `given` says what to do, or under "no" why it cannot be."""

    complaint_id: int
    version: int
    given: dict[str, Any] = field(default_factory=dict)


def begin(actor: Actor, kind: str, items: Sequence[Item], at: datetime, *, to_post: int | None = None, back: str = "") -> Bulk:
    """Write down what is to be done; the worker does it, matter by matter."""
    assert actor.post_id
    row = Bulk(id=random_id(), kind=kind, post_id=actor.post_id, to_post=to_post, at=at, back=back)
    db.session.add(row)
    db.session.flush()
    for one in items[:MOST]:
        item = BulkItem(bulk_id=row.id, complaint_id=one.complaint_id, version=one.version, given=one.given)
        db.session.add(item)
    outbox.put(KIND, f"bulk:{row.id}", id=row.id)
    db.session.flush()
    return row


def waiting(bulk_id: int) -> list[int]:
    """The items of which nothing is known yet, in the order in which they were chosen."""
    query = select(BulkItem.id).where(BulkItem.bulk_id == bulk_id, BulkItem.outcome == "")
    return list(db.session.scalars(query.order_by(BulkItem.id)))


def do(item_id: int, actor: Actor, at: datetime) -> bool:
    """Do one, and mark it in the same change; False where somebody has done it already. Raises Denied."""
    if not _mark(item_id, "done"):
        return False
    item = db.session.get_one(BulkItem, item_id, populate_existing=True)
    if "no" in item.given:
        raise Invalid(str(item.given["no"]))
    complaint = db.session.get_one(Complaint, item.complaint_id, populate_existing=True)
    if policy.relation(actor, complaint) is None:
        raise NotFound("您现在不能办这件诉求。")
    move = Move(actor, at, item.version)
    if "handler" in item.given:
        handling.hand_to(complaint, int(item.given["handler"]), move)
    else:
        lead = str(item.given["lead"])
        dispatching.dispatch(complaint, lead, dict(item.given["co"]), lead, move)
    return True


def refuse(item_id: int, reason: str) -> bool:
    """It could not be done; the sentence is for the report."""
    return _mark(item_id, "refused", reason)


def _mark(item_id: int, outcome: str, reason: str = "") -> bool:
    one = update(BulkItem).where(BulkItem.id == item_id, BulkItem.outcome == "").values(outcome=outcome, reason=reason)
    found = db.session.execute(one.returning(BulkItem.id).execution_options(synchronize_session=False)).first()
    return found is not None


def own(actor: Actor, bulk_id: int) -> Bulk:
    """The act of *actor*; another's is not found."""
    row = db.session.get(Bulk, bulk_id)
    if row is None or row.post_id != actor.post_id:
        raise NotFound
    return row
