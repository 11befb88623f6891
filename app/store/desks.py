"""What officers have at hand: an act on many matters with its report, and sentences that come back in every reply."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Table
from app.store.complaints import Complaint


class Bulk(Table):
    """One act on many matters: dispatch as proposed, or hand over to the post `to_post`. `id` is random."""

    __tablename__ = "bulk"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str]
    post_id: Mapped[int] = mapped_column(ForeignKey("post.id"))
    to_post: Mapped[int | None] = mapped_column(ForeignKey("post.id"))
    at: Mapped[datetime]
    back: Mapped[str] = mapped_column(Text, default="")  # the list as it was asked for
    beat_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]


class BulkItem(Table):
    """A matter of it, as it was when that was confirmed, and what became of it: done, refused, or nothing yet."""

    __tablename__ = "bulk_item"
    id: Mapped[int] = mapped_column(primary_key=True)
    bulk_id: Mapped[int] = mapped_column(ForeignKey("bulk.id"))
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"), index=True)
    version: Mapped[int]
    given: Mapped[dict[str, Any]] = mapped_column(default=dict)  # lead and co-handlers with their parts
    outcome: Mapped[str] = mapped_column(default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    complaint: Mapped[Complaint] = relationship()
    __table_args__ = (UniqueConstraint("bulk_id", "complaint_id"),)


class ReplyTemplate(Table):
    """Sentences of a unit that come back in its replies."""

    __tablename__ = "reply_template"
    id: Mapped[int] = mapped_column(primary_key=True)
    unit: Mapped[str] = mapped_column(ForeignKey("unit.code"))
    name: Mapped[str]
    text: Mapped[str] = mapped_column(Text)
    by: Mapped[int] = mapped_column(ForeignKey("post.id"))
    at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)
    __table_args__ = (UniqueConstraint("unit", "name"),)
    __mapper_args__ = {"version_id_col": version}
