"""What the time itself does: crossings, reminders, and the steps of the system (T4 T9 T16 T24)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import select

from app.actor import SYSTEM
from app.database import db
from app.store.clocks import Clock
from app.store.complaints import Complaint, Message
from complaints.clock_effects import moved_by
from complaints.operations import handling, intake, reviewing, times
from complaints.operations.steps import Move, check, cross, note, record, snapshot

REMINDERS = (0.5, 0.8)  # share of the addition's time at which the enterprise is reminded
SLICE = 200


def mark_crossings(at: datetime) -> int:
    """One permanent entry for each clock and round whose deadline passed; how many."""
    query = select(Clock).where(Clock.stopped_at.is_(None), Clock.due_at < at, Clock.crossed_at.is_(None))
    done = 0
    for clock in db.session.scalars(query.order_by(Clock.id).limit(SLICE)):
        if times.running(clock).paused_since is None:
            cross(db.session.get_one(Complaint, clock.complaint_id), clock, Move(SYSTEM, at))
            done += 1
    return done


def remind_amenders(at: datetime) -> int:
    """Two reminders left as messages before a matter ends for want of an addition."""
    done = 0
    for clock, complaint in _open("C7", "amending", at, due_only=False):
        span = (clock.due_at - clock.started_at).total_seconds()
        share = (at - clock.started_at).total_seconds() / span if span else 1.0
        sent = _reminders(complaint.id)
        if sent < len(REMINDERS) and share >= REMINDERS[sent]:
            db.session.add(intake.message(complaint, "out", "reminder", _reminder(clock), Move(SYSTEM, at)))
            note(complaint, "reminded", Move(SYSTEM, at), {"number": sent + 1})
            done += 1
    return done


def _reminder(clock: Clock) -> str:
    return f"还在等您补充，请在{handling.day_words(clock.due_at)}前补上；到期没有补上，这件事会先停下，30 天内可以恢复。"


def _reminders(complaint_id: int) -> int:
    query = select(Message.id).where(Message.complaint_id == complaint_id, Message.topic == "reminder")
    return len(db.session.scalars(query).all())


def lapse_unamended(at: datetime) -> int:
    """T4."""
    done = 0
    for _clock, complaint in _open("C7", "amending", at):
        if _reminders(complaint.id) >= len(REMINDERS):
            move = Move(SYSTEM, at)
            step = check(complaint, "T4", move)
            before = snapshot(complaint)
            complaint.end_reason = "not_amended"
            record(complaint, step, move, before)
            done += 1
    return done


def acknowledge_unsigned(at: datetime) -> int:
    """T9."""
    return _each("C2", "dispatched", at, handling.acknowledge_by_time)


def close_unrated(at: datetime) -> int:
    """T24 by time."""
    return _each("C8", "published", at, reviewing.close_in_silence)


def go_on_unanswered(at: datetime) -> int:
    """T16 by time: five working days after the question."""
    done = 0
    calendar = times.current_calendar()
    for complaint in db.session.scalars(select(Complaint).where(Complaint.state == "asking").limit(SLICE)):
        question = select(Message.at).where(Message.complaint_id == complaint.id, Message.topic == "question")
        asked = db.session.scalar(question.order_by(Message.at.desc()).limit(1))
        if asked is not None and at > calendar.due_after_days(asked, 5).at:
            handling.answer(complaint, "", (), Move(SYSTEM, at))
            done += 1
    return done


def _each(kind: str, state: str, at: datetime, act: Callable[[Complaint, datetime], None]) -> int:
    found = _open(kind, state, at)
    for _clock, complaint in found:
        act(complaint, at)
    return len(found)


def _open(kind: str, state: str, at: datetime, *, due_only: bool = True) -> list[tuple[Clock, Complaint]]:
    query = (
        select(Clock, Complaint)
        .join(Complaint, Complaint.id == Clock.complaint_id)
        .where(Clock.kind == kind, Clock.stopped_at.is_(None), Complaint.state == state)
    )
    if due_only:
        query = query.where(Clock.due_at < at)
    return [(clock, complaint) for clock, complaint in db.session.execute(query.order_by(Clock.id).limit(SLICE))]


def tick(at: datetime) -> int:
    """All of it, in the order in which it must happen; how much was done."""
    acts = (remind_amenders, mark_crossings, lapse_unamended, acknowledge_unsigned, close_unrated, go_on_unanswered)
    return sum(act(at) for act in acts)


def recompute_open(at: datetime) -> int:
    """After a change of the calendar: open clocks move, stopped ones never. How many moved."""
    moved = 0
    calendar = times.current_calendar()
    for clock in db.session.scalars(select(Clock).where(Clock.stopped_at.is_(None)).order_by(Clock.complaint_id)):
        changes = moved_by(calendar, [times.running(clock)])
        if changes:
            times.save(clock.complaint_id, [clock], changes)
            complaint = db.session.get_one(Complaint, clock.complaint_id)
            note(complaint, "calendar_moved", Move(SYSTEM, at), {"changes": [change.record() for change in changes]})
            moved += 1
    return moved
