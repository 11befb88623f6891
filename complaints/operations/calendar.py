"""The office's own days: what a change would move, and the change itself with everything that follows from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from app import chain, workdays
from app.actor import Actor, Role
from app.chain import Act
from app.database import db
from app.errors import Invalid, NotAllowed
from app.officetime import DayRule, OfficeCalendar
from app.store.clocks import Clock
from app.store.complaints import Complaint
from app.store.settings import CalendarDay
from complaints import queries
from complaints.clock_effects import moved_by
from complaints.operations import clockwork, times
from complaints.operations.steps import who

STREAM = "settings"
FRIDAY = 4
FEWEST_PUBLISHED = 3  # every published year has at least five worked weekend days; fewer look like a slip


@dataclass(frozen=True)
class Change:
    """Days to be entered, and own days to be taken away."""

    rules: tuple[DayRule, ...] = ()
    removed: tuple[date, ...] = ()

    @property
    def days(self) -> set[date]:
        return {rule.on for rule in self.rules} | set(self.removed)


@dataclass(frozen=True)
class Moved:
    """A clock that falls due at another moment under the changed calendar."""

    number: str
    kind: str
    round: int
    before: datetime
    after: datetime


@dataclass(frozen=True)
class Published:
    """A provisional year that the change would mark as published, by so many worked weekend days."""

    year: int
    days: int

    @property
    def is_doubtful(self) -> bool:
        return self.days < FEWEST_PUBLISHED


def own_days(year: int | None = None) -> list[CalendarDay]:
    """What the office has entered, in order."""
    query = select(CalendarDay).order_by(CalendarDay.on)
    if year is not None:
        query = query.where(CalendarDay.on >= date(year, 1, 1), CalendarDay.on <= date(year, 12, 31))
    return list(db.session.scalars(query))


def calendar_after(change: Change) -> OfficeCalendar:
    """The calendar as it would be."""
    kept = [day for day in own_days() if day.on not in change.days]
    return OfficeCalendar.build([*workdays.day_rules(kept), *change.rules])


def moved_under(change: Change, actor: Actor) -> list[Moved]:
    """The open clocks that would move, of matters that *actor* is not kept away from; soonest first."""
    calendar = calendar_after(change)
    query = select(Clock, Complaint.number).join(Complaint, Complaint.id == Clock.complaint_id)
    query = query.where(Clock.stopped_at.is_(None), ~queries.recused(actor)).order_by(Clock.due_at, Clock.id)
    found = []
    for clock, number in db.session.execute(query):
        for changed in moved_by(calendar, [times.running(clock)]):
            found.append(Moved(number, clock.kind, clock.round, clock.due_at, changed.clock.due_at))
    return found


def published_by(change: Change) -> list[Published]:
    """The provisional years that would count as published."""
    now, then = times.current_calendar(), calendar_after(change)
    years = sorted({rule.on.year for rule in change.rules})
    fresh = [year for year in years if now.is_provisional(year) and not then.is_provisional(year)]
    return [Published(year, sum(_is_worked_weekend(rule, year) for rule in then.overrides)) for year in fresh]


def _is_worked_weekend(rule: DayRule, year: int) -> bool:
    return rule.on.year == year and rule.kind == "workday" and rule.on.weekday() > FRIDAY


def enter(change: Change, actor: Actor, at: datetime) -> int:
    """Write the change, remember it, and let the open clocks follow; how many moved."""
    if actor.role != Role.ADMIN:
        raise NotAllowed("工作日历由系统管理员维护。")
    calendar_after(change)  # refuses what cannot be worked
    old = {day.on: day for day in own_days() if day.on in change.days}
    if missing := sorted(set(change.removed) - set(old)):
        raise Invalid(f"{missing[0]} 没有单独录过，不用删。")
    if not change.days:
        raise Invalid("没有要改的日子。")
    before = [_plain(workdays.day_rules([day])[0]) for day in old.values()]
    for on in change.removed:
        db.session.delete(old[on])
    _write(change.rules, old, actor, at)
    db.session.flush()
    after: dict[str, Any] = {
        "days": [_plain(rule) for rule in change.rules],
        "removed": [d.isoformat() for d in change.removed],
    }
    chain.append(STREAM, who(actor), Act("calendar_changed", before={"days": before}, after=after), at)
    return clockwork.recompute_open(at)


def _write(rules: Sequence[DayRule], old: dict[date, CalendarDay], actor: Actor, at: datetime) -> None:
    # The calendar is built anew when the newest entry is newer than before, so two in one moment must differ.
    last = db.session.scalar(select(func.max(CalendarDay.entered_at)))
    entered = max(at, last + timedelta(microseconds=1)) if last else at
    for rule in rules:
        row = old.get(rule.on) or CalendarDay(on=rule.on)
        row.kind, row.note, row.sessions = rule.kind, rule.note, [list(session) for session in rule.sessions or ()]
        row.entered_by, row.entered_at = actor.post_id, entered
        db.session.add(row)


def _plain(rule: DayRule) -> dict[str, Any]:
    """A day as an entry keeps it: codes and hours, no words."""
    return {"on": rule.on.isoformat(), "kind": rule.kind, "hours": [list(session) for session in rule.sessions or ()]}
