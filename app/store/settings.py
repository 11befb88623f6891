"""Dated days of the office and settings that people move."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Table


class CalendarDay(Table):
    """The office's own word on a day: holiday, workday, or half with its hours."""

    __tablename__ = "calendar_day"
    on: Mapped[date] = mapped_column(primary_key=True)
    kind: Mapped[str]
    sessions: Mapped[list[Any]] = mapped_column(default=list)  # [["09:00", "12:00"]]
    note: Mapped[str] = mapped_column(Text, default="")
    entered_by: Mapped[int | None] = mapped_column(ForeignKey("post.id"))
    entered_at: Mapped[datetime]


class Setting(Table):
    """A value by name: the city's name, the hotline, the mark of the demonstration mode."""

    __tablename__ = "setting"
    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str] = mapped_column(Text)
    changed_at: Mapped[datetime]
