"""What a step does to the clocks of a complaint: the column "Clocks" of the transition table, from the code table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from app import taxonomy
from app.officetime import OfficeCalendar
from complaints import deadlines
from complaints.deadlines import Running

Act = Literal["start", "stop", "void", "pause", "resume", "move"]

CORRECTION = "T34"


@dataclass(frozen=True)
class ClockChange:
    """One clock as it is after the step; (kind, round) names it."""

    act: Act
    clock: Running

    def record(self) -> dict[str, object]:
        """The change in codes and moments, as an entry keeps it."""
        clock = self.clock
        return {"clock": clock.kind, "round": clock.round, "act": self.act, "due": clock.due_at.isoformat()}


def effects(
    step: str,
    before: str | None,
    after: str,
    clocks: Sequence[Running],
    *,
    urgency: str,
    at: datetime,
    calendar: OfficeCalendar,
) -> list[ClockChange]:
    """The changes that *step* or an event ("reached", "call_back", "asked", "answered") makes at *at*.

    *clocks* are all of the complaint, stopped ones too, because a start opens the next round of its kind;
    *urgency* is the one that holds after the step. What ends a complaint stops every clock; a clock that is
    still running is never started anew.
    """
    running = [clock for clock in clocks if clock.is_open]
    stopping = _stopping(step, before, after, running)
    going_on = [clock for clock in running if clock not in stopping]
    return [
        *_stops(step, stopping, at, calendar),
        *_waits(after, going_on, at, calendar),
        *(_moves(going_on, urgency, calendar) if step == CORRECTION else ()),
        *_starts(step, clocks, going_on, urgency=urgency, at=at, calendar=calendar),
    ]


def moved_by(calendar: OfficeCalendar, clocks: Iterable[Running]) -> list[ClockChange]:
    """The open clocks that fall due at another moment under a new *calendar*."""
    new = ((clock, deadlines.recompute(clock, calendar)) for clock in clocks)
    return [ClockChange("move", moved) for clock, moved in new if moved != clock]


def _is_live(state: str | None) -> bool:
    return state is None or bool(taxonomy.codes("states")[state].more["open"])


def _stopping(step: str, before: str | None, after: str, running: list[Running]) -> list[Running]:
    ends = _is_live(before) and not _is_live(after)
    return [clock for clock in running if ends or clock.kind in deadlines.stops_for(step)]


def _stops(step: str, clocks: list[Running], at: datetime, calendar: OfficeCalendar) -> Iterator[ClockChange]:
    for clock in clocks:
        voided = clock.kind in deadlines.VOIDED_BY.get(step, frozenset())
        yield ClockChange("void" if voided else "stop", deadlines.stop(clock, at, calendar, voided=voided))


def _waits(after: str, clocks: list[Running], at: datetime, calendar: OfficeCalendar) -> Iterator[ClockChange]:
    for clock in clocks:
        waits = after in deadlines.rule_of(clock.kind).paused_in
        if waits and not clock.paused_since:
            yield ClockChange("pause", deadlines.pause(clock, at))
        elif clock.paused_since and not waits:
            yield ClockChange("resume", deadlines.resume(clock, at, calendar))


def _moves(clocks: list[Running], urgency: str, calendar: OfficeCalendar) -> Iterator[ClockChange]:
    for clock in clocks:
        amount = deadlines.allowance(clock.kind, urgency, step=clock.by, number=clock.round)
        if amount != clock.amount:
            yield ClockChange("move", deadlines.recompute(clock, calendar, amount))


def _starts(
    step: str, clocks: Sequence[Running], going_on: list[Running], *, urgency: str, at: datetime, calendar: OfficeCalendar
) -> Iterator[ClockChange]:
    for kind in deadlines.starts_for(step):
        if not any(clock.kind == kind for clock in going_on):
            number = 1 + max((clock.round for clock in clocks if clock.kind == kind), default=0)
            amount = deadlines.allowance(kind, urgency, step=step, number=number)
            yield ClockChange("start", deadlines.start(kind, number, at, amount, calendar, by=step))
