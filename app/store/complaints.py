"""A complaint and what belongs to it. Personal words are sealed; `masked` is the twin in clear."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Table
from app.sealing import SealedField
from app.store.enterprises import Enterprise
from app.store.people import Post, Unit


class Complaint(Table):
    """One matter. A confidential one holds no enterprise in clear: `party` is sealed, `party_tag` a keyed hash."""

    __tablename__ = "complaint"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[str] = mapped_column(unique=True)
    code_hash: Mapped[str]
    state: Mapped[str] = mapped_column(index=True)
    kind: Mapped[str]
    topic: Mapped[str | None]
    urgency: Mapped[str] = mapped_column(default="normal")
    risks: Mapped[list[Any]] = mapped_column(default=list)
    area: Mapped[str | None]
    mode: Mapped[str]
    channel: Mapped[str]
    foreign_number: Mapped[str | None]  # of a 12345 sheet or a letter
    title: Mapped[str]
    masked: Mapped[str] = mapped_column(Text)
    text_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    text = SealedField("text_sealed")
    masked_confirmed_at: Mapped[datetime | None]  # a person has looked over the masked text
    enterprise_id: Mapped[int | None] = mapped_column(ForeignKey("enterprise.id"), index=True)
    enterprise_name: Mapped[str | None]
    project_id: Mapped[int | None] = mapped_column(ForeignKey("project.id"), index=True)
    visit_id: Mapped[int | None] = mapped_column(ForeignKey("visit.id"), index=True)  # on which it was said
    party_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    party = SealedField("party_sealed")  # JSON {"name", "credit_code"}
    party_tag: Mapped[str | None] = mapped_column(index=True)
    owner_tag: Mapped[str | None] = mapped_column(index=True)  # keyed hash of the account that filed
    contact_name_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    contact_name = SealedField("contact_name_sealed")
    phone_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    phone = SealedField("phone_sealed")
    phone_key: Mapped[str | None] = mapped_column(index=True)
    happened: Mapped[str] = mapped_column(default="")
    amount_fen: Mapped[int | None]
    wants_steward: Mapped[bool] = mapped_column(default=False)
    entered_by: Mapped[int | None] = mapped_column(ForeignKey("post.id"))
    lead: Mapped[str | None] = mapped_column(ForeignKey("unit.code"), index=True)
    handler_id: Mapped[int | None] = mapped_column(ForeignKey("post.id"), index=True)
    is_ruled: Mapped[bool] = mapped_column(default=False)  # by a ruling that nobody may refuse
    round: Mapped[int] = mapped_column(default=1)
    reopened: Mapped[int] = mapped_column(default=0)
    closure_code: Mapped[str | None]
    end_reason: Mapped[str | None]
    decline_ground: Mapped[str | None]
    decline_text: Mapped[str] = mapped_column(Text, default="")
    decline_elsewhere: Mapped[str] = mapped_column(Text, default="")
    decline_by: Mapped[int | None] = mapped_column(ForeignKey("post.id"))  # who proposed it
    submitted_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    enterprise: Mapped[Enterprise | None] = relationship()
    lead_unit: Mapped[Unit | None] = relationship(foreign_keys=[lead])
    handler: Mapped[Post | None] = relationship(foreign_keys=[handler_id])
    mentions: Mapped[list[Mention]] = relationship(back_populates="complaint", order_by="Mention.id")
    assignments: Mapped[list[Assignment]] = relationship(back_populates="complaint", order_by="Assignment.id")
    __table_args__ = (
        Index("ix_complaint_state_submitted", "state", "submitted_at", "id"),
        Index("ix_complaint_lead_state", "lead", "state"),
    )
    __mapper_args__ = {"version_id_col": version}


class Mention(Table):
    """A unit or person that the matter names. `standing`: found (by machine or filer) or fixed (by a clerk)."""

    __tablename__ = "mention"
    id: Mapped[int] = mapped_column(primary_key=True)
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"))
    unit: Mapped[str | None] = mapped_column(ForeignKey("unit.code"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    standing: Mapped[str]
    complaint: Mapped[Complaint] = relationship(back_populates="mentions")
    __table_args__ = (
        UniqueConstraint("complaint_id", "unit", "person_id", "standing"),
        Index("ix_mention_unit", "unit", "complaint_id"),
        Index("ix_mention_person", "person_id", "complaint_id"),
    )


class Assignment(Table):
    """A unit's share in a matter, as lead or co-handler; an ended one makes it a former unit."""

    __tablename__ = "assignment"
    id: Mapped[int] = mapped_column(primary_key=True)
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"), index=True)
    unit: Mapped[str] = mapped_column(ForeignKey("unit.code"))
    role: Mapped[str]  # lead, co_handler
    part: Mapped[str] = mapped_column(Text, default="")
    from_at: Mapped[datetime]
    to_at: Mapped[datetime | None]
    answer: Mapped[str] = mapped_column(Text, default="")  # masked
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("post.id"))
    complaint: Mapped[Complaint] = relationship(back_populates="assignments")
    of_unit: Mapped[Unit] = relationship()
    __table_args__ = (Index("ix_assignment_unit", "unit", "to_at", "complaint_id"),)


class Refusal(Table):
    """退单: which duty clause is cited, which unit is proposed, and what became of it."""

    __tablename__ = "refusal"
    id: Mapped[int] = mapped_column(primary_key=True)
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"), index=True)
    unit: Mapped[str] = mapped_column(ForeignKey("unit.code"))
    ground: Mapped[str]
    clause: Mapped[str | None]
    proposed: Mapped[str | None] = mapped_column(ForeignKey("unit.code"))
    reason: Mapped[str] = mapped_column(Text)
    by: Mapped[int] = mapped_column(ForeignKey("post.id"))
    at: Mapped[datetime]
    outcome: Mapped[str | None]  # accepted, rejected, ruled
    outcome_reason: Mapped[str] = mapped_column(Text, default="")
    outcome_at: Mapped[datetime | None]


