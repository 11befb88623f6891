"""Enterprises of the register and the people who speak for them."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Table
from app.sealing import SealedField


class Enterprise(Table):
    """A market entity; `credit_code` is the unified social credit code with its check digit."""

    __tablename__ = "enterprise"
    id: Mapped[int] = mapped_column(primary_key=True)
    credit_code: Mapped[str | None] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(index=True)
    area: Mapped[str] = mapped_column(default="")
    trade: Mapped[str] = mapped_column(default="")
    size: Mapped[str] = mapped_column(default="")
    founded_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}


class Contact(Table):
    """A person who speaks for an enterprise through an account that the office opened."""

    __tablename__ = "contact"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    enterprise_id: Mapped[int] = mapped_column(ForeignKey("enterprise.id"), index=True)
    name_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    name = SealedField("name_sealed")
    phone_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    phone = SealedField("phone_sealed")
    phone_key: Mapped[str] = mapped_column(unique=True)
    password: Mapped[str | None]
    one_time: Mapped[str | None]
    one_time_until: Mapped[datetime | None]
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    enterprise: Mapped[Enterprise] = relationship()
    __mapper_args__ = {"version_id_col": version}
