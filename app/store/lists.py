"""What people keep of lists: views by name, and what was carried away."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Table


class SavedView(Table):
    """A list as a post likes to ask for it: the words of its address under a name."""

    __tablename__ = "saved_view"
    id: Mapped[int] = mapped_column(primary_key=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("post.id"))
    list: Mapped[str]
    name: Mapped[str]
    query: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    __table_args__ = (UniqueConstraint("post_id", "list", "name"),)


class Export(Table):
    """A list that was carried away: who, which, asked how, and how many rows. `id` is random.

    A large one is made by the worker: `beat_at` is its last sign of life, `token` the sealed file, gone at `ends_at`.
    """

    __tablename__ = "export"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    post_id: Mapped[int] = mapped_column(ForeignKey("post.id"), index=True)
    list: Mapped[str]
    query: Mapped[str] = mapped_column(Text)
    form: Mapped[str]  # xlsx or csv
    at: Mapped[datetime]
    rows: Mapped[int] = mapped_column(default=0)
    state: Mapped[str]  # ready, waiting, working, done, failed, gone
    token: Mapped[str | None]
    size: Mapped[int] = mapped_column(default=0)
    beat_at: Mapped[datetime | None]
    ends_at: Mapped[datetime]
    __table_args__ = (Index("ix_export_state", "state", "ends_at"),)
