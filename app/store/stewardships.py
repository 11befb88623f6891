"""双包一解: projects, who carries which enterprise or project, his visits, and his 批示."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Table
from app.sealing import SealedField
from app.store.enterprises import Enterprise
from app.store.people import Post, Unit


class Project(Table):
    """A project of an enterprise."""

    __tablename__ = "project"
    id: Mapped[int] = mapped_column(primary_key=True)
    enterprise_id: Mapped[int] = mapped_column(ForeignKey("enterprise.id"), index=True)
    name: Mapped[str] = mapped_column(unique=True)
    area: Mapped[str] = mapped_column(default="")
    stage: Mapped[str] = mapped_column(default="")
    investment_wan: Mapped[int | None]  # ten thousand yuan
    version: Mapped[int] = mapped_column(default=1)
    enterprise: Mapped[Enterprise] = relationship()
    __mapper_args__ = {"version_id_col": version}


class Stewardship(Table):
    """A leader's post carries one enterprise or one project; `to_on` is the first day on which it no longer does.

    Only one is open at a time: the store refuses a second. It lives while the post lives too.
    `task_force` holds units: who is liaison there on the day belongs to it.
    """

    __tablename__ = "stewardship"
    id: Mapped[int] = mapped_column(primary_key=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("post.id"), index=True)
    enterprise_id: Mapped[int | None] = mapped_column(ForeignKey("enterprise.id"), index=True)
    project_id: Mapped[int | None] = mapped_column(ForeignKey("project.id"), index=True)
    lead_unit: Mapped[str | None] = mapped_column(ForeignKey("unit.code"))
    task_force: Mapped[list[Any]] = mapped_column(default=list)
    plan: Mapped[str] = mapped_column(Text, default="")  # 一企一策, masked
    from_on: Mapped[date]
    to_on: Mapped[date | None]
    end_reason: Mapped[str] = mapped_column(default="")
    successor_id: Mapped[int | None] = mapped_column(ForeignKey("stewardship.id"))  # what it was handed over to
    version: Mapped[int] = mapped_column(default=1)
    post: Mapped[Post] = relationship()
    enterprise: Mapped[Enterprise | None] = relationship()
    project: Mapped[Project | None] = relationship()
    lead: Mapped[Unit | None] = relationship()
    __table_args__ = (
        CheckConstraint("(enterprise_id IS NULL) <> (project_id IS NULL)", name="one_thing"),
        Index(
            "uq_stewardship_enterprise",
            "enterprise_id",
            unique=True,
            sqlite_where=text("to_on IS NULL"),
            postgresql_where=text("to_on IS NULL"),
        ),
        Index(
            "uq_stewardship_project",
            "project_id",
            unique=True,
            sqlite_where=text("to_on IS NULL"),
            postgresql_where=text("to_on IS NULL"),
        ),
    )
    __mapper_args__ = {"version_id_col": version}

    @property
    def name(self) -> str:
        """What is carried."""
        return self.enterprise.name if self.enterprise else self.project.name if self.project else ""


class Secretariat(Table):
    """Whose secretary a post is: one leader at a time."""

    __tablename__ = "secretariat"
    id: Mapped[int] = mapped_column(primary_key=True)
    secretary_id: Mapped[int] = mapped_column(ForeignKey("post.id"), unique=True)
    steward_id: Mapped[int] = mapped_column(ForeignKey("post.id"), index=True)


class Visit(Table):
    """A contact with what is carried: at the enterprise, by telephone, at a meeting."""

    __tablename__ = "visit"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    stewardship_id: Mapped[int] = mapped_column(ForeignKey("stewardship.id"))
    post_id: Mapped[int] = mapped_column(ForeignKey("post.id"))  # who entered it: the steward or his secretary
    on: Mapped[date]
    way: Mapped[str]  # contact_ways: visit, phone, meeting
    masked: Mapped[str] = mapped_column(Text)
    text_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    text = SealedField("text_sealed")
    issues: Mapped[int] = mapped_column(default=0)  # how many complaints it became
    at: Mapped[datetime]
    stewardship: Mapped[Stewardship] = relationship()
    __table_args__ = (Index("ix_visit_stewardship", "stewardship_id", "on"), Index("ix_visit_on", "on", "id"))


class Instruction(Table):
    """批示: a steward's word on a matter that the leading unit must answer; a draft of his secretary until `sent_at`."""

    __tablename__ = "instruction"
    id: Mapped[int] = mapped_column(primary_key=True)
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"), index=True)
    steward_id: Mapped[int] = mapped_column(ForeignKey("post.id"), index=True)
    drafted_by: Mapped[int | None] = mapped_column(ForeignKey("post.id"))
    masked: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    unit: Mapped[str | None] = mapped_column(ForeignKey("unit.code"))  # whose answer was asked for
    answer: Mapped[str] = mapped_column(Text, default="")  # masked
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("post.id"))
    answered_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    steward: Mapped[Post] = relationship(foreign_keys=[steward_id])
    __mapper_args__ = {"version_id_col": version}
