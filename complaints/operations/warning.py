"""Warnings: at 80, 100 and 150 per cent of a clock, each told once to those who must know, in office minutes only."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select

from app.actor import Role
from app.auth.posts import living
from app.clock import day_of
from app.database import db
from app.store.clocks import Clock
from app.store.complaints import Complaint
from app.store.people import Post
from complaints import deadlines, policy
from complaints.operations import stewards, telling, times

Posts = list[Post]
TOLD = tuple(mark for mark in deadlines.WARNINGS if mark > deadlines.COLOUR_ONLY)
# Who of the office must meet its clocks; all others are the clerks'.
OFFICE_ROLES = {"C5": Role.REVIEWER, "C9": Role.REVIEWER, "C6": Role.OFFICE_HEAD}


def due(at: datetime) -> list[int]:
    """The clocks that may have reached a mark; none outside office minutes, so that they come when work begins."""
    if not times.is_office_minute(at):
        return []
    return list(db.session.scalars(select(Clock.id).where(Clock.warn_at <= at).order_by(Clock.warn_at, Clock.id)))


def warn(clock_id: int, at: datetime) -> bool:
    """Tell the marks that the clock has reached since the last time; whether there were any."""
    clock = db.session.scalar(select(Clock).where(Clock.id == clock_id, Clock.warn_at <= at).with_for_update())
    if clock is None:
        return False
    calendar, running = times.current_calendar(), times.running(clock)
    reached = deadlines.warning(deadlines.share_used(running, at, calendar))
    new = [mark for mark in TOLD if (clock.warned or 0) < mark <= reached]
    complaint = db.session.get_one(Complaint, clock.complaint_id)
    for mark in new:
        _tell(complaint, clock, mark, at)
    clock.warned = max([clock.warned or 0, *new])
    clock.warn_at = deadlines.next_warning(running, clock.warned, calendar)
    return bool(new)


def _tell(complaint: Complaint, clock: Clock, mark: int, at: datetime) -> None:
    duty = deadlines.rule_of(clock.kind).duty
    posts = _whom(complaint, clock.kind, duty, mark, day_of(at))
    key = f"warn:{clock.complaint_id}:{clock.kind}:{clock.round}:{mark}"
    said = {"clock": clock.kind, "due": clock.due_at.isoformat(), "holder": _holder(complaint, duty)}
    telling.tell(complaint, f"warn_{mark}", posts, key, at, said=said)


def _whom(complaint: Complaint, kind: str, duty: str, mark: int, day: date) -> Posts:
    """80: who must meet it and his head; 100: the office and the steward; 150: the office's head and the leaders."""
    if mark == 80 and duty == "lead":
        return [*telling.handler_of(complaint, day), *telling.posts_in(complaint.lead, day, Role.DEPARTMENT_HEAD)]
    if mark == 80 and duty == "steward":
        return telling.signers(complaint, day)
    if mark == 80:
        return telling.of_intake(OFFICE_ROLES.get(kind, Role.CLERK))(complaint, day)
    if mark == 100:
        return [*telling.of_intake(Role.CLERK, Role.OFFICE_HEAD)(complaint, day), *stewards.stewards_of(complaint, day)]
    return [*telling.of_intake(Role.OFFICE_HEAD)(complaint, day), *_leaders(day)]


def _leaders(day: date) -> Posts:
    query = select(Post).where(Post.role == Role.LEADER, living(day))
    return list(db.session.scalars(query.order_by(Post.id)))


def _holder(complaint: Complaint, duty: str) -> str:
    if duty == "lead":
        return complaint.lead or ""
    return "steward" if duty == "steward" else policy.intake_unit(complaint) or policy.OFFICE
