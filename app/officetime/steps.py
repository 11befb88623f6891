"""The steps by which a due moment is reached, worded for the page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from app.officetime.years import Day


@dataclass(frozen=True)
class Step:
    """One day of a reckoning and what it counts for."""

    on: date
    what: str


def by_working_days(days: Sequence[Day], due: str) -> tuple[Step, ...]:
    """*days* from the start day to the due day, of which the working ones are numbered."""
    count, steps = 0, [Step(days[0].on, f"{days[0].label} 起算，当日不计")]
    for day in days[1:]:
        count += bool(day.sessions)
        steps.append(_step(day, f"第{count}个工作日" if day.sessions else "不计"))
    return _with_end(steps, due)


def by_minutes(days: Sequence[Day], minutes_on: Callable[[date], int], due: str) -> tuple[Step, ...]:
    """*days* from the start day to the due day, each with the office minutes that it gives."""
    steps = []
    for day in days:
        minutes = minutes_on(day.on)
        outside = "不在上班时间，不计" if day.sessions else "不计"
        steps.append(_step(day, f"计{minutes}分钟" if minutes else outside))
    return _with_end(steps, due)


def by_natural_days(days: Sequence[Day], due: str) -> tuple[Step, ...]:
    """*days* from the start day to the due day, all numbered."""
    steps = [Step(days[0].on, f"{days[0].label} 起算，当日不计")]
    steps += [_step(day, f"第{number}天") for number, day in enumerate(days[1:], start=1)]
    return _with_end(steps, due)


def _step(day: Day, what: str) -> Step:
    return Step(day.on, f"{day.label} {what}" + ("（暂按推算）" if day.provisional else ""))


def _with_end(steps: list[Step], due: str) -> tuple[Step, ...]:
    last = steps[-1]
    return (*steps[:-1], Step(last.on, f"{last.what}，{due} 到期"))
