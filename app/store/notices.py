"""Who was told what, how he wants to be told, and what went outside."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Table
from app.sealing import SealedField


class Notice(Table):
    """Something a post is told. `handed_at`: it went out by mail or short message, or has no need to any more."""

    __tablename__ = "notice"
    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    post_id: Mapped[int] = mapped_column(ForeignKey("post.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"), index=True)
    said: Mapped[dict[str, Any]]  # codes and moments that fill the sentence
    at: Mapped[datetime]
    read_at: Mapped[datetime | None]
    handed_at: Mapped[datetime | None]
    __table_args__ = (
        Index("ix_notice_post", "post_id", "at", "id"),
        Index(
            "ix_notice_unread",
            "post_id",
            sqlite_where=text("read_at IS NULL"),
            postgresql_where=text("read_at IS NULL"),
        ),
        Index(
            "ix_notice_unhanded",
            "person_id",
            sqlite_where=text("handed_at IS NULL"),
            postgresql_where=text("handed_at IS NULL"),
        ),
    )


class Reach(Table):
    """How a person is reached outside; who has no row has no address, and the defaults of his roles."""

    __tablename__ = "reach"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    mail_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    mail = SealedField("mail_sealed")
    phone_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    phone = SealedField("phone_sealed")
    ways: Mapped[dict[str, Any] | None]  # {kind: ["mail", "sms"]}; none: what the roles have by default
    digest_at: Mapped[str]  # "09:10"; "" for no digest
    version: Mapped[int] = mapped_column(default=1)
    __table_args__ = (UniqueConstraint("person_id"),)
    __mapper_args__ = {"version_id_col": version}


class Sending(Table):
    """One message to the outside. It is reserved before it is sent: what dies in between is in doubt, never sent twice."""

    __tablename__ = "sending"
    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    way: Mapped[str]  # mail, sms
    kind: Mapped[str]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # none: the enterprise, or the duty phone
    complaint_id: Mapped[int | None] = mapped_column(ForeignKey("complaint.id"))
    notices: Mapped[list[Any]]  # ids
    state: Mapped[str]  # waiting, reserved, sent, doubtful, failed, dropped
    message_id: Mapped[str | None]  # under which it was sent last
    tries: Mapped[int] = mapped_column(default=0)
    error: Mapped[str | None]
    created_at: Mapped[datetime]
    reserved_at: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]
    __table_args__ = (
        Index("ix_sending_person", "person_id", "created_at"),
        Index("ix_sending_state", "state", "id"),
    )
