"""A year as twelve small months."""

from __future__ import annotations

from calendar import Calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from app.officetime import OfficeCalendar

SATURDAY = 5
WEEKS = Calendar(firstweekday=0)


@dataclass(frozen=True)
class Cell:
    """A day: its number, the sign below it, its class and its full words."""

    day: int
    sign: str
    tone: str
    words: str
    is_own: bool
    is_today: bool


@dataclass(frozen=True)
class Month:
    """A month with its weeks; None where another month's days stand."""

    label: str
    weeks: list[list[Cell | None]]
    worked: int


def months_of(year: int, calendar: OfficeCalendar, today: date) -> list[Month]:
    """January to December of *year*."""
    own = {rule.on: rule.kind for rule in calendar.overrides}
    return [_month(year, number, calendar, own, today) for number in range(1, 13)]


def _month(year: int, number: int, calendar: OfficeCalendar, own: Mapping[date, str], today: date) -> Month:
    weeks = [
        [_cell(on, calendar, own.get(on), today) if on.month == number else None for on in week]
        for week in WEEKS.monthdatescalendar(year, number)
    ]
    worked = sum(cell is not None and cell.tone not in {"off", "rest"} for week in weeks for cell in week)
    return Month(f"{number} 月", weeks, worked)


def _cell(on: date, calendar: OfficeCalendar, own: str | None, today: date) -> Cell:
    day = calendar.day(on)
    sign, tone = _sign(on, bool(day.sessions), day.label, own)
    return Cell(on.day, sign, tone, f"{on.month}月{on.day}日 {day.label}", own is not None, on == today)


def _sign(on: date, works: bool, label: str, own: str | None) -> tuple[str, str]:
    if own == "half":
        return "半", "half"
    if works:
        return ("班", "make") if on.weekday() >= SATURDAY else ("", "")
    return ("休", "off") if "放假" in label else ("", "rest")
