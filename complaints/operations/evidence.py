"""Files by which a department proves what it answers."""

from __future__ import annotations

from sqlalchemy import update

from app.database import db
from app.store.complaints import Attachment, Complaint
from complaints.operations.steps import Move, note


def attach(complaint: Complaint, files: tuple[int, ...], move: Move) -> None:
    """Files that waited with the form of a reply now belong to the matter; the house's own need no release."""
    if not files:
        return
    mine = update(Attachment).where(Attachment.id.in_(files), Attachment.complaint_id.is_(None))
    db.session.execute(
        mine.values(
            complaint_id=complaint.id,
            waiting_ticket=None,
            origin="staff",
            post_id=move.actor.post_id,
            released_at=move.at,
            released_by=move.actor.post_id,
        )
    )
    note(complaint, "evidence", move, {"files": len(files)})
