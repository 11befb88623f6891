"""The office's calendar, and a complaint's clocks and holdings between rows and rules."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from app.database import db
from app.store.clocks import Clock, Holding
from app.store.complaints import Complaint
from app.taxonomy import Amount
from app.workdays import current_calendar as current_calendar  # noqa: PLC0414 - every operation asks it of the times
from complaints import holdings
from complaints.clock_effects import ClockChange, effects
from complaints.deadlines import Running, next_warning
from complaints.holdings import Held, Holder


def is_office_minute(at: datetime) -> bool:
    """Whether the office works at *at*."""
    return current_calendar().next_office_minute(at) == at


def clocks_of(complaint_id: int) -> list[Clock]:
    """All clock rows of a complaint in the order of their start."""
    return list(db.session.scalars(select(Clock).where(Clock.complaint_id == complaint_id).order_by(Clock.id)))


def running(row: Clock) -> Running:
    """The rules' view of a clock row."""
    pauses = tuple((_moment(start), _moment(end) if end else None) for start, end in row.pauses)
    return Running(
        row.kind, row.round, row.started_at, row.due_at, row.first_due_at, Amount(row.number, row.unit),  # type: ignore[arg-type]
        pauses, row.stopped_at, row.voided, row.by,
    )  # fmt: skip


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def apply_step(complaint: Complaint, step: str, before: str | None, at: datetime) -> list[ClockChange]:
    """Let *step* start, pause, resume and stop clocks, and hand the matter to its holder."""
    rows = clocks_of(complaint.id)
    known = [running(row) for row in rows]
    changes = effects(step, before, complaint.state, known, urgency=complaint.urgency, at=at, calendar=current_calendar())
    save(complaint.id, rows, changes)
    hold(complaint, at)
    return changes


def save(complaint_id: int, rows: list[Clock], changes: list[ClockChange]) -> None:
    """Write *changes* into the clock rows."""
    by_name, calendar = {(row.kind, row.round): row for row in rows}, current_calendar()
    for change in changes:
        clock = change.clock
        row = by_name.get((clock.kind, clock.round))
        if row is None:
            row = Clock(complaint_id=complaint_id, kind=clock.kind, round=clock.round, by=clock.by)
            row.started_at, row.first_due_at = clock.started_at, clock.first_due_at
            db.session.add(row)
        row.number, row.unit = clock.amount.number, clock.amount.unit
        row.due_at, row.stopped_at, row.voided = clock.due_at, clock.stopped_at, clock.voided
        row.pauses = [[start.isoformat(), end.isoformat() if end else None] for start, end in clock.pauses]
        row.warn_at = next_warning(clock, row.warned or 0, calendar)
        row.provisional = calendar.is_provisional(clock.due_at.year)


def hold(complaint: Complaint, at: datetime) -> None:
    """Close the last holding and open the next one, if the holder changed."""
    rows = holding_rows(complaint.id)
    held = [as_held(row) for row in rows]
    after = holdings.hand_over(held, holdings.holder_of(complaint.state, complaint.lead), at)
    for row, kept in zip(rows, after, strict=False):
        row.to_at = kept.to_at
    for new in after[len(rows) :]:
        db.session.add(Holding(complaint_id=complaint.id, holder=new.holder.name, unit=new.holder.unit, from_at=new.from_at))


def holding_rows(complaint_id: int) -> list[Holding]:
    """The holdings of a complaint in order."""
    return list(db.session.scalars(select(Holding).where(Holding.complaint_id == complaint_id).order_by(Holding.id)))


def as_held(row: Holding) -> Held:
    """The rules' view of a holding row."""
    return Held(Holder(row.holder, row.unit), row.from_at, row.to_at)


def open_clock(complaint_id: int, kind: str) -> Clock | None:
    """The running round of clock *kind*, if there is one."""
    query = select(Clock).where(Clock.complaint_id == complaint_id, Clock.kind == kind, Clock.stopped_at.is_(None))
    return db.session.scalar(query)
