"""The office's panel beside a matter: a form for each thing that this actor may do with it now."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import select

from app import taxonomy
from app.actor import Actor, Role
from app.clock import day_of, now
from app.database import db
from app.store.complaints import Complaint, Ruling
from complaints import policy, queries, stewardship, workflow
from complaints.forms.office.checking import (
    AskCountersignForm,
    CallBackForm,
    CloseReviewForm,
    CountersignForm,
    PublishForm,
    ReworkForm,
    SecondOpinionForm,
    SendBackForm,
)
from complaints.forms.office.dispatch import AcceptRefusalForm, RecallForm, RejectRefusalForm
from complaints.forms.office.intake import (
    AmendRequestForm,
    DeclineForm,
    DropDeclineForm,
    MistakenForm,
    NewCodeForm,
    ReleaseForm,
)
from complaints.forms.steps import StepForm
from complaints.operations import replying, stewards
from complaints.policy import Relation
from complaints.routing import WARNING_WORDS
from complaints.views.case.matter import files_of, refusals_of
from complaints.views.office import drawn
from complaints.views.office.proposals import Proposed, proposed_for
from complaints.views.panels import register_panel
from complaints.workflow import STEPS

TEMPLATE = "complaints/panels/office.html"
PRECEDENTS = 5
SIMPLE: dict[str, tuple[str, type[StepForm]]] = {
    "amend": ("T2", AmendRequestForm),
    "accept_refusal": ("T11", AcceptRefusalForm),
    "reject_refusal": ("T12", RejectRefusalForm),
    "recall": ("T33", RecallForm),
    "mistaken": ("T35", MistakenForm),
    "publish": ("T23", PublishForm),
    "send_back": ("T22", SendBackForm),
    "rework": ("T27", ReworkForm),
    "close_review": ("T28", CloseReviewForm),
}


def panel(complaint: Complaint, actor: Actor) -> dict[str, Any]:
    """What the template of the panel shows."""
    steps = {step.id for step in workflow.available(actor, complaint)}
    proposed = proposed_for(complaint)
    forms: dict[str, StepForm] = {name: form.drawn(complaint) for name, (step, form) in SIMPLE.items() if step in steps}
    forms |= _grown(complaint, steps, proposed) | _beside_steps(complaint, actor, steps)
    if complaint.entered_by is None:
        forms.pop("mistaken", None)
    reply = replying.last_reply(complaint)
    return {
        "forms": forms,
        "releases": {file.id: ReleaseForm.drawn(complaint) for file in files_of(actor, complaint) if not file.is_released},
        "proposed": proposed,
        "candidates": {candidate.unit: candidate for candidate in proposed.proposal.candidates},
        "warnings": [WARNING_WORDS[code] for code in proposed.proposal.warnings],
        "clause_texts": {id_: clause.text for id_, clause in taxonomy.clauses().items()},
        "topic_labels": {code: topic.label for code, topic in taxonomy.topics().items()},
        "elsewhere": {row.label: row.more["transfer_to"] for row in taxonomy.codes("decline_grounds").values()},
        "precedents": _precedents(complaint, actor) if "rule" in forms or "dispatch" in forms else [],
        "reply": reply,
        "needs_countersign": reply is not None and taxonomy.codes("closure_codes")[reply.closure_code].more["countersign"],
        "pending": replying.pending_countersign(complaint),
        "signer": _signer(complaint) if complaint.state == "replied" else "",
        "open_refusal": next((row for row in refusals_of(complaint) if row.outcome is None), None),
        "enterprise_reads": _enterprise_reads(forms, proposed),
    }


def _grown(complaint: Complaint, steps: set[str], proposed: Proposed) -> dict[str, StepForm]:
    """Forms whose choices depend on the matter."""
    makers: dict[str, tuple[str, Callable[[], StepForm]]] = {
        "accept": ("T6", lambda: drawn.accept_form(complaint)),
        "dispatch": ("T7", lambda: drawn.dispatch_form(complaint, proposed)),
        "rule": ("T14", lambda: drawn.rule_form(complaint, proposed)),
        "correct": ("T34", lambda: drawn.correct_form(complaint)),
    }
    return {name: make() for name, (step, make) in makers.items() if step in steps}


def _beside_steps(complaint: Complaint, actor: Actor, steps: set[str]) -> dict[str, StepForm]:
    """Acts that are no step of the table: the operations refuse them to whoever may not, this only hides them."""
    role, state = actor.role, complaint.state
    is_proposed = complaint.decline_by is not None
    forms: dict[str, StepForm] = {}
    if complaint.mode != "named" and state in workflow.OPEN:
        forms["mask"] = drawn.mask_form(complaint)
    if role == Role.CLERK:
        if state == "received" and not is_proposed:
            forms["propose_decline"] = drawn.propose_decline_form(complaint)
        if complaint.mode != "anonymous" and complaint.phone_key is not None:
            forms["new_code"] = NewCodeForm.drawn(complaint)
    if "T5" in steps and is_proposed:
        forms |= {"decline": DeclineForm.drawn(complaint), "drop_decline": DropDeclineForm.drawn(complaint)}
    return forms | _in_review(complaint, actor)


def _in_review(complaint: Complaint, actor: Actor) -> dict[str, StepForm]:
    forms: dict[str, StepForm] = {}
    if complaint.state == "replied":
        steward = stewards.steward_of(complaint, day_of(now()))
        pending = replying.pending_countersign(complaint)
        if actor.role == Role.REVIEWER and pending is None:
            forms["ask_countersign"] = AskCountersignForm.drawn(complaint)
        if pending is not None and stewardship.may_countersign(actor, complaint, steward.id if steward else None):
            forms["countersign"] = CountersignForm.drawn(complaint)
    if complaint.state == "reviewing" and policy.may_call_back(actor, complaint):
        forms["call_back"] = CallBackForm.drawn(complaint, way="phone" if complaint.mode != "anonymous" else "message")
        forms["second_opinion"] = SecondOpinionForm.drawn(complaint)
    return forms


def _signer(complaint: Complaint) -> str:
    """Whose yes or no it takes, in words."""
    steward = stewards.steward_of(complaint, day_of(now()))
    return f"包抓领导{steward.person.name}" if steward else "负责人"


def _precedents(complaint: Complaint, actor: Actor) -> list[Ruling]:
    """Rulings on the same topic that *actor* may know of, newest first."""
    if complaint.topic is None:
        return []
    seen = select(Complaint.id).where(queries.visible(actor))
    same = (Ruling.topic == complaint.topic) & (Ruling.complaint_id != complaint.id)
    query = select(Ruling).where(same, Ruling.complaint_id.in_(seen))
    return list(db.session.scalars(query.order_by(Ruling.at.desc()).limit(PRECEDENTS)))


def _enterprise_reads(forms: dict[str, StepForm], proposed: Proposed) -> str:
    """The sentence that the enterprise gets if the proposal is followed."""
    if "dispatch" not in forms or not proposed.proposal.candidates:
        return ""
    units = taxonomy.units()
    co = "、".join(units[code].short for code in proposed.proposal.co)
    lead = units[proposed.proposal.candidates[0].unit].name
    return STEPS["T7"].public.format(lead=lead, co=f"（{co}协办）" if co else "")


register_panel(Relation.INTAKE, TEMPLATE, panel)
