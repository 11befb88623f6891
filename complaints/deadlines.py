"""The clocks of a complaint as pure rules: how long they run, how they pause, when they are overdue.

A pause moves the due moment by the office time it took, and all pauses count together, from the original start:
a clock in office minutes keeps exactly what was left; a clock in days moves on and then up to the end of the day it
lands on, so it never loses time and gains less than one day in all. A pause that begins when the clock is already
due gives nothing: what is missed stays missed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from app import taxonomy
from app.clock import day_of, local
from app.officetime import OfficeCalendar, Step
from app.taxonomy import Amount, ClockRule

Pause = tuple[datetime, datetime | None]

WARNINGS = (50, 80, 100, 150)  # per cent of the time used at which a clock is shown, told and escalated
COLOUR_ONLY = 50
ALSO_STOPPED_BY = {"T27": frozenset({"C9"}), "T28": frozenset({"C9"})}  # the step carries the call-back record
VOIDED_BY = {"T33": frozenset({"C2"})}


@dataclass(frozen=True)
class Running:
    """One round of one clock; `by` is the step that started it."""

    kind: str
    round: int
    started_at: datetime
    due_at: datetime
    first_due_at: datetime
    amount: Amount
    pauses: tuple[Pause, ...] = ()
    stopped_at: datetime | None = None
    voided: bool = False
    by: str = ""

    @property
    def is_open(self) -> bool:
        return self.stopped_at is None

    @property
    def paused_since(self) -> datetime | None:
        """When the pause began that is still going on."""
        return self.pauses[-1][0] if self.pauses and self.pauses[-1][1] is None else None


def rule_of(kind: str) -> ClockRule:
    return taxonomy.clock_rules()[kind]


def starts_for(step: str) -> tuple[str, ...]:
    """The clocks that *step* (or an event such as "asked") starts."""
    return tuple(kind for kind, rule in taxonomy.clock_rules().items() if step in rule.starts)


def stops_for(step: str) -> tuple[str, ...]:
    """The clocks that *step* (or an event such as "reached") stops."""
    also = ALSO_STOPPED_BY.get(step, frozenset())
    return tuple(kind for kind, rule in taxonomy.clock_rules().items() if step in rule.stops or kind in also)


def allowance(kind: str, urgency: str, *, step: str = "", number: int = 1) -> Amount:
    """How long a clock runs: by urgency, at most so much after some steps, another length in the next rounds."""
    rule = rule_of(kind)
    if rule.rework and number > 1:
        return rule.rework
    amount = rule.by_urgency[urgency]
    if rule.at_most and step in rule.after:
        return _shorter(amount, rule.at_most)
    return amount


def _shorter(amount: Amount, most: Amount) -> Amount:
    return amount if amount.unit == most.unit and amount.number < most.number else most


def due_for(started_at: datetime, amount: Amount, pauses: Iterable[Pause], calendar: OfficeCalendar) -> datetime:
    """When a clock with these pauses is due; one that still goes on moves nothing until it ends."""
    first = due = calendar.due(started_at, amount).at
    lost = 0
    for begin, end in pauses:
        if end is not None and begin < due:
            lost += calendar.seconds_between(begin, end)
            due = calendar.after_seconds(first, lost)
            due = due if amount.unit == "min" else calendar.closing(day_of(due))
    return due


def start(kind: str, number: int, at: datetime, amount: Amount, calendar: OfficeCalendar, *, by: str = "") -> Running:
    """Round *number* of a clock, from *at*."""
    due = calendar.due(at, amount).at
    return Running(kind, number, at, due, due, amount, by=by)


def pause(clock: Running, at: datetime) -> Running:
    """The clock waiting from *at*."""
    return replace(clock, pauses=(*clock.pauses, (at, None)))


def resume(clock: Running, at: datetime, calendar: OfficeCalendar) -> Running:
    """The clock running again from *at*, due later by what the pause took."""
    begin, _ = clock.pauses[-1]
    return recompute(replace(clock, pauses=(*clock.pauses[:-1], (begin, at))), calendar)


def stop(clock: Running, at: datetime, calendar: OfficeCalendar, *, voided: bool = False) -> Running:
    """The clock at rest for good; a pause that still goes on ends with it."""
    clock = resume(clock, at, calendar) if clock.paused_since else clock
    return replace(clock, stopped_at=at, voided=voided)


def recompute(clock: Running, calendar: OfficeCalendar, amount: Amount | None = None) -> Running:
    """The clock under another length or calendar, from its first start and with its pauses; a stopped one never moves."""
    if not clock.is_open:
        return clock
    amount = amount or clock.amount
    return replace(clock, amount=amount, due_at=due_for(clock.started_at, amount, clock.pauses, calendar))


def crossed_at(clock: Running, at: datetime) -> datetime | None:
    """The moment at which the deadline was missed, as seen from *at*; the due minute itself is still in time."""
    return clock.due_at if clock.due_at < _counted_until(clock, at) else None


def is_overdue(clock: Running, at: datetime) -> bool:
    """Whether an open clock is past its due moment at *at*; one that waits since before is not."""
    return clock.is_open and crossed_at(clock, at) is not None


def share_used(clock: Running, at: datetime, calendar: OfficeCalendar) -> float:
    """The part of the time that is used up: 1.0 at the due moment, more after it, still in pauses and at night."""
    measure = _natural_seconds if clock.amount.unit == "d" else calendar.seconds_between
    return _run(clock, _counted_until(clock, at), measure) / max(1, _run(clock, clock.due_at, measure))


def warning(share: float) -> int:
    """The highest of the warning marks that *share* has reached, or 0."""
    return max((mark for mark in WARNINGS if share >= mark / 100), default=0)


def next_warning(clock: Running, after: int, calendar: OfficeCalendar) -> datetime | None:
    """When the mark above *after* will be reached if nothing comes between; None for a clock that stands still.

    Clocks of the enterprise warn nobody: it is reminded in its own way.
    """
    mark = next((mark for mark in WARNINGS if mark > max(after, COLOUR_ONLY)), None)
    if mark is None or not clock.is_open or clock.paused_since or rule_of(clock.kind).duty == "enterprise":
        return None
    since = clock.pauses[-1][1] if clock.pauses else None
    since = since or clock.started_at
    whole = _run(clock, clock.due_at, calendar.seconds_between)
    left = -(-whole * mark // 100) - _run(clock, since, calendar.seconds_between)
    return calendar.after_seconds(since, max(0, left))


def is_provisional(clock: Running, calendar: OfficeCalendar) -> bool:
    """Whether the due moment rests on days that nobody has published."""
    return calendar.provisional_between(clock.started_at, clock.due_at)


def explain(clock: Running, calendar: OfficeCalendar) -> list[Step]:
    """How the due moment came about, day by day, pauses included."""
    steps = list(calendar.due(clock.started_at, clock.amount).steps)
    for number, (begin, end) in enumerate(clock.pauses, start=1):
        steps.append(Step(day_of(begin), f"{_when(begin)} 起暂停计时"))
        if end is not None:
            due = due_for(clock.started_at, clock.amount, clock.pauses[:number], calendar)
            minutes = calendar.minutes_between(begin, end)
            steps.append(Step(day_of(end), f"{_when(end)} 恢复计时，暂停{minutes}分钟，{_when(due)} 到期"))
    if due_for(clock.started_at, clock.amount, clock.pauses, calendar) != clock.due_at:
        steps.append(Step(day_of(clock.due_at), f"按停止计时那时的日历，{_when(clock.due_at)} 到期，不再变动"))
    return steps


def _counted_until(clock: Running, at: datetime) -> datetime:
    ends = (at, clock.stopped_at, clock.paused_since)
    return min(end for end in ends if end is not None)


def _run(clock: Running, until: datetime, measure: Callable[[datetime, datetime], int]) -> int:
    paused = sum(measure(begin, min(end, until)) for begin, end in clock.pauses if end is not None and begin < until)
    return measure(clock.started_at, until) - paused


def _natural_seconds(a: datetime, b: datetime) -> int:
    return int((b - a).total_seconds())


def _when(at: datetime) -> str:
    here = local(at)
    return f"{here.month}月{here.day}日 {here:%H:%M}"
