"""Which pages of acts are open to an actor at a matter: from the table of steps, and the guards that time decides."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for

from app.actor import Actor
from app.clock import now
from app.store.complaints import Complaint
from complaints import guards, policy, workflow
from complaints.operations import facts, instructions
from complaints.policy import Relation

# Page → step, the words of its button, and the guards that decide whether it makes sense to open it.
STEP_PAGES = {
    "acknowledge": ("T8", "签收", ()),
    "reply": ("T21", "写答复", ()),
    "ask": ("T15", "请企业补充", ("asked_at_most_twice",)),
    "hand_over": ("T36", "换经办人", ()),
    "refuse": ("T10", "提出退单", ("not_ruled", "refused_once_a_unit", "in_time_to_refuse")),
}
CONTACTED_IN = {"handling", "asking"}


@dataclass(frozen=True)
class Door:
    """A page that leads to an act; the main one is what comes next."""

    page: str
    words: str
    url: str
    is_main: bool = False


def doors_of(complaint: Complaint, actor: Actor, main: str) -> list[Door]:
    """The pages that *actor* may open now, *main* first."""
    found = [Door(page, row[1], _to(page, complaint)) for page, row in STEP_PAGES.items() if is_open(page, complaint, actor)]
    if is_open("contact", complaint, actor):
        found.append(Door("contact", "记一次联系", _to("contact", complaint)))
    if is_open("instruction", complaint, actor):
        found.append(Door("instruction", "答复批示", _to("instruction", complaint)))
    if is_open("message", complaint, actor):
        found.append(Door("message", "给企业发消息", _to("message", complaint)))
    marked = [Door(door.page, door.words, door.url, door.page == main) for door in found]
    return sorted(marked, key=lambda door: not door.is_main)


def address_of(page: str, complaint: Complaint, actor: Actor) -> str:
    """Where *page* is, if *actor* may open it; else nothing."""
    return _to(page, complaint) if page and is_open(page, complaint, actor) else ""


def is_open(page: str, complaint: Complaint, actor: Actor) -> bool:
    """Whether the act behind *page* is his to do now."""
    if page in STEP_PAGES:
        step = workflow.STEPS[STEP_PAGES[page][0]]
        fits = complaint.state in step.sources and workflow.allowed(actor, complaint, step)
        return fits and not why_not(page, complaint, actor)
    if policy.relation(actor, complaint) != Relation.LEAD_CLOSE:
        return False
    if page == "contact":
        return complaint.mode == "named" and complaint.state in CONTACTED_IN
    if page == "instruction":
        return complaint.state in workflow.OPEN and instructions.pending(complaint) is not None
    return page == "message" and complaint.mode != "named" and complaint.state in workflow.OPEN


def why_not(page: str, complaint: Complaint, actor: Actor) -> str:
    """The sentence by which time or history closes *page*, or nothing."""
    step, _, asked = STEP_PAGES[page]
    if not asked:
        return ""
    situation = facts.situation(complaint, actor, step, now(), {"unit": actor.unit})
    refusal = guards.first_refusal(asked, situation)
    return refusal[1] if refusal else ""


def _to(page: str, complaint: Complaint) -> str:
    if page == "message":  # the form stands on the page of the matter itself
        return url_for("case.show", number=complaint.number, _anchor="message-text")
    if page == "instruction":
        return url_for("steward.answer", number=complaint.number)
    return url_for(f"department.{page}", number=complaint.number)
