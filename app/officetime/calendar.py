"""The office's calendar: is it a working day, how many office minutes lie between, when is it due."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from typing import Self

from app import taxonomy
from app.clock import at_local, day_of, local
from app.errors import Invalid
from app.officetime import steps
from app.officetime.rules import DayRule
from app.officetime.steps import Step
from app.officetime.years import Day, Year, at_second, year_of
from app.taxonomy import Amount

FIRST_YEAR, LAST_YEAR = 2001, 2100  # the years the holiday library can say something about
LONGEST = 1_000_000


@dataclass(frozen=True)
class Due:
    """A due moment; the steps that led to it are worked out when somebody asks for them."""

    at: datetime
    provisional: bool
    _explain: Callable[[], tuple[Step, ...]] = field(repr=False, compare=False)

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        return self._explain()


@dataclass(frozen=True)
class OfficeCalendar:
    """Published holidays with the office's own entries on top; equal when the entries are equal.

    Time is counted in whole seconds of the sessions; every moment is cut down to its second, so
    `seconds_between` of neighbouring intervals always adds up. Minutes are cut down once, at the end.
    """

    overrides: tuple[DayRule, ...]
    _years: dict[int, Year] = field(default_factory=dict, init=False, repr=False, compare=False)

    @classmethod
    def build(cls, overrides: Iterable[DayRule] = ()) -> Self:
        """A calendar with *overrides*; of two entries for one day the later one holds."""
        by_day = {rule.on: rule.checked() for rule in overrides}
        return cls(tuple(by_day[on] for on in sorted(by_day)))

    def day(self, on: date) -> Day:
        """The day with its sessions and label."""
        return self._year(on.year).days[_index(on)]

    def is_working(self, on: date) -> bool:
        return bool(self.day(on).sessions)

    def is_provisional(self, year: int) -> bool:
        """Whether nobody has published the year's days off yet."""
        return self._year(year).provisional

    def sessions(self, on: date) -> tuple[tuple[datetime, datetime], ...]:
        """The day's sessions as moments in UTC."""
        return tuple(
            (at_second(on, start).astimezone(UTC), at_second(on, end).astimezone(UTC)) for start, end in self.day(on).sessions
        )

    def closing(self, on: date) -> datetime:
        """When what is due on this day is due: its last minute if it is worked, else the usual end."""
        worked = self.sessions(on)
        return worked[-1][1] if worked else at_local(on, taxonomy.office_hours()[-1][1])

    def seconds_between(self, a: datetime, b: datetime) -> int:
        """Office seconds from *a* to *b*; negative where *b* is the earlier one."""
        if b < a:
            return -self.seconds_between(b, a)
        first, before = self._elapsed(a)
        last, until = self._elapsed(b)
        return until - before + sum(self._year(number).seconds[-1] for number in range(first.number, last.number))

    def minutes_between(self, a: datetime, b: datetime) -> int:
        """Full office minutes from *a* to *b*."""
        seconds = self.seconds_between(a, b)
        return seconds // 60 if seconds >= 0 else -(-seconds // 60)

    def working_days_between(self, a: date, b: date) -> int:
        """Working days after *a* up to and including *b*; negative where *b* is the earlier one."""
        if b < a:
            return -self.working_days_between(b, a)
        first, last = self._year(a.year), self._year(b.year)
        whole = sum(self._year(number).working[-1] for number in range(first.number, last.number))
        return whole + last.working[_index(b) + 1] - first.working[_index(a) + 1]

    def next_office_minute(self, at: datetime) -> datetime:
        """*at* itself inside a session, else the start of the next session."""
        on = _here(at).date()
        while True:
            for start, end in self.sessions(on):
                if at < end:
                    return max(at, start)
            on += timedelta(days=1)

    def after_seconds(self, start: datetime, seconds: int) -> datetime:
        """The moment when *seconds* office seconds after *start* are over."""
        if seconds == 0:
            return start
        year, target = self._elapsed(start)
        target += seconds
        while target > year.seconds[-1]:
            target -= year.seconds[-1]
            year = self._year(year.number + 1)
        return year.moment(target).astimezone(UTC)

    def due_after_minutes(self, start: datetime, n: int) -> Due:
        """Due when *n* office minutes are over."""
        at = self.after_seconds(start, _checked(n) * 60)

        def explain() -> tuple[Step, ...]:
            def total(on: date) -> int:
                return self.minutes_between(start, max(start, min(at, at_local(on + timedelta(days=1), "00:00"))))

            days = self._days(day_of(start), day_of(at))
            return steps.by_minutes(days, lambda on: total(on) - total(on - timedelta(days=1)), _clock(at))

        return self._due(start, at, explain)

    def due_after_days(self, start: datetime, n: int) -> Due:
        """Due at the end of the *n*-th working day, the first being the one after the day of *start*."""
        on = self._nth_working_day(_here(start).date(), _checked(n))
        at = self.closing(on)
        return self._due(start, at, lambda: steps.by_working_days(self._days(day_of(start), on), _clock(at)))

    def due_after_natural_days(self, start: datetime, n: int) -> Due:
        """Due at the end of the *n*-th day after the day of *start*, worked or not."""
        on = _here(start).date() + timedelta(days=_checked(n))
        at = self.closing(on)
        return self._due(start, at, lambda: steps.by_natural_days(self._days(day_of(start), on), _clock(at)))

    def due(self, start: datetime, amount: Amount) -> Due:
        """Due after *amount* in its own unit."""
        count = {"wd": self.due_after_days, "min": self.due_after_minutes, "d": self.due_after_natural_days}
        return count[amount.unit](start, amount.number)

    def provisional_between(self, a: datetime, b: datetime) -> bool:
        """Whether a year that nobody has published lies between *a* and *b*."""
        return any(self.is_provisional(year) for year in range(day_of(a).year, day_of(b).year + 1))

    def _due(self, start: datetime, at: datetime, explain: Callable[[], tuple[Step, ...]]) -> Due:
        return Due(at, self.provisional_between(start, at), explain)

    def _nth_working_day(self, after: date, n: int) -> date:
        year = self._year(after.year)
        n += year.working[_index(after) + 1]
        while n > year.working[-1]:
            n -= year.working[-1]
            year = self._year(year.number + 1)
        return year.nth_working_day(n)

    def _elapsed(self, at: datetime) -> tuple[Year, int]:
        here = _here(at)
        year = self._year(here.year)
        return year, year.elapsed(_index(here), here.hour * 3600 + here.minute * 60 + here.second)

    def _days(self, first: date, last: date) -> list[Day]:
        return [self.day(first + timedelta(days=offset)) for offset in range((last - first).days + 1)]

    def _year(self, number: int) -> Year:
        year = self._years.get(number)
        if year is None:
            if not FIRST_YEAR <= number <= LAST_YEAR:
                raise Invalid(f"只能推算 {FIRST_YEAR} 年至 {LAST_YEAR} 年的日子。")
            year = self._years[number] = year_of(number, {rule.on: rule for rule in self.overrides})
        return year


def _index(on: date) -> int:
    return on.timetuple().tm_yday - 1


def _here(at: datetime) -> datetime:
    if at.tzinfo is None:
        raise ValueError(f"a moment without time zone: {at}")
    return local(at)


def _clock(at: datetime) -> str:
    return local(at).strftime("%H:%M")


def _checked(n: int) -> int:
    if not 1 <= n <= LONGEST:
        raise Invalid(f"天数或分钟数须在 1 至 {LONGEST} 之间。")
    return n
