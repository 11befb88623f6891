"""The office's calendar against the published days, the worked examples and a slow count."""

from __future__ import annotations

import tomllib
from bisect import bisect_right
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app import taxonomy
from app.errors import Invalid
from app.officetime import DayRule, OfficeCalendar
from app.taxonomy import Amount

BOOK: dict[str, Any] = tomllib.loads((Path(taxonomy.__file__).parent / "calendar.toml").read_text(encoding="utf-8"))
OFFICE = OfficeCalendar.build()
HALF = OfficeCalendar.build([DayRule(date(2026, 11, 25), "half", (("09:00", "12:00"),), "消防演练")])
NOTICE_2027 = [
    DayRule(date(2027, 2, 11), "holiday", note="春节"),
    DayRule(date(2027, 2, 20), "workday", note="春节"),
]


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+08:00")


def published_days_off(year: dict[str, Any]) -> set[date]:
    first, days = date(year["year"], 1, 1), range(365)
    off = {on for holiday in year["holidays"] for on in holiday["days_off"]}
    worked = {on for holiday in year["holidays"] for on in holiday["workdays"]}
    every = {first + timedelta(days=offset) for offset in days}
    return {on for on in every if on in off or (on.weekday() >= 5 and on not in worked)}


@pytest.mark.parametrize(
    "year", [year for year in BOOK["years"] if year["status"] == "published"], ids=lambda y: str(y["year"])
)
def test_each_day_of_a_published_year_is_worked_or_free_as_the_notice_says(year: dict[str, Any]) -> None:
    first = date(year["year"], 1, 1)
    found = {on for on in (first + timedelta(days=offset) for offset in range(365)) if not OFFICE.is_working(on)}
    assert found == published_days_off(year)
    assert not OFFICE.is_provisional(year["year"])


@pytest.mark.parametrize("check", BOOK["checks"], ids=lambda check: str(check["start"]))
def test_the_worked_examples_come_out_right(check: dict[str, Any]) -> None:
    for clock in ("00:00", "10:00", "23:59"):
        due = OFFICE.due_after_days(at(f"{check['start']}T{clock}"), check["working_days"])
        assert due.at == at(f"{check['due']}T18:00")
        assert not due.provisional


def test_make_up_days_of_other_years_are_not_taken_for_this_one() -> None:
    assert OFFICE.is_provisional(2027)
    assert OFFICE.is_provisional(2028)


def test_steps_say_what_each_day_counted_for() -> None:
    due = OFFICE.due_after_days(at("2026-09-18T10:00"), 3)
    assert [step.what for step in due.steps] == [
        "周五 起算，当日不计",
        "周六 休息 不计",
        "周日 调休上班 第1个工作日",
        "周一 第2个工作日",
        "周二 第3个工作日，18:00 到期",
    ]
    through = {step.on: step.what for step in OFFICE.due_after_days(at("2026-09-30T10:00"), 5).steps}
    assert through[date(2026, 10, 1)] == "国庆节 放假 不计"
    assert through[date(2026, 10, 4)] == "国庆节 放假 不计"
    assert through[date(2026, 10, 11)] == "周日 休息 不计"


def test_a_free_day_given_in_exchange_is_named_even_where_no_holiday_touches_it() -> None:
    assert OFFICE.day(date(2018, 12, 31)).label == "调休 放假"
    assert OFFICE.day(date(2020, 10, 1)).label == "中秋节、国庆节 放假"
    assert OFFICE.day(date(2020, 10, 5)).label == "国庆节 放假"


@pytest.mark.parametrize(
    ("start", "minutes", "due"),
    [
        ("2026-11-24T10:00", 120, "2026-11-24T12:00"),
        ("2026-11-24T11:00", 120, "2026-11-24T14:00"),
        ("2026-11-24T12:30", 1, "2026-11-24T13:01"),
        ("2026-11-24T17:00", 480, "2026-11-25T17:00"),
        ("2026-11-24T22:15", 240, "2026-11-25T14:00"),
        ("2026-11-24T09:00", 480, "2026-11-24T18:00"),
        ("2026-11-27T18:00", 1, "2026-11-30T09:01"),
        ("2026-09-30T17:30", 60, "2026-10-08T09:30"),
        ("2026-11-24T10:00:30", 60, "2026-11-24T11:00:30"),
        ("2026-12-31T17:00", 120, "2027-01-04T10:00"),
    ],
)
def test_office_minutes_stop_at_lunch_and_at_night(start: str, minutes: int, due: str) -> None:
    assert OFFICE.due_after_minutes(at(start), minutes).at == at(due)
    assert OFFICE.minutes_between(at(start), at(due)) == minutes


