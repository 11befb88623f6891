"""The picture of a due day: 15 working days over two feasts, as on the follow-up page."""

from __future__ import annotations

from datetime import date

from app.officetime import OfficeCalendar
from app.web.days import DayCell, day_cells


def cells(start: date, end: date, today: date) -> list[DayCell]:
    return day_cells(OfficeCalendar.build().day, start, end, today)


def test_fifteen_working_days_over_mid_autumn_and_national_day() -> None:
    shown = cells(date(2026, 9, 22), date(2026, 10, 20), date(2026, 10, 15))
    assert shown[0] == DayCell("9/23", "1", "")
    assert DayCell("25—27", "中秋节", "off") in shown
    assert DayCell("10/1—7", "国庆节", "off") in shown
    assert DayCell("10", "8 补班", "make") in shown
    assert DayCell("11", "周日", "off") in shown
    assert DayCell("15", "12 今", "today") in shown
    assert DayCell("16", "13", "todo") in shown
    assert DayCell("17—18", "周末", "off") in shown
    assert shown[-1] == DayCell("20", "15 止", "due")


def test_a_month_that_begins_inside_is_named() -> None:
    assert [cell.day for cell in cells(date(2026, 10, 29), date(2026, 11, 3), date(2026, 10, 29))] == [
        "10/30",
        "31—11/1",
        "2",
        "3",
    ]
