"""How clocks are worded on the pages of officers: in time or late, due when, how much is left."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app import taxonomy
from app.clock import day_of
from app.officetime import OfficeCalendar
from app.store.clocks import Clock
from app.taxonomy import Amount
from app.web.labels import due, office_span, remaining
from complaints import deadlines
from complaints.deadlines import Running
from complaints.operations import times


@dataclass(frozen=True)
class ClockRow:
    """A clock as a page shows it. `verdict` is said first (按时, 超期), `words` after it."""

    kind: str
    round: int
    label: str
    verdict: str
    tone: str
    words: str
    due_at: datetime
    is_open: bool


def row_of(clock: Clock, at: datetime, calendar: OfficeCalendar) -> ClockRow:
    """*clock* in words at the moment *at*."""
    running = times.running(clock)
    label = taxonomy.clock_rules()[clock.kind].label + (f"（第 {clock.round} 轮）" if clock.round > 1 else "")
    verdict, tone = _verdict(running, clock.crossed_at is not None, at, calendar)
    words = open_words(running, at, calendar) if running.is_open else used_words(running, calendar)
    moved = f"，原定{due(clock.first_due_at, at)}" if clock.first_due_at != clock.due_at and not clock.voided else ""
    provisional = "（放假安排还没公布，日期暂按推算）" if clock.provisional and running.is_open else ""
    return ClockRow(
        clock.kind, clock.round, label, verdict, tone, words + moved + provisional, clock.due_at, running.is_open
    )  # fmt: skip


def _verdict(clock: Running, has_crossed: bool, at: datetime, calendar: OfficeCalendar) -> tuple[str, str]:
    if clock.voided:
        return "作废", "stop"
    if has_crossed or deadlines.is_overdue(clock, at):
        return "超期", "late"
    if not clock.is_open:
        return "按时", "good"
    return ("暂停", "stop") if clock.paused_since else ("", tone_of(clock, at, calendar))


def tone_of(clock: Running, at: datetime, calendar: OfficeCalendar) -> str:
    """The colour of an open clock: late once missed, near from half of its time on."""
    if clock.paused_since:
        return "stop"
    if deadlines.is_overdue(clock, at):
        return "late"
    return "near" if deadlines.warning(deadlines.share_used(clock, at, calendar)) else ""


def open_words(clock: Running, at: datetime, calendar: OfficeCalendar) -> str:
    """11月5日 周四前，还有 15 个工作日 · 今天 18:00 前 · 超 2 小时"""
    if clock.paused_since:
        return f"从{due(clock.paused_since, at)}起暂停计时"
    if deadlines.is_overdue(clock, at):
        return over_words(clock, at, calendar)
    days = calendar.working_days_between(day_of(at), day_of(clock.due_at))
    left = f"，{remaining(days)}" if days and clock.amount.unit != "min" else ""
    return f"{due(clock.due_at, at)}{left}"


def over_words(clock: Running, at: datetime, calendar: OfficeCalendar) -> str:
    """By how much an open clock is late."""
    if clock.amount.unit == "min":
        return f"超 {office_span(max(1, calendar.minutes_between(clock.due_at, at)))}"
    return remaining(-calendar.working_days_between(day_of(clock.due_at), day_of(at)), overdue=True)


def used_words(clock: Running, calendar: OfficeCalendar) -> str:
    """用 15 分钟，限 3 个工作日"""
    if clock.voided or clock.stopped_at is None:
        return ""
    if clock.amount.unit == "d":
        return f"用 {(clock.stopped_at - clock.started_at).days + 1} 天，限 {amount_words(clock.amount)}"
    paused = sum(calendar.minutes_between(begin, end) for begin, end in clock.pauses if end is not None)
    used = max(0, calendar.minutes_between(clock.started_at, clock.stopped_at) - paused)
    return f"用 {office_span(used)}，限 {amount_words(clock.amount)}"


def amount_words(amount: Amount) -> str:
    """3 个工作日 · 4 小时 · 7 天"""
    if amount.unit == "min":
        return office_span(amount.number)
    return f"{amount.number} 个工作日" if amount.unit == "wd" else f"{amount.number} 天"


def queue_words(clock: Clock, at: datetime, calendar: OfficeCalendar) -> tuple[str, str]:
    """Badge of a clock in a list: words and tone."""
    running = times.running(clock)
    if running.paused_since:
        return "计时暂停", "stop"
    if deadlines.is_overdue(running, at):
        return over_words(running, at, calendar), "late"
    return due(clock.due_at, at), tone_of(running, at, calendar)
