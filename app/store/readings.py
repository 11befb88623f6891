"""What the machine read and what people said instead; neither is ever overwritten."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Table


class ReadingRow(Table):
    """A reading of a complaint's masked text by one engine (house, snownlp or naive_bayes) and model."""

    __tablename__ = "reading"
    id: Mapped[int] = mapped_column(primary_key=True)
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"))
    engine: Mapped[str]
    model: Mapped[str]
    taxonomy: Mapped[str]
    text_hash: Mapped[str]
    answers: Mapped[dict[str, Any]]
    at: Mapped[datetime]
    __table_args__ = (UniqueConstraint("complaint_id", "engine", "model", "text_hash"),)


class Label(Table):
    """A person's answer beside the machine's: source confirm, override, refusal or ruling."""

    __tablename__ = "label"
    id: Mapped[int] = mapped_column(primary_key=True)
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"), index=True)
    field: Mapped[str]  # kind, topic, urgency, area, lead
    value: Mapped[str]
    proposed: Mapped[str | None]
    source: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")
    post_id: Mapped[int | None] = mapped_column(ForeignKey("post.id"))
    at: Mapped[datetime]


class NearKey(Table):
    """One of the sixteen words that tell a masked text from others, as a number; who shares two may be the same matter."""

    __tablename__ = "near_key"
    key: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"), primary_key=True, index=True, autoincrement=False)
    __table_args__ = {"sqlite_with_rowid": False}


class Likeness(Table):
    """How probable it is that a complaint tells of the same matter as an earlier one. A proposal: only a person merges."""

    __tablename__ = "likeness"
    id: Mapped[int] = mapped_column(primary_key=True)
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"))
    other_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"), index=True)
    p: Mapped[float]
    __table_args__ = (UniqueConstraint("complaint_id", "other_id"),)
