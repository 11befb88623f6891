"""The office's calendar as it holds now: the published years and the office's own days."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import func, select

from app.database import db
from app.officetime import DayRule, OfficeCalendar
from app.store.settings import CalendarDay

_built: tuple[object, OfficeCalendar] | None = None


def current_calendar() -> OfficeCalendar:
    """The published years with the office's own days; built anew only when a day was entered."""
    global _built
    query = select(func.count(), func.max(CalendarDay.entered_at), func.sum(func.length(CalendarDay.note)))
    mark = (str(db.engine.url), *db.session.execute(query).one())
    if _built is None or _built[0] != mark:
        _built = (mark, OfficeCalendar.build(day_rules(db.session.scalars(select(CalendarDay)))))
    return _built[1]


def day_rules(days: Iterable[CalendarDay]) -> list[DayRule]:
    """The office's dated rows as the calendar takes them."""
    return [DayRule(d.on, d.kind, _sessions(d.sessions), d.note) for d in days]  # type: ignore[arg-type]


def _sessions(rows: list[Any]) -> tuple[tuple[str, str], ...] | None:
    return tuple((start, end) for start, end in rows) or None
