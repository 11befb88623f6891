"""What the office itself enters about a day: a day off, a working day, a half day."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal, Self

from app import taxonomy
from app.errors import Invalid

DayKind = Literal["holiday", "workday", "half"]
Hours = tuple[tuple[str, str], ...]

_CLOCK = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")


@dataclass(frozen=True, order=True)
class DayRule:
    """One dated entry; `sessions` are the day's own hours (None: the office's usual ones, of a half day the first)."""

    on: date
    kind: DayKind
    sessions: Hours | None = None
    note: str = ""

    def hours(self) -> Hours:
        """The sessions that are worked on this day."""
        if self.kind == "holiday":
            return ()
        usual = taxonomy.office_hours()
        return self.sessions or (usual[:1] if self.kind == "half" else usual)

    def checked(self) -> Self:
        """Itself, or Invalid where its hours cannot be worked."""
        if self.kind == "holiday" and self.sessions:
            raise Invalid(f"{self.on} 放假，不能再填上班时间。", sessions="放假的日子不填上班时间")
        marks = [mark for session in self.sessions or () for mark in session]
        if not all(_CLOCK.fullmatch(mark) for mark in marks) or marks != sorted(set(marks)):
            raise Invalid(
                f"{self.on} 的上班时间填错了，请按先后填写，如 09:00–12:00。", sessions="请按先后填写，如 09:00–12:00"
            )
        return self
