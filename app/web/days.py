"""The picture of how a due day was reached: one cell a working day, one for days off in a row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Protocol

SATURDAY = 5


class OfficeDay(Protocol):
    """What this page wants to know of a day; `app.officetime` has such days."""

    @property
    def on(self) -> date: ...
    @property
    def sessions(self) -> Sequence[object]: ...
    @property
    def label(self) -> str: ...


@dataclass(frozen=True)
class DayCell:
    """A cell of the `days` macro."""

    day: str
    note: str
    kind: str


def day_cells(day: Callable[[date], OfficeDay], start: date, end: date, today: date) -> list[DayCell]:
    """The cells from the day after *start* to *end*; *day* tells what a date is in the office's calendar."""
    days = [day(start + timedelta(days=n)) for n in range(1, (end - start).days + 1)]
    cells: list[DayCell] = []
    count, month = 0, 0
    for works, run in groupby(days, key=lambda one: bool(one.sessions)):
        spell = list(run)
        for part in [[one] for one in spell] if works else [spell]:
            count += works
            name = _span(part, month)
            month = part[-1].on.month
            cells.append(_working(part[0], name, count, end, today) if works else DayCell(name, _rest(part), "off"))
    return cells


def _working(day: OfficeDay, name: str, count: int, end: date, today: date) -> DayCell:
    if day.on == end:
        return DayCell(name, f"{count} 止", "due")
    if day.on == today:
        return DayCell(name, f"{count} 今", "today")
    if day.on.weekday() >= SATURDAY:
        return DayCell(name, f"{count} 补班", "make")
    return DayCell(name, str(count), "todo" if day.on > today else "")


def _span(days: Sequence[OfficeDay], month: int) -> str:
    """24 · 9/23 where a month begins · 25—27 · 9/30—10/2"""
    first, last = days[0].on, days[-1].on
    start = str(first.day) if first.month == month else f"{first.month}/{first.day}"
    if first == last:
        return start
    return f"{start}—{last.day}" if first.month == last.month else f"{start}—{last.month}/{last.day}"


def _rest(days: Sequence[OfficeDay]) -> str:
    """国庆节 · 周末 · 周日"""
    names = [day.label.split()[0] for day in days]
    feasts = [name for name, day in zip(names, days, strict=True) if not name.startswith("周")]
    if feasts:
        return feasts[0]
    return names[0] if len(names) == 1 else "周末"
