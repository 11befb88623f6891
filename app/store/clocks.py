"""Clocks that run on a complaint, and who held it when."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Table


class Clock(Table):
    """One round of one clock. `crossed_at` is the permanent mark of a missed deadline."""

    __tablename__ = "clock"
    id: Mapped[int] = mapped_column(primary_key=True)
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"))
    kind: Mapped[str]
    round: Mapped[int]
    by: Mapped[str] = mapped_column(default="")  # the step that started it
    number: Mapped[int]  # of the allowance
    unit: Mapped[str]  # wd, min, d
    started_at: Mapped[datetime]
    first_due_at: Mapped[datetime]
    due_at: Mapped[datetime]
    provisional: Mapped[bool] = mapped_column(default=False)
    pauses: Mapped[list[Any]] = mapped_column(default=list)  # [[from, to or null]] as ISO moments
    stopped_at: Mapped[datetime | None]
    voided: Mapped[bool] = mapped_column(default=False)
    crossed_at: Mapped[datetime | None]
    warned: Mapped[int | None]  # the highest warning mark that was told
    warn_at: Mapped[datetime | None]  # when the next mark may be reached; none while it stands still
    __table_args__ = (
        UniqueConstraint("complaint_id", "kind", "round"),
        Index(
            "ix_clock_open_due",
            "due_at",
            sqlite_where=text("stopped_at IS NULL"),
            postgresql_where=text("stopped_at IS NULL"),
        ),
        Index(
            "ix_clock_warn",
            "warn_at",
            sqlite_where=text("warn_at IS NOT NULL"),
            postgresql_where=text("warn_at IS NOT NULL"),
        ),
    )


class Holding(Table):
    """An interval in which exactly one holder has the open complaint."""

    __tablename__ = "holding"
    id: Mapped[int] = mapped_column(primary_key=True)
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"), index=True)
    holder: Mapped[str]  # office, lead, enterprise, arbiter, deferred
    unit: Mapped[str | None] = mapped_column(ForeignKey("unit.code"))
    from_at: Mapped[datetime]
    to_at: Mapped[datetime | None]
