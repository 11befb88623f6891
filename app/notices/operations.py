"""What people do with notices and with what went outside; nothing here commits."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update

from app import outbox
from app.actor import Actor
from app.database import db
from app.errors import NotFound, WrongState
from app.notices.matters import seen_by
from app.notices.queries import TO_DECIDE, own
from app.notices.telling import SEND
from app.store.notices import Notice, Sending

DECIDED = "这一条刚刚已经处理过了。"


def read_one(actor: Actor, id_: int, at: datetime) -> Notice:
    """Mark one as read; raises NotFound where it is not his to see."""
    notice = own(actor, id_)
    if notice is None:
        raise NotFound
    notice.read_at = notice.read_at or at
    return notice


def read_all(actor: Actor, up_to: int, at: datetime) -> None:
    """Mark all as read that the post could see when the page was drawn: none newer than *up_to*."""
    ids = select(Notice.id).where(seen_by(actor), Notice.read_at.is_(None), Notice.id <= up_to)
    mine = update(Notice).where(Notice.id.in_(ids.scalar_subquery())).values(read_at=at)
    db.session.execute(mine.execution_options(synchronize_session=False))


def send_again(id_: int, at: datetime) -> None:
    """The administrator's word on a message in doubt: it leaves once more, even if it has left already."""
    row = _to_decide(id_)
    row.state, row.tries, row.error, row.settled_at = "waiting", 0, None, None
    outbox.put_once(SEND, f"{SEND}:{id_}:{row.message_id}", at=at, sending=id_)


def leave_be(id_: int, at: datetime) -> None:
    """His other word: it is well as it is."""
    row = _to_decide(id_)
    row.state, row.settled_at = "dropped", at


def _to_decide(id_: int) -> Sending:
    row = db.session.scalar(select(Sending).where(Sending.id == id_).with_for_update())
    if row is None:
        raise NotFound
    if row.state not in TO_DECIDE:
        raise WrongState(DECIDED)
    return row
