"""History and audit in one: append-only, hash-chained entries, their heads, and checkpoints over all heads."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Table


class Entry(Table):
    """One act. No personal data: codes and ids only; reasons and public sentences stand masked."""

    __tablename__ = "entry"
    id: Mapped[int] = mapped_column(primary_key=True)
    stream: Mapped[str]  # "complaint:ID", "person:ID", "settings", "sign_in"
    seq: Mapped[int]
    at: Mapped[datetime]
    actor: Mapped[str]  # staff, enterprise, system
    person_id: Mapped[int | None]
    post_id: Mapped[int | None]
    verb: Mapped[str]
    reason: Mapped[str] = mapped_column(Text, default="")
    before: Mapped[dict[str, Any]]
    after: Mapped[dict[str, Any]]
    clocks: Mapped[dict[str, Any]]
    public_text: Mapped[str] = mapped_column(Text, default="")
    prev_hash: Mapped[str]
    hash: Mapped[str]
    __table_args__ = (UniqueConstraint("stream", "seq"), Index("ix_entry_at", "at"), Index("ix_entry_person", "person_id"))


class Head(Table):
    """The newest entry of a stream."""

    __tablename__ = "head"
    stream: Mapped[str] = mapped_column(primary_key=True)
    seq: Mapped[int]
    hash: Mapped[str]


class Checkpoint(Table):
    """A seal over the heads that moved since the one before."""

    __tablename__ = "checkpoint"
    n: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    entries: Mapped[int]  # how many entries there were
    heads: Mapped[list[Any]]  # [[stream, seq, hash]]
    prev: Mapped[str]
    mac: Mapped[str]