def test_minute_steps_add_up_to_the_minutes() -> None:
    due = OFFICE.due_after_minutes(at("2026-11-27T17:30:30"), 60)
    assert [step.what for step in due.steps] == [
        "周五 计29分钟",
        "周六 休息 不计",
        "周日 休息 不计",
        "周一 计31分钟，09:30 到期",
    ]
    late = OFFICE.due_after_minutes(at("2026-11-24T19:00"), 60)
    assert late.steps[0].what == "周二 不在上班时间，不计"


def test_natural_days_run_through_holidays_and_end_at_six() -> None:
    due = OFFICE.due_after_natural_days(at("2026-09-24T10:00"), 7)
    assert due.at == at("2026-10-01T18:00")
    assert due.steps[1].what == "中秋节 放假 第1天"
    assert due.steps[-1].what == "国庆节 放假 第7天，18:00 到期"


def test_what_is_due_on_a_half_day_is_due_at_its_last_minute() -> None:
    assert HALF.due_after_days(at("2026-11-24T10:00"), 1).at == at("2026-11-25T12:00")
    assert HALF.due_after_natural_days(at("2026-11-24T10:00"), 1).at == at("2026-11-25T12:00")
    assert HALF.due_after_minutes(at("2026-11-25T11:00"), 120).at == at("2026-11-26T10:00")
    assert HALF.due_after_days(at("2026-11-24T10:00"), 1).steps[-1].what == "周三 半天上班（消防演练） 第1个工作日，12:00 到期"


def test_a_half_day_without_hours_is_the_morning() -> None:
    office = OfficeCalendar.build([DayRule(date(2026, 11, 25), "half")])
    assert office.sessions(date(2026, 11, 25)) == ((at("2026-11-25T09:00"), at("2026-11-25T12:00")),)


def test_the_office_overrides_the_published_days_and_the_later_entry_holds() -> None:
    strike, saturday = date(2026, 11, 25), date(2026, 11, 28)
    office = OfficeCalendar.build([DayRule(strike, "workday"), DayRule(saturday, "workday"), DayRule(strike, "holiday")])
    assert not office.is_working(strike)
    assert office.is_working(saturday)
    assert office.due_after_days(at("2026-11-24T10:00"), 3).at == at("2026-11-28T18:00")
    assert office.day(saturday).label == "周六 调休上班"
    assert office == OfficeCalendar.build([DayRule(saturday, "workday"), DayRule(strike, "holiday")])


def test_an_unpublished_year_is_provisional_until_its_notice_is_entered() -> None:
    before = OFFICE.due_after_days(at("2027-02-08T10:00"), 3)
    assert before.provisional
    assert before.at == at("2027-02-15T18:00")
    assert before.steps[1].what == "春节 放假 不计（暂按推算）"
    office = OfficeCalendar.build(NOTICE_2027)
    after = office.due_after_days(at("2027-02-08T10:00"), 3)
    assert not office.is_provisional(2027)
    assert office.is_provisional(2028)
    assert not after.provisional
    assert after.at == at("2027-02-16T18:00")


def test_a_due_date_that_reaches_into_an_unpublished_year_says_so() -> None:
    assert OFFICE.due_after_days(at("2026-12-30T10:00"), 2).provisional
    assert not OFFICE.due_after_days(at("2026-12-30T10:00"), 1).provisional


def test_days_off_alone_do_not_make_a_year_published() -> None:
    assert OfficeCalendar.build([DayRule(date(2027, 2, 11), "holiday"), DayRule(date(2027, 3, 3), "workday")]).is_provisional(
        2027
    )


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-11-24T10:00", "2026-11-24T10:00"),
        ("2026-11-24T12:10", "2026-11-24T13:00"),
        ("2026-11-24T18:00", "2026-11-25T09:00"),
        ("2026-09-30T23:00", "2026-10-08T09:00"),
    ],
)
def test_what_falls_into_lunch_or_night_comes_at_the_next_session(moment: str, expected: str) -> None:
    assert OFFICE.next_office_minute(at(moment)) == at(expected)


def test_working_days_between_leave_out_the_first_day() -> None:
    assert OFFICE.working_days_between(date(2026, 9, 30), date(2026, 10, 13)) == 5
    assert OFFICE.working_days_between(date(2026, 10, 13), date(2026, 9, 30)) == -5
    assert OFFICE.working_days_between(date(2025, 12, 31), date(2026, 1, 5)) == 2


