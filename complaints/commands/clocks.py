"""`flask clocks`: due moments and office minutes for anyone who asks on the command line."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import click

from app.clock import local
from app.commands.lines import Answer, answer_lines
from app.errors import Invalid
from app.officetime import OfficeCalendar

_UNITS = ("days", "minutes")


def make_group(calendar_source: Callable[[], OfficeCalendar]) -> click.Group:
    """The group `clocks`; *calendar_source* gives the office's calendar when a command runs."""

    @click.group("clocks")
    def clocks() -> None:
        """Working days and office minutes. Lines of JSON in, lines of JSON out."""

    @clocks.command("due")
    def due() -> None:
        """When is it due?

        Reads lines {"start": "2026-09-18T10:00+08:00", "days": 3} (working days, from the day after, until
        18:00) or "minutes": 120 (office minutes) instead of "days"; both from 1 to 1000000. Writes for each
        {"due": moment, "provisional": whether a year without published holidays was counted, "steps":
        [{"on": day, "what": text}]}. A bad line gives {"line": number, "error": text}; exit 1 if there was one.
        """
        calendar = calendar_source()
        answer_lines(lambda question: _due(question, calendar))

    @clocks.command("minutes")
    def minutes() -> None:
        """How many office minutes lie between?

        Reads lines {"from": "2026-09-18T10:00+08:00", "to": "2026-09-22T10:00+08:00"}, writes for each
        {"minutes": full office minutes}. A bad line gives {"line": number, "error": text}; exit 1 if there was one.
        """
        calendar = calendar_source()
        answer_lines(lambda question: _minutes(question, calendar))

    return clocks


def _due(question: Answer, calendar: OfficeCalendar) -> Answer:
    start, units = _moment(question, "start"), [name for name in _UNITS if name in question]
    if len(units) != 1:
        raise Invalid("days 和 minutes 须填一个，且只填一个。")
    number = question[units[0]]
    if type(number) is not int:
        raise Invalid(f"{units[0]} 须是整数。")
    found = calendar.due_after_days(start, number) if units == ["days"] else calendar.due_after_minutes(start, number)
    steps = [{"on": step.on.isoformat(), "what": step.what} for step in found.steps]
    return {"due": _shown(found.at), "provisional": found.provisional, "steps": steps}


def _minutes(question: Answer, calendar: OfficeCalendar) -> Answer:
    start, end = _moment(question, "from"), _moment(question, "to")
    if end < start:
        raise Invalid("to 不能早于 from。")
    return {"minutes": calendar.minutes_between(start, end)}


def _moment(question: Answer, name: str) -> datetime:
    try:
        at = datetime.fromisoformat(question[name])
        if at.tzinfo is not None:
            return local(at)
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise Invalid(f"{name} 须是时间，如 2026-09-18T10:00+08:00。") from error
    raise Invalid(f"{name} 须带时区，如 2026-09-18T10:00+08:00。")


def _shown(at: datetime) -> str:
    return local(at).isoformat(timespec="seconds" if at.second else "minutes")
