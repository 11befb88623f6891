"""What search finds of a complaint; the index over it is `app.search.index`'s own."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Table


class SearchText(Table):
    """The words by which a complaint is found, folded and masked; the index over them goes by `id`, later ones last."""

    __tablename__ = "search_text"
    id: Mapped[int] = mapped_column(primary_key=True)
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"), unique=True)
    plain: Mapped[str] = mapped_column(Text)
    made_by: Mapped[int]  # version of the grams
    __table_args__ = {"sqlite_autoincrement": True}
