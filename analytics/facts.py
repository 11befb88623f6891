"""What one matter is in every figure: pure, from its rows to its facts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple, Protocol

from analytics.periods import month_of
from app import taxonomy
from app.store.clocks import Clock
from app.store.complaints import Assignment, Complaint, Mention, Rating, Refusal

OPEN = frozenset(code for code, state in taxonomy.codes("states").items() if state.more["open"])
RESOLVABLE = frozenset({"grievance", "help", "tip_off"})
MISTAKEN = "entered_by_mistake"


class Made(NamedTuple):
    """A fact before it is a row."""

    figure: str
    outcome: str
    at: datetime
    until: datetime | None
    month: str
    unit: str
    area: str
    topic: str
    is_public: bool


@dataclass(frozen=True)
class History:
    """A matter with the rows that its facts are made of, each in the order of time."""

    matter: Complaint
    clocks: Sequence[Clock] = ()
    leads: Sequence[Assignment] = ()
    refusals: Sequence[Refusal] = ()
    ratings: Sequence[Rating] = ()
    mentions: Sequence[Mention] = ()
    published: Sequence[datetime] = ()
    reached: frozenset[datetime] = field(default_factory=frozenset)


class Counted(NamedTuple):
    """What differs from fact to fact of a matter."""

    figure: str
    outcome: str
    at: datetime
    unit: str | None
    until: datetime | None = None


def facts_of(history: History) -> list[Made]:
    """Every fact of a matter; one that was entered by mistake counts nowhere."""
    matter = history.matter
    if matter.end_reason == MISTAKEN:
        return []
    public = is_public(matter, history.mentions)
    return [
        Made(
            one.figure, one.outcome, one.at, one.until, "" if one.figure == "open" else month_of(one.at),
            one.unit or "", matter.area or "", matter.topic or "", public,
        )
        for source in SOURCES
        for one in source(history)
    ]  # fmt: skip


def is_public(matter: Complaint, mentions: Sequence[Mention]) -> bool:
    """公开口径: without tip-offs, conduct, and every matter from which anyone is recused."""
    if matter.kind == "tip_off" or matter.topic in taxonomy.conduct_topics():
        return False
    standing = [one for one in mentions if matter.accepted_at is None or one.standing == "fixed"]
    is_accusing = matter.accepted_at is None and matter.kind == "grievance"
    return not any(one.person_id or (one.unit and is_accusing) for one in standing)


def _flow(history: History) -> Iterator[Counted]:
    matter = history.matter
    yield Counted("received", "received", matter.submitted_at, matter.lead)
    if matter.state in {"closed", "declined", "ended"} and matter.closed_at:
        yield Counted(matter.state, matter.state, matter.closed_at, matter.lead)


def _stock(history: History) -> Iterator[Counted]:
    matter = history.matter
    if matter.state not in OPEN:
        return
    whole = next((clock for clock in history.clocks if clock.kind == "C4" and clock.stopped_at is None), None)
    if whole is None:
        yield Counted("open", "unclocked", matter.submitted_at, matter.lead)
    else:
        yield Counted("open", _still(whole), whole.due_at, matter.lead)


def _still(clock: Clock) -> str:
    """How a clock stands that nothing has stopped."""
    if clock.crossed_at is not None:
        return "late"
    return "waiting" if clock.pauses and clock.pauses[-1][1] is None else "running"


def _was_ended(clock: Clock, matter: Complaint) -> bool:
    return matter.state == "ended" and clock.stopped_at == matter.closed_at


def _outcome(clock: Clock, stopped: str) -> str:
    """`stopped`: what it is if it was stopped in time."""
    return _still(clock) if clock.stopped_at is None or clock.crossed_at else stopped


def _accept(history: History) -> Iterator[Counted]:
    matter = history.matter
    for clock in _of(history, "C1"):
        done = clock.stopped_at == matter.accepted_at or (matter.state == "declined" and clock.stopped_at == matter.closed_at)
        yield Counted("accept", _outcome(clock, "kept" if done else "ended"), _when(clock), matter.lead)


def _sign(history: History) -> Iterator[Counted]:
    rounds = _of(history, "C2")
    for clock, following in zip(rounds, [*rounds[1:], None], strict=False):
        unit, ended = _lead_at(history, clock.started_at), _was_ended(clock, history.matter)
        yield Counted("sign", _outcome(clock, "ended" if ended else "kept"), _when(clock), unit)
        until = following.started_at if following else None
        was_refused = any(
            one.unit == unit and one.at >= clock.started_at and (until is None or one.at < until) for one in history.refusals
        )
        apart = "ruled" if clock.by == "T14" else "ended" if ended and clock.crossed_at is None else "stood"
        yield Counted("refused", "refused" if was_refused and apart != "ruled" else apart, _when(clock), unit)


def _contact(history: History) -> Iterator[Counted]:
    refused = {one.at for one in history.refusals}
    for clock in _of(history, "C3"):
        if clock.stopped_at in history.reached:
            stopped = "kept"
        elif clock.stopped_at in refused:
            stopped = "refused"
        else:
            stopped = "ended" if _was_ended(clock, history.matter) else "never"
        yield Counted("contact", _outcome(clock, stopped), _when(clock), _lead_at(history, clock.started_at))


def _whole(history: History) -> Iterator[Counted]:
    matter = history.matter
    for clock in _of(history, "C4"):
        outcome = _outcome(clock, "ended" if _was_ended(clock, matter) else "kept")
        if clock.round > 1:
            yield Counted("rework_on_time", outcome, _when(clock), matter.lead)
            continue
        yield Counted("on_time", outcome, _when(clock), matter.lead)
        missed = outcome == "kept" and clock.stopped_at is not None and clock.stopped_at > clock.first_due_at
        yield Counted("on_original", "late" if missed else outcome, _when(clock), matter.lead)


def _answers(history: History) -> Iterator[Counted]:
    matter = history.matter
    if matter.state != "closed" or matter.closed_at is None:
        return
    last = next((one for one in reversed(history.ratings) if one.round == matter.round), None)
    yield Counted("satisfied", last.level if last else "silent", matter.closed_at, matter.lead)
    if matter.kind in RESOLVABLE:
        yield Counted("resolved", last.solved if last else "silent", matter.closed_at, matter.lead)


def _replies(history: History) -> Iterator[Counted]:
    matter, first = history.matter, min(history.published, default=None)
    if first is not None:
        yield Counted("rework", "reworked" if matter.round > 1 else "stood", first, matter.lead)
    if matter.accepted_at is not None:
        ended = matter.closed_at if matter.state == "ended" else None
        outcome = "replied" if first else "ended" if ended else "open"
        yield Counted("duration", outcome, matter.accepted_at, matter.lead, first or ended)


class Source(Protocol):
    """A family of figures."""

    def __call__(self, history: History) -> Iterator[Counted]: ...


SOURCES: tuple[Source, ...] = (_flow, _stock, _accept, _sign, _contact, _whole, _answers, _replies)


def _of(history: History, kind: str) -> list[Clock]:
    return [clock for clock in history.clocks if clock.kind == kind and not clock.voided]


def _when(clock: Clock) -> datetime:
    """A crossed clock belongs to the month of its crossing, any other to that of its due date."""
    return clock.crossed_at or clock.due_at


def _lead_at(history: History, at: datetime) -> str | None:
    """Whose matter it was then."""
    return next((one.unit for one in reversed(history.leads) if one.from_at <= at), None)
