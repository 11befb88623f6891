"""Words and looks: messages, notes, and opening what is sealed."""

from __future__ import annotations

import json

from flask import render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from app.auth.current import current_actor
from app.auth.doors import staff
from app.database import db
from app.errors import Invalid, NotAllowed, NotFound
from app.sealing import Look, Secret
from app.store.complaints import Complaint, Message
from app.web.once import once
from complaints import policy
from complaints.forms.words import IdentityForm, LookForm, MessageForm, NoteForm, OriginalForm
from complaints.operations import handling, looks
from complaints.views.case.blueprint import MATTER, case_pages
from complaints.views.case.page import carried, redrawn
from complaints.views.case.sight import INNER
from complaints.views.traffic import case, led_to, move


@case_pages.post(f"{MATTER}/messages")
@staff()
def message(number: str) -> ResponseReturnValue:
    """A message to the enterprise."""
    complaint, form = case(number), MessageForm()
    if policy.relation(current_actor(), complaint) not in INNER:
        raise NotAllowed("您不能给这件诉求发消息。")

    def act() -> str:
        handling.send_message(complaint, form.text.data, move(form))
        return led_to("case.show", "留言已发给企业。", number=number, **carried())

    return once(form, act) or redrawn(complaint, message=form)


@case_pages.post(f"{MATTER}/notes")
@staff()
def note(number: str) -> ResponseReturnValue:
    """A note that stays in the house."""
    complaint, form = case(number), NoteForm()
    if policy.sign(current_actor(), complaint, "notes") != "a":
        raise NotAllowed("您不能在这件诉求上写内部记录。")

    def act() -> str:
        handling.write_note(complaint, form.text.data, move(form))
        return led_to("case.show", "内部记录已写好。", number=number, **carried())

    return once(form, act) or redrawn(complaint, note=form)


@case_pages.post(f"{MATTER}/original")
@staff(fresh=True)
def original(number: str) -> ResponseReturnValue:
    """The text as it was written, and what the enterprise added."""
    complaint, form = case(number), OriginalForm()
    look = looked(complaint, "original", form)
    if look is None:
        return redrawn(complaint, original=form)
    query = select(Message).where(Message.complaint_id == complaint.id, Message.direction == "in").order_by(Message.at)
    said = [(row.at, opened(row.text, look)) for row in db.session.scalars(query)]
    words = [(complaint.submitted_at, opened(complaint.text, look)), *said]
    return render_template("complaints/case/opened.html", complaint=complaint, title="原文", words=words, facts=[])


@case_pages.post(f"{MATTER}/identity")
@staff(fresh=True)
def identity(number: str) -> ResponseReturnValue:
    """Who it is."""
    complaint, form = case(number), IdentityForm()
    look = looked(complaint, "identity", form)
    if look is None:
        return redrawn(complaint, identity=form)
    return render_template(
        "complaints/case/opened.html", complaint=complaint, title="身份", words=[], facts=_identity(complaint, look)
    )


def looked(complaint: Complaint, thing: policy.Thing, form: LookForm, file_id: int | None = None) -> Look | None:
    """The recorded right to open *thing*; None where the form must be drawn again."""
    if policy.sign(current_actor(), complaint, thing) == "-":
        raise NotFound
    if not form.validate():
        return None
    try:
        look = looks.look(complaint, thing, form.purpose.data, move(form, form.reason.data), file_id)
    except Invalid as refusal:
        db.session.rollback()
        for name, sentence in refusal.fields.items():
            form.add_error(name, sentence)
        return None
    db.session.commit()
    return look


def opened(secret: Secret | None, look: Look) -> str:
    """What *secret* says to the holder of *look*."""
    return secret.open(look) if secret is not None else ""


def _identity(complaint: Complaint, look: Look) -> list[tuple[str, str]]:
    party = json.loads(opened(complaint.party, look) or "{}")
    code = complaint.enterprise.credit_code if complaint.enterprise else party.get("credit_code", "")
    facts: list[tuple[str, str]] = [
        ("企业", complaint.enterprise_name or party.get("name", "")),
        ("统一社会信用代码", code or ""),
        ("联系人", opened(complaint.contact_name, look)),
        ("电话", opened(complaint.phone, look)),
    ]
    return [(word, value or "没有留") for word, value in facts]
