"""What figures are made of: facts, one for each thing that a figure counts, and their sums by month."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Table


class Fact(Table):
    """One matter, or one of its clocks, in one figure. `month` is the city's ("2026-10"), "" for what holds now."""

    __tablename__ = "fact"
    id: Mapped[int] = mapped_column(primary_key=True)
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"), index=True)
    figure: Mapped[str]
    outcome: Mapped[str]
    at: Mapped[datetime]  # when it counts: due, received, closed …
    until: Mapped[datetime | None]  # the end of a duration
    month: Mapped[str]
    unit: Mapped[str]  # "" for none, here and below
    area: Mapped[str]
    topic: Mapped[str]
    is_public: Mapped[bool]  # part of 公开口径
    __table_args__ = (Index("ix_fact_figure_month", "figure", "month", "is_public", "at"),)


class Cell(Table):
    """How many facts of a month share an outcome, by one thing: unit, area or topic. The city is the sum of its cells."""

    __tablename__ = "cell"
    figure: Mapped[str] = mapped_column(primary_key=True)
    month: Mapped[str] = mapped_column(primary_key=True)
    by: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str] = mapped_column(primary_key=True)
    is_public: Mapped[bool] = mapped_column(primary_key=True)
    outcome: Mapped[str] = mapped_column(primary_key=True)
    n: Mapped[int]
