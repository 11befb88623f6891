"""What a steward and his secretary find beside a matter."""

from __future__ import annotations

from typing import Any

from app.actor import Actor
from app.clock import day_of, now
from app.database import db
from app.store.complaints import Complaint
from app.store.stewardships import Instruction
from complaints import stewardship
from complaints.forms.steps import StepForm
from complaints.forms.steward import DraftForm, InstructForm, SignForm
from complaints.operations import instructions, replying, stewards
from complaints.policy import Relation
from complaints.views.panels import register_panel


def steward_panel(complaint: Complaint, actor: Actor) -> dict[str, Any]:
    """The context of `panels/steward.html`."""
    forms: dict[str, StepForm] = {}
    signer = stewards.steward_of(complaint, day_of(now()))
    asked = replying.pending_countersign(complaint) if complaint.state == "replied" else None
    if asked is not None and stewardship.may_countersign(actor, complaint, signer.id if signer else None):
        forms["sign"] = SignForm.drawn(complaint)
    waits = instructions.pending(complaint)
    if stewardship.may_instruct(actor, complaint) and waits is None:
        drafted = _draft_for(complaint, actor)
        forms["instruct"] = InstructForm.drawn(
            complaint, text=drafted.masked if drafted else "", draft=str(drafted.id) if drafted else ""
        )
    return {"forms": forms, "waits": waits, "asked_reply": replying.last_reply(complaint) if "sign" in forms else None}


def _draft_for(complaint: Complaint, actor: Actor) -> Instruction | None:
    mine = instructions.of(complaint).where(Instruction.steward_id == actor.post_id, Instruction.sent_at.is_(None))
    return db.session.scalar(mine.limit(1))


def secretary_panel(complaint: Complaint, actor: Actor) -> dict[str, Any]:
    """The context of `panels/secretary.html`: her own drafts, and room for one more."""
    forms: dict[str, StepForm] = {"draft": DraftForm.drawn(complaint)} if stewardship.may_draft(actor, complaint) else {}
    own = instructions.of(complaint).where(Instruction.drafted_by == actor.post_id)
    return {"forms": forms, "own_drafts": list(db.session.scalars(own))}


def register_panels() -> None:
    """Tell the page of a matter who finds what."""
    register_panel(Relation.STEWARD, "complaints/panels/steward.html", steward_panel)
    register_panel(Relation.SECRETARY, "complaints/panels/secretary.html", secretary_panel)
