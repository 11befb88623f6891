"""Units, the people who work in them, the posts they act under, and their sessions."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Table
from app.sealing import SealedField


class Unit(Table):
    """An office, department, area or public utility. Its code never changes, so it is the key."""

    __tablename__ = "unit"
    code: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    short: Mapped[str]
    kind: Mapped[str]
    position: Mapped[int] = mapped_column(default=0)  # register order
    superior: Mapped[str | None] = mapped_column(ForeignKey("unit.code"))
    phone: Mapped[str] = mapped_column(default="")  # of the duty desk, shown to enterprises
    aliases: Mapped[list[Any]] = mapped_column(default=list)
    clauses: Mapped[list[Any]] = mapped_column(default=list)  # [{"id", "text"}]
    ended_on: Mapped[date | None]
    successor: Mapped[str | None] = mapped_column(ForeignKey("unit.code"))
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}


class Person(Table):
    """One human being on the staff side. The password is an argon2 hash; the one-time code a keyed hash."""

    __tablename__ = "person"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    login: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(index=True)
    password: Mapped[str | None]
    one_time: Mapped[str | None]
    one_time_until: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    posts: Mapped[list[Post]] = relationship(back_populates="person", order_by="Post.id")
    __mapper_args__ = {"version_id_col": version}


class Post(Table):
    """Person × unit × role for a time: every act is done under a post."""

    __tablename__ = "post"
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    unit: Mapped[str] = mapped_column(ForeignKey("unit.code"))
    role: Mapped[str]
    from_on: Mapped[date]
    to_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)
    person: Mapped[Person] = relationship(back_populates="posts")
    of_unit: Mapped[Unit] = relationship()
    __table_args__ = (Index("ix_post_unit_role", "unit", "role"),)
    __mapper_args__ = {"version_id_col": version}


class SignIn(Table):
    """A session: the cookie's random token is kept as a hash, so it ends on all machines at once."""

    __tablename__ = "sign_in"
    id: Mapped[int] = mapped_column(primary_key=True)
    token: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contact.id"), index=True)
    post_id: Mapped[int | None] = mapped_column(ForeignKey("post.id"))
    second_factor_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class SecondFactor(Table):
    """A person's TOTP secret and the keyed hashes of the recovery codes; a step counts once."""

    __tablename__ = "second_factor"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    secret_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    secret = SealedField("secret_sealed")
    last_step: Mapped[int] = mapped_column(default=0)
    recovery: Mapped[list[Any]] = mapped_column(default=list)
    confirmed_at: Mapped[datetime | None]
    __table_args__ = (UniqueConstraint("person_id"),)
