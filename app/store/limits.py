"""How often something was tried: counts that die by themselves, under keyed hashes."""

from __future__ import annotations

from sqlalchemy import Float
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Table


class Throttle(Table):
    """A count until `ends_at` (seconds since 1970). On SQLite the living rows stand in a file of their own."""

    __tablename__ = "throttle"
    key: Mapped[str] = mapped_column(primary_key=True)
    n: Mapped[int]
    ends_at: Mapped[float] = mapped_column(Float(53), index=True)
