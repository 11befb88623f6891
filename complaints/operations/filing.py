"""T1: a matter comes in. Masking and naming are rules and run before the transaction."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select, update

from app import outbox
from app.actor import Actor
from app.clock import local
from app.database import db, insert
from app.errors import Invalid
from app.sealing import random_id
from app.store.complaints import Attachment, Complaint, Mention
from app.store.enterprises import Enterprise
from app.store.outbox import Serial
from app.store.people import Person, Unit
from complaints import guards, mentions, workflow
from complaints.operations import words
from complaints.operations.steps import Move, record


@dataclass(frozen=True)
class Filing:
    """What the form asks, and no more (foundations §14). `amount_fen` in fen; `owner` is an account's contact id."""

    kind: str
    text: str
    mode: str
    ticket: str
    enterprise_name: str = ""
    credit_code: str = ""
    contact_name: str = ""
    phone: str = ""
    area: str = ""
    about_unit: str = ""
    happened: str = ""
    amount_fen: int | None = None
    wants_steward: bool = False
    channel: str = "web"
    foreign_number: str = ""
    owner: int | None = None
    owner_enterprise: int | None = None
    project: int | None = None
    visit: int | None = None
    files: tuple[int, ...] = field(default=())
    consent: bool = False


def submit(filing: Filing, actor: Actor, at: datetime) -> Complaint:
    """Take *filing* in; the query code is `words.code_of(filing.ticket)`."""
    complaint = Complaint(
        id=random_id(), state="", kind=filing.kind, mode=filing.mode, channel=filing.channel, area=filing.area or None,
        foreign_number=filing.foreign_number or None, amount_fen=filing.amount_fen,
        wants_steward=filing.wants_steward, submitted_at=at, risks=[], urgency="normal", round=1, reopened=0, is_ruled=False,
        entered_by=actor.post_id, project_id=filing.project, visit_id=filing.visit, version=1,
    )  # fmt: skip
    _write_words(complaint, filing)
    named = _named(filing)
    step = workflow.STEPS["T1"]
    _check(filing, at)
    complaint.number = next_number(at)
    complaint.code_hash = words.code_hash(complaint.number, words.code_of(filing.ticket))
    complaint.state = "received"
    db.session.add(complaint)
    db.session.flush()
    db.session.add_all(Mention(complaint_id=complaint.id, standing="found", **row) for row in named)
    _take_files(complaint, filing)
    record(complaint, step, Move(actor, at, given={"text": filing.text}), None)
    outbox.put("read", f"read:{complaint.id}:1", complaint=complaint.id)
    return complaint


def _check(filing: Filing, at: datetime) -> None:
    situation = guards.Situation(at=at, given={"text": filing.text, "consent": filing.consent})
    refusal = guards.first_refusal(workflow.STEPS["T1"].guards, situation)
    if refusal:
        raise Invalid(refusal[1], **{"text" if refusal[0] == "long_enough" else "consent": refusal[1]})


def _write_words(complaint: Complaint, filing: Filing) -> None:
    own: tuple[str, ...] = (filing.contact_name,)
    if filing.mode != "named":
        own += (filing.enterprise_name,)
    complaint.masked = words.masked(filing.text, own)
    complaint.title = words.title_of(complaint.masked)
    complaint.happened = words.masked(filing.happened, own)
    complaint.text = filing.text
    if filing.mode != "anonymous":
        complaint.contact_name = filing.contact_name or None
        complaint.phone = filing.phone or None
        complaint.phone_key = words.phone_tag(filing.phone) if filing.phone else None
        complaint.owner_tag = words.owner_tag(filing.owner) if filing.owner else None
    if filing.mode == "named":
        complaint.enterprise_name = filing.enterprise_name
        complaint.enterprise_id = filing.owner_enterprise or _enterprise_of(filing.credit_code)
    if filing.mode == "confidential":
        set_party(complaint, filing.enterprise_name, filing.credit_code)


def set_party(complaint: Complaint, name: str, credit_code: str) -> None:
    """Seal the enterprise behind a confidential matter."""
    complaint.party = json.dumps({"name": name, "credit_code": credit_code}, ensure_ascii=False)
    complaint.party_tag = words.party_tag(name, credit_code)


def _enterprise_of(credit_code: str) -> int | None:
    if not credit_code:
        return None
    return db.session.scalar(select(Enterprise.id).where(Enterprise.credit_code == credit_code))


def _named(filing: Filing) -> list[dict[str, object]]:
    """Units and persons named, by the filer or in the text."""
    units = db.session.execute(select(Unit.code, Unit.name, Unit.short, Unit.aliases)).all()
    found = set(mentions.units_named(filing.text, {code: [name, short, *aliases] for code, name, short, aliases in units}))
    if filing.about_unit:
        found.add(filing.about_unit)
    staff = {id_: name for id_, name in db.session.execute(select(Person.id, Person.name))}
    rows: list[dict[str, object]] = [{"unit": code} for code in sorted(found)]
    return rows + [{"person_id": id_} for id_ in sorted(mentions.people_named(filing.text, staff))]


def _take_files(complaint: Complaint, filing: Filing) -> None:
    if filing.files:
        mine = update(Attachment).where(Attachment.id.in_(filing.files), Attachment.complaint_id.is_(None))
        db.session.execute(mine.values(complaint_id=complaint.id, waiting_ticket=None))


def next_number(at: datetime) -> str:
    """The next number of the city's day, such as QS-20261124-0001."""
    series = f"QS-{local(at):%Y%m%d}"
    row = insert(Serial).values(series=series, last=1)
    up = row.on_conflict_do_update(index_elements=["series"], set_={"last": Serial.last + 1}).returning(Serial.last)
    return f"{series}-{db.session.execute(up).scalar_one():04d}"
