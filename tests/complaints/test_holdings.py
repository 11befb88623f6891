"""Every office minute of a life is charged to exactly one holder."""

from __future__ import annotations

from bisect import bisect_left
from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app import taxonomy
from app.officetime import DayRule, OfficeCalendar
from complaints import deadlines
from complaints.clock_effects import effects
from complaints.deadlines import Running
from complaints.holdings import Held, Holder, elapsed_minutes, hand_over, holder_of, minutes_by_holder

OFFICE = OfficeCalendar.build([DayRule(date(2026, 9, 16), "half"), DayRule(date(2026, 10, 14), "holiday")])
BORN = datetime.fromisoformat("2026-09-14T16:00+08:00")


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+08:00")


@pytest.mark.parametrize(
    ("state", "holder"),
    [
        ("received", Holder("office")),
        ("amending", Holder("enterprise")),
        ("refused", Holder("lead", "tax")),
        ("handling", Holder("lead", "tax")),
        ("ruling", Holder("arbiter")),
        ("deferred", Holder("deferred")),
        ("published", Holder("enterprise")),
        ("closed", None),
        ("ended", None),
    ],
)
def test_each_state_names_its_one_holder(state: str, holder: Holder | None) -> None:
    assert holder_of(state, "tax") == holder


def test_every_open_state_has_a_holder_and_no_other_has_one() -> None:
    for code, state in taxonomy.codes("states").items():
        assert (holder_of(code, "tax") is not None) == state.more["open"]


def test_a_matter_passes_from_hand_to_hand_without_a_gap() -> None:
    held = hand_over((), Holder("office"), at("2026-11-23T10:00"))
    held = hand_over(held, Holder("office"), at("2026-11-23T11:00"))
    held = hand_over(held, Holder("lead", "tax"), at("2026-11-23T14:00"))
    held = hand_over(held, Holder("lead", "fire"), at("2026-11-23T15:00"))
    held = hand_over(held, None, at("2026-11-24T10:00"))
    held = hand_over(held, None, at("2026-11-24T11:00"))
    held = hand_over(held, Holder("office"), at("2026-11-25T10:00"))
    assert [(one.holder.name, one.holder.unit) for one in held] == [
        ("office", None),
        ("lead", "tax"),
        ("lead", "fire"),
        ("office", None),
    ]
    assert held[1] == Held(Holder("lead", "tax"), at("2026-11-23T14:00"), at("2026-11-23T15:00"))
    assert minutes_by_holder(held, at("2026-11-25T10:30"), OFFICE) == {
        Holder("office"): 180 + 30,
        Holder("lead", "tax"): 60,
        Holder("lead", "fire"): 240,
    }


def test_seconds_never_make_a_minute_twice_or_lose_one() -> None:
    held = hand_over((), Holder("office"), at("2026-11-23T10:00:40"))
    held = hand_over(held, Holder("lead", "tax"), at("2026-11-23T10:01:20"))
    assert minutes_by_holder(held, at("2026-11-23T10:02:40"), OFFICE) == {Holder("office"): 0, Holder("lead", "tax"): 2}


def test_the_past_is_told_as_it_was() -> None:
    held = hand_over((), Holder("office"), at("2026-11-23T10:00"))
    held = hand_over(held, Holder("lead", "tax"), at("2026-11-23T11:00"))
    assert minutes_by_holder(held, at("2026-11-23T10:30"), OFFICE) == {Holder("office"): 30, Holder("lead", "tax"): 0}


# ---- lives: any walk over the transition table, at any minutes, charged minute by minute ----

WALK = {
    None: [("T1", "received")],
    "received": [("T2", "amending"), ("T5", "declined"), ("T6", "accepted"), ("T34", "received")],
    "amending": [("T3", "received"), ("T4", "ended")],
    "accepted": [("T7", "dispatched"), ("T35", "ended")],
    "dispatched": [("T8", "handling"), ("T9", "handling"), ("T10", "refused"), ("T33", "accepted")],
    "refused": [("T11", "accepted"), ("T12", "dispatched"), ("T13", "ruling")],
    "ruling": [("T14", "dispatched")],
    "handling": [("T15", "asking"), ("T21", "replied"), ("T10", "refused"), ("T18", "deferred"), ("reached", "handling")],
    "asking": [("T16", "handling"), ("T30", "ended")],
    "deferred": [("T19", "handling")],
    "replied": [("T22", "handling"), ("T23", "published"), ("asked", "replied"), ("answered", "replied")],
    "published": [("T24", "closed"), ("T25", "reviewing")],
    "reviewing": [("T27", "handling"), ("T28", "closed"), ("call_back", "reviewing")],
    "closed": [("T26", "reviewing")],
    "ended": [("T37", "received")],
    "declined": [],
}  # fmt: skip
UNITS = ("tax", "fire", "water")
STEPS = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4000), st.sampled_from(sorted(taxonomy.urgencies()))), max_size=14)


