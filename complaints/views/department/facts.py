"""What a page of rows must know beside the rows themselves, fetched at once for all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.database import db
from app.store.clocks import Clock
from app.store.complaints import Complaint, Message, Reply
from complaints.operations import times


@dataclass(frozen=True)
class Known:
    """Running clocks by kind, the last reply and the last question of each complaint by its id."""

    clocks: dict[int, dict[str, Clock]]
    replies: dict[int, Reply]
    questions: dict[int, datetime]

    def clock(self, complaint: Complaint, kind: str) -> Clock | None:
        """The running clock of *kind*."""
        return self.clocks.get(complaint.id, {}).get(kind)

    def due(self, complaint: Complaint, kind: str) -> datetime | None:
        """When that clock is due."""
        clock = self.clock(complaint, kind)
        return clock.due_at if clock else None

    def answer_until(self, complaint: Complaint) -> datetime | None:
        """Until when the enterprise may answer the last question."""
        asked = self.questions.get(complaint.id)
        return times.current_calendar().due_after_days(asked, 5).at if asked else None

    def is_returned(self, complaint: Complaint) -> bool:
        """Whether its last reply came back and is to be written anew."""
        reply = self.replies.get(complaint.id)
        return complaint.state == "handling" and reply is not None and reply.verdict == "returned"


def known(complaints: Sequence[Complaint]) -> Known:
    """Everything about *complaints*, in three questions to the store."""
    ids = [complaint.id for complaint in complaints]
    clocks: dict[int, dict[str, Clock]] = {}
    for clock in db.session.scalars(select(Clock).where(Clock.complaint_id.in_(ids), Clock.stopped_at.is_(None))):
        clocks.setdefault(clock.complaint_id, {})[clock.kind] = clock
    replies = db.session.scalars(select(Reply).where(Reply.complaint_id.in_(ids)).order_by(Reply.at))
    asked = select(Message.complaint_id, Message.at).where(Message.complaint_id.in_(ids), Message.topic == "question")
    return Known(
        clocks,
        {reply.complaint_id: reply for reply in replies},
        {complaint_id: at for complaint_id, at in db.session.execute(asked.order_by(Message.at))},
    )


def open_shares(complaint: Complaint) -> list[str]:
    """Short names of the co-handlers that have not answered."""
    living = (share for share in complaint.assignments if share.role == "co_handler" and share.to_at is None)
    return [share.of_unit.short for share in living if share.answered_at is None]