class Ruling(Table):
    """裁定: a decision between units that nobody may refuse and that routing reads as a precedent."""

    __tablename__ = "ruling"
    id: Mapped[int] = mapped_column(primary_key=True)
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"), index=True)
    number: Mapped[str] = mapped_column(unique=True)
    topic: Mapped[str | None] = mapped_column(index=True)
    area: Mapped[str | None]
    lead: Mapped[str] = mapped_column(ForeignKey("unit.code"))
    clause: Mapped[str]
    reason: Mapped[str] = mapped_column(Text)
    by: Mapped[int] = mapped_column(ForeignKey("post.id"))
    at: Mapped[datetime]


class Message(Table):
    """Words between enterprise and officers; internal notes never leave the house."""

    __tablename__ = "message"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"), index=True)
    direction: Mapped[str]  # in (from the enterprise), out, internal
    topic: Mapped[str]  # amend, question, answer, note, reminder, evidence
    unit: Mapped[str | None] = mapped_column(ForeignKey("unit.code"))
    post_id: Mapped[int | None] = mapped_column(ForeignKey("post.id"))
    masked: Mapped[str] = mapped_column(Text)
    text_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    text = SealedField("text_sealed")
    at: Mapped[datetime]


class ContactRecord(Table):
    """A contact with the enterprise: the first contact, a later one, or a call-back."""

    __tablename__ = "contact_record"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"), index=True)
    round: Mapped[int]
    purpose: Mapped[str]  # contact, call_back
    way: Mapped[str]
    result: Mapped[str]
    solved: Mapped[str | None]  # what the enterprise said in a call-back
    masked: Mapped[str] = mapped_column(Text)
    note_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    note = SealedField("note_sealed")
    post_id: Mapped[int | None] = mapped_column(ForeignKey("post.id"))
    at: Mapped[datetime]


class Reply(Table):
    """答复: public and internal text apart, checked by someone other than its author."""

    __tablename__ = "reply"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"), index=True)
    round: Mapped[int]
    closure_code: Mapped[str]
    masked: Mapped[str] = mapped_column(Text)
    public_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    public = SealedField("public_sealed")
    internal: Mapped[str] = mapped_column(Text, default="")  # masked
    evidence: Mapped[str] = mapped_column(Text, default="")  # masked: what proves it
    refunded_fen: Mapped[int | None]
    author_id: Mapped[int] = mapped_column(ForeignKey("post.id"))
    at: Mapped[datetime]
    verdict: Mapped[str | None]  # published, returned
    verdict_reason: Mapped[str | None]  # rework code
    verdict_note: Mapped[str] = mapped_column(Text, default="")
    reviewer_id: Mapped[int | None] = mapped_column(ForeignKey("post.id"))
    verdict_at: Mapped[datetime | None]
    published_on: Mapped[date | None]


class Countersign(Table):
    """会签: asked before 无法解决 is published; a record with a yes or a no, not a step."""

    __tablename__ = "countersign"
    id: Mapped[int] = mapped_column(primary_key=True)
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"), index=True)
    reply_id: Mapped[int] = mapped_column(ForeignKey("reply.id"))
    asked_by: Mapped[int] = mapped_column(ForeignKey("post.id"))
    asked_at: Mapped[datetime]
    verdict: Mapped[str | None]  # yes, no
    note: Mapped[str] = mapped_column(Text, default="")
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("post.id"))
    answered_at: Mapped[datetime | None]


class Rating(Table):
    """The enterprise's word: solved and satisfied are asked apart."""

    __tablename__ = "rating"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"), index=True)
    round: Mapped[int]
    solved: Mapped[str]
    level: Mapped[str]
    reasons: Mapped[list[Any]] = mapped_column(default=list)
    masked: Mapped[str] = mapped_column(Text, default="")
    text_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    text = SealedField("text_sealed")
    at: Mapped[datetime]


class Attachment(Table):
    """A file that passed the gate; name sealed, content in the sealed file store."""

    __tablename__ = "attachment"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    complaint_id: Mapped[int | None] = mapped_column(ForeignKey("complaint.id"), index=True)
    waiting_ticket: Mapped[str | None] = mapped_column(index=True)  # kept for a rejected form, 24 hours
    origin: Mapped[str]  # enterprise, staff
    message_id: Mapped[int | None]
    name_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    name = SealedField("name_sealed")
    mime: Mapped[str]
    size: Mapped[int]
    original: Mapped[str | None]  # token in the file store; none for anonymous matters
    clean: Mapped[str | None]  # re-encoded image without metadata
    released_at: Mapped[datetime | None]
    released_by: Mapped[int | None] = mapped_column(ForeignKey("post.id"))
    post_id: Mapped[int | None] = mapped_column(ForeignKey("post.id"))
    at: Mapped[datetime]


class LookRecord(Table):
    """A look at original, identity or file: one row per person, matter, thing and day; the complainant sees it."""

    __tablename__ = "look"
    id: Mapped[int] = mapped_column(primary_key=True)
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("post.id"))
    what: Mapped[str]  # original, identity; of a file with its id: "file:ID", "file_original:ID"
    purpose: Mapped[str]
    reason: Mapped[str] = mapped_column(Text, default="")  # masked
    on_day: Mapped[date]
    at: Mapped[datetime]
    __table_args__ = (UniqueConstraint("complaint_id", "person_id", "what", "on_day"),)

    @property
    def thing(self) -> str:
        """What kind of thing was looked at."""
        return self.what.split(":")[0]
