"""Files that enterprises hand in: they wait sealed under the ticket of their form until the form is accepted."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update

from app.database import db
from app.files import FileStore
from app.gate import Passed
from app.sealing import random_id
from app.store.complaints import Attachment, Complaint
from app.web.tickets import key_of

MOST = 6


def keep(passed: Passed, content: bytes, store: FileStore, at: datetime, *, clean_only: bool) -> Attachment:
    """Seal a file that passed the gate; its row is not in the session yet. *clean_only*: the picture drawn anew, no more."""
    row = Attachment(id=random_id(), origin="enterprise", mime=passed.mime, size=len(content), at=at)
    row.name = passed.name
    if passed.clean is not None:
        row.clean = store.put(passed.clean, row.id).path
        row.size = len(passed.clean)
    if not clean_only:
        row.original = store.put(content, row.id).path
    return row


def wait(rows: list[Attachment], ticket: str, post_id: int | None = None) -> None:
    """Let *rows* wait under *ticket*."""
    for row in rows:
        row.waiting_ticket, row.post_id = key_of(ticket), post_id
    db.session.add_all(rows)


def waiting(ticket: str) -> list[Attachment]:
    """What waits under *ticket*, in the order in which it came."""
    query = select(Attachment).where(Attachment.waiting_ticket == key_of(ticket), Attachment.complaint_id.is_(None))
    return list(db.session.scalars(query.order_by(Attachment.at, Attachment.id)))


def move_on(old: str, new: str) -> None:
    """What waited under a ticket that grew too old waits under the *new* one."""
    mine = update(Attachment).where(Attachment.waiting_ticket == key_of(old), Attachment.complaint_id.is_(None))
    db.session.execute(mine.values(waiting_ticket=key_of(new)).execution_options(synchronize_session=False))


def drop(rows: list[Attachment]) -> list[str]:
    """Take waiting files away; the tokens that may be removed from the file store after the commit."""
    for row in rows:
        db.session.delete(row)
    return [token for row in rows for token in (row.original, row.clean) if token]


def make_anonymous(rows: list[Attachment]) -> list[str]:
    """Keep only the pictures drawn anew, under names that tell nothing; returns the tokens of the originals."""
    originals = [row.original for row in rows if row.original]
    for number, row in enumerate(rows, start=1):
        row.original = None
        row.name = f"照片 {number}.{row.mime.rpartition('/')[2].replace('jpeg', 'jpg')}"
    return originals


def of_complaint(complaint: Complaint) -> list[Attachment]:
    """The files that the enterprise handed in with *complaint*."""
    query = select(Attachment).where(Attachment.complaint_id == complaint.id, Attachment.origin == "enterprise")
    return list(db.session.scalars(query.order_by(Attachment.at, Attachment.id)))
