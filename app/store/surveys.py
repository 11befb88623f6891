"""Surveys: what is asked, when, of whom, and what came back. Nothing here joins a 匿名 answer to whom it was asked of."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Table
from app.sealing import SealedField
from app.store.enterprises import Enterprise


class Survey(Table):
    """A questionnaire that people still write at; what is published of it stands in its versions."""

    __tablename__ = "survey"
    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    definition: Mapped[str] = mapped_column(Text)  # SurveyJS-profile JSON
    form_number: Mapped[str] = mapped_column(default="")  # 表号
    issuer: Mapped[str] = mapped_column(default="")  # 制定机关
    approval: Mapped[str] = mapped_column(default="")  # 批准文号
    valid_until: Mapped[date | None]  # 有效期限
    exemption: Mapped[str] = mapped_column(Text, default="")  # why it needs none of these
    made_by: Mapped[int] = mapped_column(ForeignKey("post.id"))
    made_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)
    versions: Mapped[list[SurveyVersion]] = relationship(back_populates="survey", order_by="SurveyVersion.number")
    __mapper_args__ = {"version_id_col": version}


class SurveyVersion(Table):
    """A questionnaire as it was published: never changed again."""

    __tablename__ = "survey_version"
    id: Mapped[int] = mapped_column(primary_key=True)
    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id"))
    number: Mapped[int]
    title: Mapped[str]
    definition: Mapped[str] = mapped_column(Text)
    form_number: Mapped[str]
    issuer: Mapped[str]
    approval: Mapped[str]
    valid_until: Mapped[date | None]
    exemption: Mapped[str] = mapped_column(Text)
    published_by: Mapped[int] = mapped_column(ForeignKey("post.id"))
    published_at: Mapped[datetime]
    survey: Mapped[Survey] = relationship(back_populates="versions")
    __table_args__ = (UniqueConstraint("survey_id", "number"),)


class Wave(Table):
    """一期: a version asked from opening to closing, under a promise. `secret` makes its links and dies with them."""

    __tablename__ = "wave"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    code: Mapped[str] = mapped_column(unique=True)  # of its address and of its QR code
    version_id: Mapped[int] = mapped_column(ForeignKey("survey_version.id"), index=True)
    title: Mapped[str]
    promise: Mapped[str]  # named, confidential, anonymous
    opens_at: Mapped[datetime] = mapped_column(index=True)
    closes_at: Mapped[datetime]
    has_open_channel: Mapped[bool]
    secret_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    secret = SealedField("secret_sealed")
    made_by: Mapped[int] = mapped_column(ForeignKey("post.id"))
    made_at: Mapped[datetime]
    launched_at: Mapped[datetime | None]  # links are fixed and may go out
    closed_at: Mapped[datetime | None]
    stirred_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)
    of_version: Mapped[SurveyVersion] = relationship()
    __mapper_args__ = {"version_id_col": version}


class Invitation(Table):
    """One enterprise asked once, by a link of which only the hash is kept; its stratum as it was when it was asked."""

    __tablename__ = "invitation"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    wave_id: Mapped[int] = mapped_column(ForeignKey("wave.id"))
    enterprise_id: Mapped[int] = mapped_column(ForeignKey("enterprise.id"), index=True)
    token_hash: Mapped[str | None] = mapped_column(unique=True)
    area: Mapped[str]
    size: Mapped[str]
    trade: Mapped[str]
    answered_on: Mapped[date | None]  # never set in a 匿名 wave
    enterprise: Mapped[Enterprise] = relationship()
    __table_args__ = (UniqueConstraint("wave_id", "enterprise_id"),)


class SpentToken(Table):
    """A link that was used. Its tag is made with another key than the invitation's hash; rows have no order."""

    __tablename__ = "spent_token"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    wave_id: Mapped[int] = mapped_column(ForeignKey("wave.id"))
    tag: Mapped[str] = mapped_column(unique=True)
    on: Mapped[date]
    is_stirred: Mapped[bool]
    __table_args__ = (Index("ix_spent_token_wave_id", "wave_id", "is_stirred"), {"sqlite_with_rowid": False})


class Response(Table):
    """答卷. `codes` packs the choices, `answers` holds all that was said, sealed. Who said it: as the promise allows."""

    __tablename__ = "response"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    wave_id: Mapped[int] = mapped_column(ForeignKey("wave.id"))
    channel: Mapped[str]  # personal, open
    area: Mapped[str]
    size: Mapped[str]
    trade: Mapped[str]
    codes: Mapped[str]
    answers_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    answers = SealedField("answers_sealed")
    enterprise_id: Mapped[int | None] = mapped_column(ForeignKey("enterprise.id"), index=True)  # 实名 only
    party_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    party = SealedField("party_sealed")  # 保密: the id of the enterprise
    at: Mapped[datetime | None]  # not in a 匿名 wave
    on: Mapped[date]
    is_counted: Mapped[bool]
    __table_args__ = (Index("ix_response_wave_id", "wave_id", "is_counted"), {"sqlite_with_rowid": False})


class AnswerText(Table):
    """What was written to an open question, masked. It carries no response: whoever reads it cannot go back."""

    __tablename__ = "answer_text"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    wave_id: Mapped[int] = mapped_column(ForeignKey("wave.id"))
    item: Mapped[str]
    channel: Mapped[str]
    masked: Mapped[str] = mapped_column(Text)
    topic: Mapped[str]  # as the machine reads it; "" until then
    __table_args__ = (Index("ix_answer_text_wave_id", "wave_id", "item", "channel"), {"sqlite_with_rowid": False})


class ResponseDraft(Table):
    """Answers not yet sent, sealed under the token itself: without the link nobody opens them."""

    __tablename__ = "response_draft"
    tag: Mapped[str] = mapped_column(primary_key=True)
    wave_id: Mapped[int] = mapped_column(ForeignKey("wave.id"), index=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    on: Mapped[date]
    __table_args__ = ({"sqlite_with_rowid": False},)


class SurveyCell(Table):
    """How many responses of a kind gave an option to an item; item "" counts the responses themselves."""

    __tablename__ = "survey_cell"
    wave_id: Mapped[int] = mapped_column(ForeignKey("wave.id"), primary_key=True)
    item: Mapped[str] = mapped_column(primary_key=True)
    option: Mapped[str] = mapped_column(primary_key=True)
    channel: Mapped[str] = mapped_column(primary_key=True)
    area: Mapped[str] = mapped_column(primary_key=True)
    size: Mapped[str] = mapped_column(primary_key=True)
    trade: Mapped[str] = mapped_column(primary_key=True)
    n: Mapped[int]