class Life:
    """A complaint that walks over the table and remembers by the minute where it was."""

    def __init__(self, steps: list[tuple[int, int, str]]) -> None:
        self.now, self.clocks = BORN, {}  # type: datetime, dict[tuple[str, int], Running]
        self.held: tuple[Held, ...] = ()
        self.spans: list[tuple[datetime, str | None, Holder | None]] = []
        self.state: str | None = None
        self.unit = 0
        self.take("T1", "received", "normal")
        for choice, minutes, urgency in steps:
            if ways := WALK[self.state]:
                self.now += timedelta(minutes=minutes)
                self.take(*ways[choice % len(ways)], urgency)
        self.now += timedelta(minutes=700)

    def take(self, step: str, after: str, urgency: str) -> None:
        self.unit += step in {"T7", "T14"}
        clocks = list(self.clocks.values())
        for change in effects(step, self.state, after, clocks, urgency=urgency, at=self.now, calendar=OFFICE):
            self.clocks[change.clock.kind, change.clock.round] = change.clock
        self.state = after
        holder = holder_of(after, UNITS[self.unit % 3])
        self.held = hand_over(self.held, holder, self.now)
        self.spans.append((self.now, after, holder))


def office_minutes() -> list[datetime]:
    """The beginnings of all office minutes of the season, written down one by one."""
    minutes, moment = [], at("2026-09-14T00:00")
    sessions = {}
    while moment < at("2026-12-31T00:00"):
        on = moment.date()
        if on not in sessions:
            sessions[on] = OFFICE.sessions(on)
        if any(start <= moment < end for start, end in sessions[on]):
            minutes.append(moment)
        moment += timedelta(minutes=1)
    return minutes


@pytest.fixture(scope="module")
def minutes() -> list[datetime]:
    return office_minutes()


def walked(life: Life, minutes: list[datetime]) -> tuple[dict[Holder, int], list[str | None]]:
    """Minute by minute: who had it, and in which state it was."""
    charged: dict[Holder, int] = {}
    states: list[str | None] = []
    span = 0
    for minute in minutes[bisect_left(minutes, BORN) : bisect_left(minutes, life.now)]:
        while span + 1 < len(life.spans) and life.spans[span + 1][0] <= minute:
            span += 1
        _, state, holder = life.spans[span]
        states.append(state)
        if holder:
            charged[holder] = charged.get(holder, 0) + 1
    return charged, states


def run_by_hand(clock: Running, until: datetime, states: list[str | None], minutes: list[datetime]) -> int:
    """Office minutes for which *clock* ran up to *until*, counted one by one."""
    waits, first = deadlines.rule_of(clock.kind).paused_in, bisect_left(minutes, BORN)
    begin, end = bisect_left(minutes, clock.started_at) - first, bisect_left(minutes, until) - first
    return sum(state not in waits for state in states[begin:end])


@pytest.mark.slow
@settings(max_examples=2000, derandomize=True, deadline=None, database=None)
@given(STEPS)
def test_minutes_by_holder_equal_a_walk_minute_by_minute(minutes: list[datetime], steps: list[tuple[int, int, str]]) -> None:
    life = Life(steps)
    charged, states = walked(life, minutes)
    found = minutes_by_holder(life.held, life.now, OFFICE)
    assert {holder: spent for holder, spent in found.items() if spent} == charged
    assert sum(found.values()) == elapsed_minutes(life.held, life.now, OFFICE) == sum(charged.values())
    assert all(earlier.to_at is not None and earlier.to_at <= later.from_at for earlier, later in pairwise(life.held))
    for clock in life.clocks.values():
        check_clock(clock, life.now, states, minutes)


def check_clock(clock: Running, now: datetime, states: list[str | None], minutes: list[datetime]) -> None:
    """A clock in minutes has crossed when it ran longer than it may, pauses left out, and not while it ran less."""
    if clock.amount.unit == "min":
        ran = run_by_hand(clock, clock.stopped_at or now, states, minutes)
        crossed = deadlines.crossed_at(clock, now) is not None
        assert crossed if ran > clock.amount.number else not crossed or ran == clock.amount.number
