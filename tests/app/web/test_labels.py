"""Dates, spans and shares read the way the house speaks."""

from __future__ import annotations

from datetime import date

import pytest

from app import clock, taxonomy
from app.web import labels

THURSDAY = clock.at_local(date(2026, 10, 15), "9:40")


def test_a_date_carries_its_year_only_when_it_is_another_one() -> None:
    assert labels.day(date(2026, 10, 20), THURSDAY) == "10月20日"
    assert labels.day(date(2025, 12, 2), THURSDAY) == "2025年12月2日"
    assert labels.day_weekday(date(2026, 10, 20), THURSDAY) == "10月20日 周二"


def test_a_moment_is_shown_on_the_citys_clock() -> None:
    late_evening = clock.at_local(date(2026, 10, 14), "23:05")
    assert labels.moment(late_evening, THURSDAY) == "10月14日 23:05"
    assert labels.moment(clock.at_local(date(2026, 9, 22), "9:12"), THURSDAY) == "9月22日 9:12"


@pytest.mark.parametrize(
    ("on", "at", "words"),
    [
        (date(2026, 10, 15), "18:00", "今天 18:00 前"),
        (date(2026, 10, 15), "9:00", "今天 9:00 止"),
        (date(2026, 10, 20), "18:00", "10月20日 周二前"),
        (date(2026, 10, 16), "12:00", "10月16日 周五 12:00 前"),
        (date(2026, 10, 14), "18:00", "10月14日"),
    ],
)
def test_a_due_moment_says_before_when(on: date, at: str, words: str) -> None:
    assert labels.due(clock.at_local(on, at), THURSDAY) == words


@pytest.mark.parametrize(
    ("days", "overdue", "words", "tone"),
    [
        (9, False, "还有 9 个工作日", ""),
        (3, False, "还有 3 个工作日", "near"),
        (0, False, "今天到期", "near"),
        (0, True, "超期不到 1 个工作日", "late"),
        (-8, False, "超 8 个工作日", "late"),
        (1, True, "超 1 个工作日", "late"),
    ],
)
def test_what_remains_is_said_with_its_tone(days: int, overdue: bool, words: str, tone: str) -> None:
    assert labels.remaining(days, overdue) == words
    assert labels.remaining_tone(days, overdue) == tone


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(0, "0 分钟"), (35, "35 分钟"), (60, "1 小时"), (130, "2 小时 10 分钟"), (480, "1 个工作日"), (4080, "8.5 个工作日")],
)
def test_office_time_is_told_in_the_unit_that_fits(minutes: int, words: str) -> None:
    assert labels.office_span(minutes) == words


def test_a_share_never_comes_without_its_n() -> None:
    assert labels.share(375, 478) == "78.5%（375/478）"
    assert labels.share(0, 0) == "还没有可算的"


def test_small_files_are_not_nothing() -> None:
    assert [labels.file_size(size) for size in (10, 655360, 1258291)] == ["1 KB", "640 KB", "1.2 MB"]


@pytest.mark.parametrize(
    ("raw", "spaced"),
    [
        ("还有3个工作日", "还有 3 个工作日"),
        ("10月20日前办结", "10月20日前办结"),
        ("2026年10月20日", "2026年10月20日"),
        ("约10月16日9:30到厂", "约 10月16日9:30 到厂"),
        ("限高2.5米", "限高 2.5 米"),
    ],
)
def test_figures_keep_a_half_space_from_chinese_but_dates_do_not(raw: str, spaced: str) -> None:
    assert labels.spaced(raw) == spaced


def test_every_state_with_a_shape_of_its_own_is_a_state() -> None:
    assert set(labels.STATE_TONES) <= set(taxonomy.codes("states"))
