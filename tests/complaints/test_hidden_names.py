"""Who asked to stay hidden stays hidden in everything that is said later."""

from __future__ import annotations

from sqlalchemy import select

from app.actor import Actor
from app.database import db
from app.store.complaints import Message
from complaints.operations import filer, handling
from complaints.operations.steps import Move
from tests.complaints.world import World

FIRM = "安澜市松烟陶瓷有限公司"


def _owner(complaint_id: int) -> Actor:
    return Actor("holder", complaint_id=complaint_id)


def test_a_hidden_enterprise_that_names_itself_later_is_not_named_to_the_department(world: World) -> None:
    complaint = world.reach("handling", mode="confidential", enterprise_name=FIRM)
    handling.send_message(complaint, f"我们{FIRM}上周又问了一次，还是没有人来。", Move(_owner(complaint.id), world.at))
    db.session.flush()
    said = db.session.scalars(select(Message.masked).where(Message.complaint_id == complaint.id)).all()
    assert said
    assert not [text for text in said if "松烟" in text]


def test_hiding_the_identity_covers_what_was_said_before(world: World) -> None:
    complaint = world.reach("handling", enterprise_name=FIRM)
    owner = _owner(complaint.id)
    handling.send_message(complaint, f"{FIRM}补充：厂门口的路还没有修。", Move(owner, world.at))
    filer.hide_identity(complaint, Move(owner, world.at))
    db.session.flush()
    said = db.session.scalars(select(Message.masked).where(Message.complaint_id == complaint.id)).all()
    assert "松烟" not in "".join([complaint.masked, complaint.title, *said])
    assert complaint.enterprise_name is None
