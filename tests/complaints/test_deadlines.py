"""A clock starts, waits, moves and stops; what is missed stays missed."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app import taxonomy
from app.officetime import DayRule, OfficeCalendar
from app.taxonomy import Amount
from complaints import deadlines
from complaints.deadlines import Running

OFFICE = OfficeCalendar.build()
NOTICE = OfficeCalendar.build([DayRule(date(2027, 2, 11), "holiday", note="春节"), DayRule(date(2027, 2, 20), "workday")])


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+08:00")


def clock(start: str, number: int, unit: str, kind: str = "C4") -> Running:
    return deadlines.start(kind, 1, at(start), Amount(number, unit), OFFICE)  # type: ignore[arg-type]


def waited(running: Running, *pauses: tuple[str, str]) -> Running:
    for begin, end in pauses:
        running = deadlines.resume(deadlines.pause(running, at(begin)), at(end), OFFICE)
    return running


@pytest.mark.parametrize(
    ("kind", "urgency", "step", "number", "expected"),
    [
        ("C1", "normal", "T1", 1, (3, "wd")),
        ("C1", "urgent", "T1", 1, (240, "min")),
        ("C2", "normal", "T7", 1, (480, "min")),
        ("C2", "normal", "T12", 2, (240, "min")),
        ("C2", "priority", "T14", 2, (240, "min")),
        ("C2", "urgent", "T14", 3, (120, "min")),
        ("C2", "simple", "T7", 1, (240, "min")),
        ("C4", "normal", "T6", 1, (15, "wd")),
        ("C4", "simple", "T6", 1, (3, "wd")),
        ("C4", "urgent", "T27", 2, (7, "wd")),
        ("C9", "urgent", "T25", 2, (3, "wd")),
    ],
)
def test_a_clock_runs_as_long_as_its_urgency_round_and_first_step_allow(
    kind: str, urgency: str, step: str, number: int, expected: tuple[int, str]
) -> None:
    found = deadlines.allowance(kind, urgency, step=step, number=number)
    assert (found.number, found.unit) == expected


def test_every_clock_of_the_code_table_starts_with_every_urgency() -> None:
    for (kind, rule), urgency in product(taxonomy.clock_rules().items(), taxonomy.urgencies()):
        running = deadlines.start(kind, 1, at("2026-11-24T10:00"), deadlines.allowance(kind, urgency), OFFICE)
        assert running.due_at == running.first_due_at > running.started_at
        assert running.amount == rule.by_urgency[urgency]


def test_clocks_in_natural_days_never_pause() -> None:
    rules = taxonomy.clock_rules().values()
    assert not [rule.code for rule in rules if rule.paused_in and "d" in {amount.unit for amount in rule.by_urgency.values()}]


def test_a_pause_gives_a_clock_in_minutes_exactly_what_was_left() -> None:
    running = waited(clock("2026-11-24T10:00", 240, "min", "C1"), ("2026-11-24T11:00", "2026-11-25T14:00"))
    assert running.due_at == at("2026-11-25T17:00")
    assert running.first_due_at == at("2026-11-24T15:00")


def test_a_pause_in_days_is_rounded_up_to_the_end_of_a_working_day() -> None:
    running = clock("2026-11-23T10:00", 4, "wd")
    assert running.due_at == at("2026-11-27T18:00")
    assert waited(running, ("2026-11-25T10:00", "2026-11-30T15:00")).due_at == at("2026-12-03T18:00")
    assert waited(running, ("2026-11-25T10:00", "2026-11-25T10:01")).due_at == at("2026-11-30T18:00")


def test_pauses_count_together_so_two_short_ones_gain_one_day_only() -> None:
    running = clock("2026-11-23T10:00", 4, "wd")
    both = waited(running, ("2026-11-24T10:00", "2026-11-24T10:30"), ("2026-11-25T10:00", "2026-11-25T10:30"))
    assert both.due_at == at("2026-11-30T18:00")


def test_a_pause_over_night_moves_nothing() -> None:
    running = clock("2026-11-23T10:00", 4, "wd")
    assert waited(running, ("2026-11-24T18:00", "2026-11-25T08:00")).due_at == running.due_at


def test_time_does_not_run_while_the_enterprise_is_asked() -> None:
    waiting = deadlines.pause(clock("2026-11-23T10:00", 4, "wd"), at("2026-11-26T17:00"))
    assert waiting.paused_since == at("2026-11-26T17:00")
    assert not deadlines.is_overdue(waiting, at("2026-12-20T10:00"))
    back = deadlines.resume(waiting, at("2026-12-07T10:00"), OFFICE)
    assert back.paused_since is None
    assert not deadlines.is_overdue(back, at("2026-12-07T10:00"))


def test_what_is_missed_before_a_pause_stays_missed() -> None:
    late = waited(clock("2026-11-23T10:00", 1, "wd"), ("2026-11-25T10:00", "2026-11-27T10:00"))
    assert late.due_at == at("2026-11-24T18:00")
    assert deadlines.is_overdue(late, at("2026-11-26T10:00"))
    assert deadlines.crossed_at(late, at("2026-11-30T10:00")) == at("2026-11-24T18:00")


def test_the_due_minute_itself_is_in_time() -> None:
    running = clock("2026-11-23T10:00", 1, "wd")
    assert not deadlines.is_overdue(running, at("2026-11-24T18:00"))
    assert deadlines.is_overdue(running, at("2026-11-24T18:00:01"))


def test_a_stopped_clock_keeps_its_crossing_and_is_not_overdue() -> None:
    late = deadlines.stop(clock("2026-11-23T10:00", 1, "wd"), at("2026-11-25T10:00"), OFFICE)
    assert deadlines.crossed_at(late, at("2026-12-25T10:00")) == at("2026-11-24T18:00")
    assert not deadlines.is_overdue(late, at("2026-12-25T10:00"))
    early = deadlines.stop(clock("2026-11-23T10:00", 1, "wd"), at("2026-11-24T10:00"), OFFICE)
    assert deadlines.crossed_at(early, at("2026-12-25T10:00")) is None


def test_a_clock_that_stops_while_it_waits_was_in_time() -> None:
    waiting = deadlines.pause(clock("2026-11-23T10:00", 1, "wd", "C1"), at("2026-11-24T10:00"))
    stopped = deadlines.stop(waiting, at("2026-12-10T10:00"), OFFICE)
    assert stopped.pauses == ((at("2026-11-24T10:00"), at("2026-12-10T10:00")),)
    assert deadlines.crossed_at(stopped, at("2026-12-25T10:00")) is None


def test_another_urgency_counts_from_the_old_start_and_keeps_the_pauses() -> None:
    running = waited(clock("2026-11-23T10:00", 15, "wd"), ("2026-11-24T09:00", "2026-11-24T18:00"))
    shorter = deadlines.recompute(running, OFFICE, Amount(5, "wd"))
    assert shorter.due_at == at("2026-12-01T18:00")
    assert shorter.first_due_at == at("2026-12-14T18:00")
    assert deadlines.recompute(shorter, OFFICE, Amount(15, "wd")).due_at == running.due_at


def test_when_a_year_is_published_open_dates_move_and_closed_ones_do_not() -> None:
    running = clock("2027-02-08T10:00", 3, "wd")
    assert deadlines.is_provisional(running, OFFICE)
    moved = deadlines.recompute(running, NOTICE)
    assert (running.due_at, moved.due_at) == (at("2027-02-15T18:00"), at("2027-02-16T18:00"))
    assert moved.first_due_at == at("2027-02-15T18:00")
    assert not deadlines.is_provisional(moved, NOTICE)
    stopped = deadlines.stop(running, at("2027-02-12T10:00"), OFFICE)
    assert deadlines.recompute(stopped, NOTICE, Amount(1, "wd")) == stopped


@pytest.mark.parametrize(
    ("moment", "share", "mark"),
    [
        ("2026-11-24T11:00", 0.25, 0),
        ("2026-11-24T12:30", 0.5, 50),
        ("2026-11-24T14:12", 0.8, 80),
        ("2026-11-24T15:00", 1.0, 100),
        ("2026-11-24T17:00", 1.5, 150),
        ("2026-11-25T08:00", 1.75, 150),
    ],
)
def test_warnings_come_by_the_office_time_that_is_used(moment: str, share: float, mark: int) -> None:
    found = deadlines.share_used(clock("2026-11-24T10:00", 240, "min"), at(moment), OFFICE)
    assert found == share
    assert deadlines.warning(found) == mark


def test_the_share_stands_still_in_a_pause_and_after_the_stop() -> None:
    waiting = deadlines.pause(clock("2026-11-24T10:00", 240, "min"), at("2026-11-24T11:00"))
    assert deadlines.share_used(waiting, at("2026-11-27T11:00"), OFFICE) == 0.25
    back = deadlines.resume(waiting, at("2026-11-25T10:00"), OFFICE)
    assert deadlines.share_used(back, at("2026-11-25T11:00"), OFFICE) == 0.5
    assert deadlines.share_used(back, back.due_at, OFFICE) == 1.0
    assert deadlines.share_used(back, at("2026-11-24T10:30"), OFFICE) == 0.125
    stopped = deadlines.stop(back, at("2026-11-25T11:00"), OFFICE)
    assert deadlines.share_used(stopped, at("2026-12-25T11:00"), OFFICE) == 0.5


def test_the_next_warning_is_foreseen_while_a_clock_runs() -> None:
    running = clock("2026-11-24T10:00", 240, "min")
    moments = {0: "14:12", 50: "14:12", 80: "15:00", 100: "17:00"}
    for after, moment in moments.items():
        assert deadlines.next_warning(running, after, OFFICE) == at(f"2026-11-24T{moment}")
    assert deadlines.next_warning(running, 150, OFFICE) is None
    waiting = deadlines.pause(running, at("2026-11-24T11:00"))
    assert deadlines.next_warning(waiting, 0, OFFICE) is None
    back = deadlines.resume(waiting, at("2026-11-25T10:00"), OFFICE)
    assert deadlines.next_warning(back, 0, OFFICE) == at("2026-11-25T13:12")
    assert deadlines.next_warning(deadlines.stop(back, at("2026-11-25T11:00"), OFFICE), 0, OFFICE) is None
    assert deadlines.next_warning(clock("2026-11-24T10:00", 5, "wd", "C7"), 0, OFFICE) is None


MINUTES = st.integers(0, 60 * 24 * 60)  # of September and October, with a long holiday in between
LENGTHS = st.sampled_from([(240, "min"), (480, "min"), (1, "wd"), (3, "wd"), (15, "wd")])


@settings(max_examples=60, deadline=None)
@given(MINUTES, LENGTHS, st.integers(0, 3000), st.sampled_from([0, 80, 100]))
def test_a_warning_is_foreseen_to_the_second_over_nights_holidays_and_pauses(
    minute: int, length: tuple[int, str], waits: int, after: int
) -> None:
    start = at("2026-09-01T00:00") + timedelta(minutes=minute)
    running = deadlines.start("C4", 1, start, Amount(*length), OFFICE)  # type: ignore[arg-type]
    begin = OFFICE.after_seconds(running.started_at, 3600)
    running = deadlines.resume(deadlines.pause(running, begin), begin + timedelta(minutes=waits), OFFICE)
    told = deadlines.next_warning(running, after, OFFICE)
    assert told is not None
    mark = {0: 80, 80: 100, 100: 150}[after] / 100
    assert deadlines.share_used(running, told, OFFICE) >= mark
    assert deadlines.share_used(running, told - timedelta(seconds=1), OFFICE) < mark


def test_confirming_is_measured_in_natural_time_even_over_a_whole_holiday() -> None:
    running = clock("2026-09-30T18:00", 7, "d", "C8")
    assert running.due_at == at("2026-10-07T18:00")
    assert deadlines.share_used(running, at("2026-10-04T06:00"), OFFICE) == 0.5


def test_the_page_can_show_how_a_due_date_came_about() -> None:
    running = waited(clock("2026-11-23T10:00", 4, "wd"), ("2026-11-25T10:00", "2026-11-30T15:00"))
    waiting = deadlines.pause(running, at("2026-12-01T10:00"))
    assert [step.what for step in deadlines.explain(waiting, OFFICE)] == [
        "周一 起算，当日不计",
        "周二 第1个工作日",
        "周三 第2个工作日",
        "周四 第3个工作日",
        "周五 第4个工作日，18:00 到期",
        "11月25日 10:00 起暂停计时",
        "11月30日 15:00 恢复计时，暂停1680分钟，12月3日 18:00 到期",
        "12月1日 10:00 起暂停计时",
    ]


def test_a_closed_date_that_a_newer_calendar_would_move_says_why_it_stands() -> None:
    stopped = deadlines.stop(clock("2027-02-08T10:00", 3, "wd"), at("2027-02-12T10:00"), OFFICE)
    assert deadlines.explain(stopped, NOTICE)[-1].what == "按停止计时那时的日历，2月15日 18:00 到期，不再变动"
