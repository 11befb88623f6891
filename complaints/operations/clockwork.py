"""What the time itself does: crossings, reminders, and the steps of the system (T4 T9 T16 T24)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from app import taxonomy
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
    query = (
        select(Clock, Complaint)
        .join(Complaint, Complaint.id == Clock.complaint_id)
        .where(Clock.stopped_at.is_(None), Clock.due_at < at, Clock.crossed_at.is_(None), ~_waiting())
    )
    found = db.session.execute(query.order_by(Clock.due_at, Clock.id).limit(SLICE)).all()
    for clock, complaint in found:
        cross(complaint, clock, Move(SYSTEM, at))
    return len(found)


def _waiting() -> ColumnElement[bool]:
    """Clocks that pause in the state their complaint is in."""
    pausing = {kind: rule.paused_in for kind, rule in taxonomy.clock_rules().items() if rule.paused_in}
    return or_(*(and_(Clock.kind == kind, Complaint.state.in_(sorted(states))) for kind, states in pausing.items()))


def remind_amenders(at: datetime) -> int:
    """Two reminders left as messages, in office hours, before a matter ends for want of an addition."""
    if times.current_calendar().next_office_minute(at) != at:
        return 0
    done = 0
    for clock, sent in db.session.execute(_reminded()):
        if sent < len(REMINDERS) and at >= clock.started_at + REMINDERS[sent] * (clock.due_at - clock.started_at):
            complaint = db.session.get_one(Complaint, clock.complaint_id)
            db.session.add(intake.message(complaint, "out", "reminder", _reminder(clock), Move(SYSTEM, at)))
            note(complaint, "reminded", Move(SYSTEM, at), {"number": sent + 1})
            done += 1
    return done


def _reminded() -> Select[Clock, int]:
    """The running additions with the number of reminders of this very one."""
    mine = (Message.complaint_id == Clock.complaint_id) & (Message.topic == "reminder") & (Message.at >= Clock.started_at)
    sent = select(func.count()).select_from(Message).where(mine).scalar_subquery()
    return select(Clock, sent).where(Clock.kind == "C7", Clock.stopped_at.is_(None)).order_by(Clock.id)


def _reminder(clock: Clock) -> str:
    return f"还在等您补充，请在{handling.day_words(clock.due_at)}前补上；到期没有补上，这件事会先停下，30 天内可以恢复。"


def lapse_unamended(at: datetime) -> int:
    """T4."""
    sent = {clock.id: number for clock, number in db.session.execute(_reminded().where(Clock.due_at < at)).all()}
    done = 0
    for clock, complaint in _open("C7", "amending", at):
        if sent.get(clock.id, 0) >= len(REMINDERS):
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
    asked = (
        select(Complaint.id, func.max(Message.at))
        .join(Message, Message.complaint_id == Complaint.id)
        .where(Complaint.state == "asking", Message.topic == "question")
        .group_by(Complaint.id)
    )
    calendar = times.current_calendar()
    rows = db.session.execute(asked).all()
    over = [id_ for id_, question_at in rows if at > calendar.due_after_days(question_at, 5).at]
    for id_ in over[:SLICE]:
        handling.answer(db.session.get_one(Complaint, id_), "", (), Move(SYSTEM, at))
    return len(over[:SLICE])


def _each(kind: str, state: str, at: datetime, act: Callable[[Complaint, datetime], None]) -> int:
    found = _open(kind, state, at)
    for _clock, complaint in found:
        act(complaint, at)
    return len(found)


def _open(kind: str, state: str, at: datetime) -> list[tuple[Clock, Complaint]]:
    query = (
        select(Clock, Complaint)
        .join(Complaint, Complaint.id == Clock.complaint_id)
        .where(Clock.kind == kind, Clock.stopped_at.is_(None), Clock.due_at < at, Complaint.state == state)
    )
    return [(clock, complaint) for clock, complaint in db.session.execute(query.order_by(Clock.due_at, Clock.id).limit(SLICE))]


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
