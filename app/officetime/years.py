"""A year of days with running totals, from the published holidays and the office's own entries."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from itertools import accumulate

from app import taxonomy
from app.clock import CITY
from app.officetime.rules import DayRule, Hours

WEEKDAYS = ["周一", "周二", "周三", "周四", "周五", "周六", "周日"]
FRIDAY = 4

Seconds = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Day:
    """A day of the office: its sessions in seconds since midnight, and what people call it."""

    on: date
    sessions: Seconds
    label: str
    provisional: bool


@dataclass(frozen=True)
class Year:
    """The days of a year; `seconds[i]` and `working[i]` are what lies before day i, so a question costs no walk."""

    number: int
    provisional: bool
    days: tuple[Day, ...]
    seconds: tuple[int, ...]
    working: tuple[int, ...]

    def elapsed(self, index: int, second: int) -> int:
        """Office seconds from New Year to *second* of day *index*."""
        return self.seconds[index] + sum(max(0, min(second, end) - start) for start, end in self.days[index].sessions)

    def moment(self, elapsed: int) -> datetime:
        """The earliest moment at which *elapsed* (at least 1) office seconds of the year are over."""
        index = bisect_left(self.seconds, elapsed) - 1
        left, sessions = elapsed - self.seconds[index], iter(self.days[index].sessions)
        start, end = next(sessions)
        while left > end - start:
            left -= end - start
            start, end = next(sessions)
        return at_second(self.days[index].on, start + left)

    def nth_working_day(self, n: int) -> date:
        """The n-th working day of the year, from 1."""
        return self.days[bisect_left(self.working, n) - 1].on


def at_second(on: date, second: int) -> datetime:
    """The moment when *second* seconds of day *on* are over on the wall clock."""
    return datetime(on.year, on.month, on.day, tzinfo=CITY) + timedelta(seconds=second)


def year_of(number: int, rules: Mapping[date, DayRule]) -> Year:
    """The year as published, with *rules* of the office on top.

    A year in which nobody works on any weekend has not been published: each published one has 5 to 13 such days.
    """
    names, made_up = _published(number)
    announced = any(rule.kind == "workday" and on.year == number and on.weekday() > FRIDAY for on, rule in rules.items())
    provisional = not made_up and not announced
    days = tuple(
        _own_day(rules[on]) if on in rules else _usual_day(on, names.get(on), on in made_up, provisional)
        for on in _days_of(number)
    )
    lengths = [sum(end - start for start, end in day.sessions) for day in days]
    return Year(
        number, provisional, days, _before(lengths), _before(1 if length else 0 for length in lengths)
    )  # fmt: skip


def _before(values: Iterable[int]) -> tuple[int, ...]:
    return tuple(accumulate(values, initial=0))


def _days_of(number: int) -> Iterator[date]:
    first = date(number, 1, 1)
    return (first + timedelta(days=offset) for offset in range((date(number, 12, 31) - first).days + 1))


def _own_day(rule: DayRule) -> Day:
    weekday, note = WEEKDAYS[rule.on.weekday()], f"（{rule.note}）" if rule.note else ""
    workday = "调休上班" if rule.on.weekday() > FRIDAY else "上班"
    what = {"holiday": "放假", "workday": workday, "half": "半天上班"}[rule.kind]
    return Day(rule.on, _in_seconds(rule.hours()), f"{weekday} {what}{note}", provisional=False)


def _usual_day(on: date, holiday: str | None, made_up: bool, provisional: bool) -> Day:
    weekday, usual = WEEKDAYS[on.weekday()], _in_seconds(taxonomy.office_hours())
    if made_up:
        return Day(on, usual, f"{weekday} 调休上班", provisional)
    if holiday:
        return Day(on, (), f"{holiday} 放假", provisional)
    if on.weekday() > FRIDAY:
        return Day(on, (), f"{weekday} 休息", provisional)
    return Day(on, usual, weekday, provisional)


@cache
def _in_seconds(hours: Hours) -> Seconds:
    return tuple((_second(start), _second(end)) for start, end in hours)


def _second(mark: str) -> int:
    hour, minute = mark.split(":")
    return int(hour) * 3600 + int(minute) * 60


@cache
def _published(number: int) -> tuple[dict[date, str], frozenset[date]]:
    """Names of the days off, and the weekend days that are worked, as the library knows them."""
    import holidays  # a third of a second: only those who ask for days pay it

    book = holidays.country_holidays("CN", years=number, language="zh_CN")
    made_up = frozenset(on for on in book.weekend_workdays if on.year == number)  # it also lists other years' days
    return _named(number, dict(book), made_up), made_up


def _named(number: int, book: Mapping[date, str], made_up: frozenset[date]) -> dict[date, str]:
    """Every day of a holiday under the holiday's own name, the exchanged days and the weekend inside it too."""
    names: dict[date, str] = {}
    for run in _runs(on for on in _days_of(number) if on in book or (on.weekday() > FRIDAY and on not in made_up)):
        listed = [on for on in run if on in book]
        proper = [on for on in listed if "调休" not in book[on]]
        for on in run:
            if listed and listed[0] <= on <= listed[-1]:
                nearest = min(proper, key=lambda other: abs(other - on), default=None)
                names[on] = book[nearest].removesuffix("（补假）").replace("; ", "、") if nearest else "调休"
    return names


def _runs(days: Iterable[date]) -> list[list[date]]:
    """*days* cut into runs without a gap."""
    runs: list[list[date]] = []
    for on in days:
        if runs and on - runs[-1][-1] == timedelta(days=1):
            runs[-1].append(on)
        else:
            runs.append([on])
    return runs
