"""Three years after a matter ended its identity and originals are destroyed; the masked record and its chain stay."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select, update

from app.actor import SYSTEM
from app.database import db
from app.store.complaints import Attachment, Complaint, ContactRecord, Message, Rating, Reply
from complaints.operations.steps import Move, note

KEPT = timedelta(days=3 * 365 + 1)
SLICE = 50


def erase_old(at: datetime) -> int:
    """Empty the sealed columns of matters that ended more than three years before *at*; how many matters."""
    ended = Complaint.closed_at.is_not(None) & (Complaint.closed_at < at - KEPT) & Complaint.text_sealed.is_not(None)
    old = list(db.session.scalars(select(Complaint).where(ended).order_by(Complaint.closed_at).limit(SLICE)))
    for complaint in old:
        erase(complaint, at)
    return len(old)


def erase(complaint: Complaint, at: datetime) -> None:
    """Destroy who it was and what was written in full; the daily sweep removes the files that no row names any more."""
    complaint.text = complaint.party = complaint.contact_name = complaint.phone = None
    complaint.phone_key = complaint.party_tag = complaint.owner_tag = None
    for table, column in (
        (Message, "text_sealed"),
        (ContactRecord, "note_sealed"),
        (Reply, "public_sealed"),
        (Rating, "text_sealed"),
    ):
        mine = update(table).where(table.complaint_id == complaint.id).values({column: None})
        db.session.execute(mine.execution_options(synchronize_session=False))
    for row in db.session.scalars(select(Attachment).where(Attachment.complaint_id == complaint.id)):
        row.name = row.original = row.clean = None
    note(complaint, "erased", Move(SYSTEM, at))
