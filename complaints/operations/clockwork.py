"""What the time itself does: crossings, reminders, warnings, and the steps of the system (T4 T9 T16 T24).

Each matter is looked at again and moved for itself, so that one that cannot be moved keeps nobody waiting.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from app import taxonomy
from app.actor import SYSTEM
from app.database import db
from app.store.clocks import Clock
from app.store.complaints import Complaint, Message
from complaints.clock_effects import moved_by
from complaints.operations import handling, intake, reviewing, telling, times, warning
from complaints.operations.steps import Move, check, cross, note, record, snapshot

REMINDERS = (0.5, 0.8)  # share of the addition's time at which the enterprise is reminded
QUESTION_DAYS = 5

Act = Callable[[], bool]
Alone = Callable[[Act, str], bool]  # does an act for itself; the words name it


@dataclass(frozen=True)
class Work:
    """Something that time does: `find` says to which clocks or matters (ids), `act` does one and says whether."""

    name: str
    find: Callable[[datetime], list[int]]
    act: Callable[[int, datetime], bool]


def _late(at: datetime, *conditions: ColumnElement[bool]) -> Select[Clock, Complaint]:
    """Running clocks past their deadline, the longest first."""
    query = select(Clock, Complaint).join(Complaint, Complaint.id == Clock.complaint_id)
    return query.where(Clock.stopped_at.is_(None), Clock.due_at < at, *conditions).order_by(Clock.due_at, Clock.id)


def _ids(query: Select[Clock, Complaint]) -> list[int]:
    return list(db.session.scalars(query.with_only_columns(Clock.id)))


def _still(query: Select[Clock, Complaint], clock_id: int) -> tuple[Clock, Complaint] | None:
    """The clock and its matter, locked, if the query finds them still."""
    locked = query.where(Clock.id == clock_id).with_for_update().execution_options(populate_existing=True)
    row = db.session.execute(locked).first()
    return None if row is None else (row[0], row[1])


def _uncrossed(at: datetime) -> Select[Clock, Complaint]:
    return _late(at, Clock.crossed_at.is_(None), ~_waiting())


def _waiting() -> ColumnElement[bool]:
    """Clocks that pause in the state their complaint is in."""
    pausing = {kind: rule.paused_in for kind, rule in taxonomy.clock_rules().items() if rule.paused_in}
    return or_(*(and_(Clock.kind == kind, Complaint.state.in_(sorted(states))) for kind, states in pausing.items()))


def _cross(clock_id: int, at: datetime) -> bool:
    """One permanent entry for each clock and round whose deadline passed."""
    found = _still(_uncrossed(at), clock_id)
    if found is None:
        return False
    clock, complaint = found
    cross(complaint, clock, Move(SYSTEM, at))
    return True


def _additions() -> Select[Clock, Complaint]:
    """The running additions."""
    query = select(Clock, Complaint).join(Complaint, Complaint.id == Clock.complaint_id)
    return query.where(Clock.kind == "C7", Clock.stopped_at.is_(None)).order_by(Clock.id)


def _reminders_of(clock: Clock) -> int:
    """How many reminders of this very addition were left."""
    query = select(func.count()).select_from(Message).where(Message.complaint_id == clock.complaint_id)
    return db.session.scalars(query.where(Message.topic == "reminder", Message.at >= clock.started_at)).one()


def _unreminded(at: datetime) -> list[int]:
    """In office hours only."""
    if not times.is_office_minute(at):
        return []
    mine = (Message.complaint_id == Clock.complaint_id) & (Message.topic == "reminder") & (Message.at >= Clock.started_at)
    sent = select(func.count()).select_from(Message).where(mine).scalar_subquery()
    rows = db.session.execute(_additions().with_only_columns(Clock, sent))
    return [clock.id for clock, number in rows if _reminder_is_due(clock, number, at)]


def _reminder_is_due(clock: Clock, sent: int, at: datetime) -> bool:
    return sent < len(REMINDERS) and at >= clock.started_at + REMINDERS[sent] * (clock.due_at - clock.started_at)


def _remind(clock_id: int, at: datetime) -> bool:
    """Two reminders, left as messages and sent, before a matter ends for want of an addition."""
    found = _still(_additions(), clock_id)
    sent = _reminders_of(found[0]) if found else 0
    if found is None or not _reminder_is_due(found[0], sent, at):
        return False
    clock, complaint = found
    db.session.add(intake.message(complaint, "out", "reminder", _reminder(clock), Move(SYSTEM, at)))
    note(complaint, "reminded", Move(SYSTEM, at), {"number": sent + 1})
    telling.tell_enterprise(complaint, "reminder", f"{clock.round}.{sent + 1}", at)
    return True


def _reminder(clock: Clock) -> str:
    return f"还在等您补充，请在{handling.day_words(clock.due_at)}前补上；到期没有补上，这件事会先停下，30 天内可以恢复。"


def _in_state(kind: str, state: str, at: datetime) -> Select[Clock, Complaint]:
    return _late(at, Clock.kind == kind, Complaint.state == state)


def _lapse(clock_id: int, at: datetime) -> bool:
    """T4, once both reminders were left."""
    found = _still(_in_state("C7", "amending", at), clock_id)
    if found is None or _reminders_of(found[0]) < len(REMINDERS):
        return False
    complaint, move = found[1], Move(SYSTEM, at)
    step = check(complaint, "T4", move)
    before = snapshot(complaint)
    complaint.end_reason = "not_amended"
    record(complaint, step, move, before)
    return True


def _by_time(name: str, kind: str, state: str, act: Callable[[Complaint, datetime], None]) -> Work:
    """A step that is taken when the clock *kind* has run out in *state*."""

    def do(clock_id: int, at: datetime) -> bool:
        found = _still(_in_state(kind, state, at), clock_id)
        if found is not None:
            act(found[1], at)
        return found is not None

    return Work(name, lambda at: _ids(_in_state(kind, state, at)), do)


def _unanswered(at: datetime) -> list[int]:
    """Matters whose question was asked more than five working days ago."""
    asked = (
        select(Complaint.id, func.max(Message.at))
        .join(Message, Message.complaint_id == Complaint.id)
        .where(Complaint.state == "asking", Message.topic == "question")
        .group_by(Complaint.id)
        .order_by(Complaint.id)
    )
    calendar = times.current_calendar()
    rows = db.session.execute(asked).all()
    return [id_ for id_, question_at in rows if at > calendar.due_after_days(question_at, QUESTION_DAYS).at]


def _go_on(complaint_id: int, at: datetime) -> bool:
    """T16 by time."""
    asking = select(Complaint).where(Complaint.id == complaint_id, Complaint.state == "asking")
    complaint = db.session.scalar(asking.with_for_update().execution_options(populate_existing=True))
    if complaint is not None:
        handling.answer(complaint, "", (), Move(SYSTEM, at))
    return complaint is not None


# In the order in which it must happen.
WORKS = (
    Work("reminder", _unreminded, _remind),
    Work("crossing", lambda at: _ids(_uncrossed(at)), _cross),
    Work("T4", lambda at: _ids(_in_state("C7", "amending", at)), _lapse),
    _by_time("T9", "C2", "dispatched", handling.acknowledge_by_time),
    _by_time("T24", "C8", "published", reviewing.close_in_silence),
    Work("T16", _unanswered, _go_on),
    Work("warning", warning.due, warning.warn),
)


def _together(act: Act, _words: str) -> bool:
    return act()


def tick(at: datetime, alone: Alone = _together) -> int:
    """All that time does at *at*; how much was done. *alone* may give each act a transaction of its own."""
    return sum(alone(partial(work.act, id_, at), f"{work.name} {id_}") for work in WORKS for id_ in work.find(at))


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