def test_an_amount_is_counted_in_its_own_unit() -> None:
    start = at("2026-11-24T10:00")
    assert OFFICE.due(start, Amount(2, "wd")).at == at("2026-11-26T18:00")
    assert OFFICE.due(start, Amount(60, "min")).at == at("2026-11-24T11:00")
    assert OFFICE.due(start, Amount(4, "d")).at == at("2026-11-28T18:00")


@pytest.mark.parametrize("number", [0, -1, 1_000_001, 10**40])
def test_a_length_out_of_reason_is_refused(number: int) -> None:
    for count in (OFFICE.due_after_days, OFFICE.due_after_minutes, OFFICE.due_after_natural_days):
        with pytest.raises(Invalid):
            count(at("2026-11-24T10:00"), number)


def test_a_year_that_nobody_knows_is_refused() -> None:
    with pytest.raises(Invalid, match="2100"):
        OFFICE.due_after_days(at("2026-11-24T10:00"), 100_000)
    with pytest.raises(Invalid, match="2001"):
        OFFICE.is_working(date(1999, 1, 1))


def test_a_moment_without_time_zone_is_a_mistake_of_the_caller() -> None:
    for count in (OFFICE.due_after_days, OFFICE.due_after_minutes, OFFICE.due_after_natural_days):
        with pytest.raises(ValueError, match="time zone"):
            count(datetime.fromisoformat("2026-11-24T10:00"), 1)


@pytest.mark.parametrize(
    "sessions",
    [
        (("12:00", "09:00"),),
        (("09:00", "09:00"),),
        (("09:00", "12:00"), ("11:00", "13:00")),
        (("9:00", "12:00"),),
        (("09:00", "24:00"),),
    ],
)
def test_hours_that_cannot_be_worked_are_refused(sessions: tuple[tuple[str, str], ...]) -> None:
    with pytest.raises(Invalid):
        OfficeCalendar.build([DayRule(date(2026, 11, 25), "half", sessions)])


def test_a_day_off_has_no_hours() -> None:
    with pytest.raises(Invalid):
        OfficeCalendar.build([DayRule(date(2026, 11, 25), "holiday", (("09:00", "12:00"),))])


WORLD = OfficeCalendar.build([*NOTICE_2027, *HALF.overrides])
FIRST, LAST = at("2026-09-01T00:00"), at("2027-03-31T00:00")


def slow_minutes() -> list[datetime]:
    """Every office minute of the months in question by its last instant, from the sessions of each day."""
    days = (date(2026, 9, 1) + timedelta(days=offset) for offset in range(211))
    return [
        start + timedelta(minutes=number + 1)
        for on in days
        for start, end in WORLD.sessions(on)
        for number in range(int((end - start).total_seconds()) // 60)
    ]


MINUTES = slow_minutes()
MOMENTS = st.integers(0, int((LAST - FIRST).total_seconds())).map(lambda seconds: FIRST + timedelta(seconds=seconds))


@settings(max_examples=300, derandomize=True, deadline=None, database=None)
@given(MOMENTS, MOMENTS, MOMENTS)
def test_neighbouring_intervals_always_add_up(a: datetime, b: datetime, c: datetime) -> None:
    assert WORLD.seconds_between(a, b) + WORLD.seconds_between(b, c) == WORLD.seconds_between(a, c)
    assert WORLD.minutes_between(a, b) == -WORLD.minutes_between(b, a)


@settings(max_examples=300, derandomize=True, deadline=None, database=None)
@given(MOMENTS, MOMENTS)
def test_minutes_are_the_minutes_that_one_would_count(a: datetime, b: datetime) -> None:
    a, b = (moment.replace(second=0) for moment in sorted((a, b)))
    assert WORLD.minutes_between(a, b) == bisect_right(MINUTES, b) - bisect_right(MINUTES, a)


@settings(max_examples=300, derandomize=True, deadline=None, database=None)
@given(MOMENTS, st.integers(1, 10_000))
def test_a_due_moment_is_the_first_at_which_the_minutes_are_over(start: datetime, minutes: int) -> None:
    due = WORLD.due_after_minutes(start, minutes).at
    assert WORLD.seconds_between(start, due) == minutes * 60
    assert WORLD.seconds_between(start, due - timedelta(seconds=1)) == minutes * 60 - 1
