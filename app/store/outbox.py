"""What must follow a change, the tickets that make a form count once, and running numbers."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Table


class Outbox(Table):
    """A follow-up written with its cause; `due_at` is null once nothing more is to be done."""

    __tablename__ = "outbox"
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    key: Mapped[str] = mapped_column(unique=True)
    payload: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]
    due_at: Mapped[datetime | None] = mapped_column(index=True)
    tries: Mapped[int] = mapped_column(default=0)
    token: Mapped[str | None]
    done_at: Mapped[datetime | None]
    error: Mapped[str | None] = mapped_column(Text)


class Ticket(Table):
    """A form that was sent: the same ticket again gives the same result."""

    __tablename__ = "ticket"
    ticket: Mapped[str] = mapped_column(primary_key=True)
    form: Mapped[str]
    digest: Mapped[str]
    location: Mapped[str]
    at: Mapped[datetime] = mapped_column(index=True)


class Serial(Table):
    """The last number given in a series, such as "QS-20261124"."""

    __tablename__ = "serial"
    series: Mapped[str] = mapped_column(primary_key=True)
    last: Mapped[int]
