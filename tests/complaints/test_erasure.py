"""Three years after its end a matter keeps its record and its chain, and nobody's name."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from app import audit
from app.database import db
from app.store.complaints import Message, Reply
from app.store.entries import Entry
from complaints.operations.erasure import KEPT, erase_old
from tests.complaints.world import World


def test_a_matter_is_emptied_three_years_after_its_end_and_not_before(world: World) -> None:
    complaint = world.reach("closed")
    assert complaint.closed_at is not None
    assert complaint.text is not None
    assert erase_old(complaint.closed_at + KEPT) == 0
    masked, number = complaint.masked, complaint.number

    assert erase_old(complaint.closed_at + KEPT + timedelta(seconds=1)) == 1
    db.session.flush()
    db.session.expire_all()

    assert complaint.text is None
    assert complaint.contact_name is None
    assert complaint.phone_key is None
    replies = db.session.scalars(select(Reply).where(Reply.complaint_id == complaint.id)).all()
    assert [row.public for row in replies] == [None] * len(replies)
    assert replies
    messages = db.session.scalars(select(Message).where(Message.complaint_id == complaint.id))
    assert all(row.text is None for row in messages)
    assert (complaint.masked, complaint.number) == (masked, number)
    assert db.session.scalars(select(Entry.verb).where(Entry.verb == "erased")).all() == ["erased"]
    assert audit.verify().broken == []


def test_an_open_matter_is_never_emptied(world: World) -> None:
    complaint = world.reach("handling")
    assert erase_old(complaint.submitted_at + 3 * KEPT) == 0
    assert complaint.text is not None
