"""The column "Clocks" of the transition table: each step moves exactly these clocks."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from app import taxonomy
from app.officetime import DayRule, OfficeCalendar
from complaints import deadlines
from complaints.clock_effects import ClockChange, effects, moved_by
from complaints.deadlines import Running

OFFICE = OfficeCalendar.build()
BEGAN = datetime.fromisoformat("2026-11-23T10:00+08:00")
NOW = BEGAN + timedelta(hours=1)

# step, from, to, what runs ("-" = waits), what happens
TABLE = [
    ("T1", None, "received", "", "start C1"),
    ("T2", "received", "amending", "C1", "pause C1, start C7"),
    ("T3", "amending", "received", "-C1 C7", "stop C7, resume C1"),
    ("T4", "amending", "ended", "-C1 C7", "stop C1, stop C7"),
    ("T37", "ended", "received", "", "start C1"),
    ("T5", "received", "declined", "C1", "stop C1"),
    ("T6", "received", "accepted", "C1", "stop C1, start C4, start C10"),
    ("T7", "accepted", "dispatched", "C4 C10", "stop C10, start C2"),
    ("T8", "dispatched", "handling", "C2 C4", "stop C2, start C3"),
    ("T9", "dispatched", "handling", "C2 C4", "stop C2, start C3"),
    ("T10", "dispatched", "refused", "C2 C4", "stop C2, start C11"),
    ("T10", "handling", "refused", "C3 C4", "stop C3, start C11"),
    ("T11", "refused", "accepted", "C4 C11", "stop C11, start C10"),
    ("T12", "refused", "dispatched", "C4 C11", "stop C11, start C2"),
    ("T13", "refused", "ruling", "C4 C11", "stop C11, start C6"),
    ("T14", "ruling", "dispatched", "C4 C6", "stop C6, start C2"),
    ("T15", "handling", "asking", "C3 C4", "pause C4"),
    ("T16", "asking", "handling", "C3 -C4", "resume C4"),
    ("T21", "handling", "replied", "C4", "start C5"),
    ("T22", "replied", "handling", "C4 C5", "stop C5"),
    ("T23", "replied", "published", "C4 C5", "stop C4, stop C5, start C8"),
    ("T24", "published", "closed", "C8", "stop C8"),
    ("T25", "published", "reviewing", "C8", "stop C8, start C9"),
    ("T26", "closed", "reviewing", "", "start C9"),
    ("T27", "reviewing", "handling", "C9", "stop C9, start C4"),
    ("T28", "reviewing", "closed", "C9", "stop C9"),
    ("T30", "handling", "ended", "C3 C4", "stop C3, stop C4"),
    ("T30", "asking", "ended", "-C4", "stop C4"),
    ("T33", "dispatched", "accepted", "C2 C4", "void C2, start C10"),
    ("T35", "dispatched", "ended", "C2 C4", "stop C2, stop C4"),
    ("T36", "handling", "handling", "C3 C4", ""),
    ("reached", "handling", "handling", "C3 C4", "stop C3"),
    ("call_back", "reviewing", "reviewing", "C9", "stop C9"),
    ("asked", "replied", "replied", "C4 C5", "start C12"),
    ("answered", "replied", "replied", "C4 C5 C12", "stop C12"),
    ("instructed", "handling", "handling", "C3 C4", "start C13"),
    ("instruction_answered", "handling", "handling", "C4 C13", "stop C13"),
]


def running(names: str, urgency: str = "normal") -> list[Running]:
    """Clocks that run since the morning; a "-" before the name lets one wait."""
    clocks = []
    for name in names.split():
        kind = name.removeprefix("-")
        clock = deadlines.start(kind, 1, BEGAN, deadlines.allowance(kind, urgency), OFFICE)
        clocks.append(deadlines.pause(clock, BEGAN) if name.startswith("-") else clock)
    return clocks


def moved(step: str, before: str | None, after: str, clocks: list[Running], urgency: str = "normal") -> list[ClockChange]:
    return effects(step, before, after, clocks, urgency=urgency, at=NOW, calendar=OFFICE)


def told(changes: list[ClockChange]) -> str:
    return ", ".join(f"{change.act} {change.clock.kind}" for change in changes)


@pytest.mark.parametrize(("step", "before", "after", "runs", "expected"), TABLE, ids=str)
def test_each_step_moves_exactly_its_clocks(step: str, before: str | None, after: str, runs: str, expected: str) -> None:
    assert told(moved(step, before, after, running(runs))) == expected


def test_the_table_above_meets_every_start_stop_and_pause_of_the_code_table() -> None:
    later = {"T32"}
    seen = {(step, word) for step, *_, happens in TABLE for word in happens.split(", ")}
    for kind, rule in taxonomy.clock_rules().items():
        assert {step for step, word in seen if word == f"start {kind}"} == rule.starts - later
        assert rule.stops <= {step for step, word in seen if word in {f"stop {kind}", f"void {kind}"}}
        assert bool(rule.paused_in) == any(word == f"pause {kind}" for _, word in seen)


def test_a_kind_that_starts_again_opens_the_next_round_and_keeps_the_first() -> None:
    first = deadlines.stop(running("C1")[0], NOW, OFFICE)
    (change,) = moved("T37", "ended", "received", [first])
    assert (change.clock.round, change.clock.started_at) == (2, NOW)


def test_rework_has_seven_days_whatever_the_urgency() -> None:
    first = deadlines.stop(running("C4", "urgent")[0], NOW, OFFICE)
    changes = moved("T27", "reviewing", "handling", [first, *running("C9")], "urgent")
    assert (changes[-1].clock.round, changes[-1].clock.amount.number, changes[-1].clock.amount.unit) == (2, 7, "wd")


def test_no_clock_that_runs_is_ever_reset() -> None:
    assert moved("T26", "closed", "reviewing", running("C9")) == []


def test_a_sample_call_may_run_on_a_closed_matter() -> None:
    assert told(moved("T32", "closed", "closed", [])) == "start C9"
    assert moved("T32", "closed", "closed", running("C9")) == []


def test_after_a_refusal_is_turned_down_signing_takes_half_a_day_at_most() -> None:
    for step, before in (("T12", "refused"), ("T14", "ruling")):
        (change,) = moved(step, before, "dispatched", [])
        assert change.clock.amount.number == 240
        corrected = moved("T34", "dispatched", "dispatched", [change.clock], "normal")
        assert corrected == []


def test_a_withdrawn_dispatch_leaves_a_void_round() -> None:
    change = moved("T33", "dispatched", "accepted", running("C2"))[0]
    assert change.clock.voided
    assert change.clock.stopped_at == NOW


def test_correcting_the_urgency_moves_open_clocks_from_their_old_start() -> None:
    clocks = [*running("C3 C4 C7"), deadlines.stop(running("C2")[0], NOW, OFFICE)]
    changes = moved("T34", "handling", "handling", clocks, "urgent")
    assert told(changes) == "move C3, move C4"
    assert changes[1].clock.due_at == datetime.fromisoformat("2026-11-24T18:00+08:00")
    assert changes[1].clock.started_at == BEGAN
    assert moved("T34", "handling", "handling", running("C3 C4")) == []


def test_deferring_pauses_and_coming_back_goes_on() -> None:
    assert told(moved("T18", "handling", "deferred", running("C4"))) == "pause C4"
    assert told(moved("T19", "deferred", "handling", running("-C4"))) == "resume C4"


def test_a_waiting_clock_waits_on_while_it_stays_in_a_waiting_state() -> None:
    assert moved("T34", "asking", "asking", running("-C4")) == []


def test_an_edited_calendar_moves_open_clocks_only() -> None:
    office = OfficeCalendar.build([DayRule(date(2026, 11, 25), "holiday")])
    open_ones = running("C4 C10")
    stopped = deadlines.stop(running("C1")[0], NOW, OFFICE)
    (change,) = moved_by(office, [*open_ones, stopped])
    assert (change.act, change.clock.kind) == ("move", "C4")
    assert change.clock.due_at == datetime.fromisoformat("2026-12-15T18:00+08:00")


def test_an_entry_keeps_codes_and_moments_only() -> None:
    (change,) = moved("T1", None, "received", [])
    assert change.record() == {"clock": "C1", "round": 1, "act": "start", "due": "2026-11-26T10:00:00+00:00"}
