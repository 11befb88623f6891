"""What waits for a steward's word, and what he was told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from flask import g
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app import taxonomy
from app.actor import Actor, Role
from app.auth.stewards import leader_of
from app.clock import day_of, now
from app.database import db
from app.notices.matters import seen_by
from app.notices.wording import sentence
from app.store.clocks import Clock
from app.store.complaints import Complaint, Countersign, Reply
from app.store.enterprises import Enterprise
from app.store.notices import Notice
from app.store.stewardships import Instruction
from complaints import queries, workflow
from complaints.forms.steward import InstructForm, SignForm
from complaints.operations import stewards, times
from complaints.views.clock_words import open_words, tone_of

Form = TypeVar("Form", SignForm, InstructForm)
TOLD = ("taken_on", "instruction_answered")


@dataclass(frozen=True)
class ToSign:
    """A reply that asks for his yes or no."""

    complaint: Complaint
    reply: Reply
    words: str
    tone: str
    form: SignForm


@dataclass(frozen=True)
class ToSend:
    """A draft of his secretary."""

    complaint: Complaint
    draft: Instruction
    form: InstructForm | None


@dataclass(frozen=True)
class Told:
    """Something he was told and has not read."""

    complaint: Complaint
    notice: Notice
    says: str


def number_waiting(actor: Actor) -> int:
    """How many things wait for his word; asked once a request."""
    if "steward_waits" not in g:
        g.steward_waits = len(asked_of(actor, now())) + len(drafts_for(actor))
    number: int = g.steward_waits
    return number


def asked_of(actor: Actor, at: datetime) -> list[tuple[Complaint, Reply]]:
    """Matters whose countersign is his to give, the oldest question first; a secretary gives none."""
    if actor.role != Role.STEWARD:
        return []
    query = (
        queries.listed(actor)
        .add_columns(Reply)
        .join(Countersign, Countersign.complaint_id == Complaint.id)
        .join(Reply, Reply.id == Countersign.reply_id)
        .where(Complaint.state == "replied", Countersign.verdict.is_(None))
        .options(joinedload(Complaint.lead_unit))
        .order_by(Countersign.asked_at, Countersign.id)
    )
    rows = db.session.execute(query).all()
    return [(complaint, reply) for complaint, reply in rows if _is_his(actor, complaint, at)]


def _is_his(actor: Actor, complaint: Complaint, at: datetime) -> bool:
    signer = stewards.steward_of(complaint, day_of(at))
    return signer is not None and signer.id == actor.post_id


def to_sign(actor: Actor, at: datetime) -> list[ToSign]:
    """With their clocks and forms."""
    found, calendar = [], times.current_calendar()
    for complaint, reply in asked_of(actor, at):
        clock = times.open_clock(complaint.id, "C12")
        running = times.running(clock) if clock else None
        words = open_words(running, at, calendar) if running else ""
        tone = tone_of(running, at, calendar) if running else ""
        found.append(ToSign(complaint, reply, words, tone, _numbered(SignForm.drawn(complaint), complaint)))
    return found


def _numbered(form: Form, complaint: Complaint) -> Form:
    """Several stand on one page: their fields carry the matter's number."""
    for field in form:
        field.id = f"{field.id}-{complaint.number}"
    return form


def drafts_for(actor: Actor) -> list[tuple[Complaint, Instruction]]:
    """Drafts that the steward has not sent; his secretary sees her own."""
    mine = Instruction.steward_id == actor.post_id if actor.role == Role.STEWARD else Instruction.drafted_by == actor.post_id
    query = queries.listed(actor).add_columns(Instruction).join(Instruction, Instruction.complaint_id == Complaint.id)
    rows = db.session.execute(query.where(mine, Instruction.sent_at.is_(None)).order_by(Instruction.id)).all()
    return [(complaint, draft) for complaint, draft in rows]


def to_send(actor: Actor) -> list[ToSend]:
    """Drafts with the form by which the steward sends them."""
    return [ToSend(complaint, draft, _send_form(actor, complaint, draft)) for complaint, draft in drafts_for(actor)]


def _send_form(actor: Actor, complaint: Complaint, draft: Instruction) -> InstructForm | None:
    if actor.role != Role.STEWARD:
        return None
    return _numbered(InstructForm.drawn(complaint, text=draft.masked, draft=str(draft.id)), complaint)


def told(actor: Actor) -> list[Told]:
    """New matters of what he carries and answers to his words, newest first: open ones, until he has read them."""
    query = (
        select(Notice, Complaint)
        .join(Complaint, Complaint.id == Notice.complaint_id)
        .where(seen_by(actor), Notice.read_at.is_(None), Notice.kind.in_(TOLD), Complaint.state.in_(workflow.OPEN))
    )
    rows = db.session.execute(query.options(joinedload(Complaint.lead_unit)).order_by(Notice.id.desc()).limit(20)).all()
    return [Told(complaint, notice, sentence(notice)) for notice, complaint in rows]


def instructed(actor: Actor, at: datetime) -> list[tuple[Complaint, Instruction, str, str]]:
    """His words that no unit has answered yet, with their clock in words and tone."""
    post = actor.post_id if actor.role == Role.STEWARD else leader_of(actor.post_id or 0, day_of(at))
    query = queries.listed(actor).add_columns(Instruction, Clock).join(Instruction, Instruction.complaint_id == Complaint.id)
    waits = (Instruction.steward_id == post, Instruction.sent_at.is_not(None), Instruction.answered_at.is_(None))
    clock = (Clock.complaint_id == Complaint.id) & (Clock.kind == "C13") & Clock.stopped_at.is_(None)
    rows = db.session.execute(query.join(Clock, clock).where(*waits).order_by(Clock.due_at)).all()
    calendar = times.current_calendar()
    return [
        (complaint, row, open_words(times.running(c), at, calendar), tone_of(times.running(c), at, calendar))
        for complaint, row, c in rows
    ]


def party_of(complaint: Complaint, hidden: dict[str, str]) -> str:
    """Whose matter it is; of an opened confidential one the steward knows it, by its keyed hash."""
    if complaint.mode == "named":
        return complaint.enterprise_name or ""
    return hidden.get(complaint.party_tag or "", "") or taxonomy.label("identity_modes", complaint.mode)


def enterprise_names(ids: Iterable[int]) -> dict[int, str]:
    """Names by id."""
    query = select(Enterprise.id, Enterprise.name).where(Enterprise.id.in_(sorted(ids)))
    return {id_: name for id_, name in db.session.execute(query)}
