"""What the machine read and what people said instead; neither is ever overwritten."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Table


class ReadingRow(Table):
    """A reading of a complaint's masked text by one engine ("house" or "snownlp") and model."""

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
