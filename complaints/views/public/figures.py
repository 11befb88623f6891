"""Last month in counts: what came in, what was closed, and what the enterprises said of it, silence included."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask import current_app
from sqlalchemy import func, or_, select

from app.clock import at_local, day_of
from app.database import db
from app.store.complaints import Complaint, Rating

FEWEST = 10  # of fewer nothing is published
KEEP = timedelta(minutes=10)
RATED_KINDS = ("grievance", "help", "tip_off")


@dataclass(frozen=True)
class Month:
    """Counts of one calendar month; `asked` are the closed 投诉, 求助 and 举报, of which some said nothing."""

    on: date
    received: int
    closed: int
    asked: int
    solved: int
    partly: int
    unsolved: int

    @property
    def rated(self) -> int:
        return self.solved + self.partly + self.unsolved

    @property
    def silent(self) -> int:
        return self.asked - self.rated

    @property
    def is_enough(self) -> bool:
        return min(self.received, self.closed, self.asked) >= FEWEST


def last_month(at: datetime) -> Month | None:
    """The month before *at*, if there is enough in it; counted anew every ten minutes."""
    start = (day_of(at).replace(day=1) - timedelta(days=1)).replace(day=1)
    kept = current_app.extensions.get("last_month")
    if kept is None or kept[0] != start or not timedelta(0) <= at - kept[1] < KEEP:
        kept = current_app.extensions["last_month"] = (start, at, count(start))
    month: Month = kept[2]
    return month if month.is_enough else None


def count(start: date) -> Month:
    """The counts of the month that begins on *start*."""
    after = (start + timedelta(days=31)).replace(day=1)
    begin, end = at_local(start, "00:00"), at_local(after, "00:00")
    real = or_(Complaint.end_reason.is_(None), Complaint.end_reason != "entered_by_mistake")
    received = select(func.count(Complaint.id)).where(real, Complaint.submitted_at >= begin, Complaint.submitted_at < end)
    closed = Complaint.state == "closed", Complaint.closed_at >= begin, Complaint.closed_at < end
    asked = *closed, Complaint.kind.in_(RATED_KINDS)
    said = _answers(asked)
    return Month(
        on=start,
        received=db.session.scalars(received).one(),
        closed=db.session.scalars(select(func.count(Complaint.id)).where(*closed)).one(),
        asked=db.session.scalars(select(func.count(Complaint.id)).where(*asked)).one(),
        solved=said.get("yes", 0),
        partly=said.get("partly", 0),
        unsolved=said.get("no", 0),
    )


def _answers(asked: tuple[object, ...]) -> dict[str, int]:
    """How often each answer is the last word on a closed matter."""
    last = select(func.max(Rating.at)).where(Rating.complaint_id == Complaint.id).correlate(Complaint).scalar_subquery()
    query = select(Rating.solved, func.count()).join(Complaint, Complaint.id == Rating.complaint_id)
    rows = db.session.execute(query.where(*asked, Rating.at == last).group_by(Rating.solved))  # type: ignore[arg-type]
    return {solved: n for solved, n in rows}
