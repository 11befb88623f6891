"""What a department finds beside a matter: what it may do now, first the act that is due."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import url_for

from app.actor import Actor
from app.clock import now
from app.store.complaints import Assignment, Complaint
from app.web.labels import due
from complaints import policy, workflow
from complaints.operations import times
from complaints.policy import Relation
from complaints.views.department.facts import known
from complaints.views.department.rows import Next, flags_of, next_act
from complaints.views.department.showing import contacts_of
from complaints.views.panels import register_panel


@dataclass(frozen=True)
class Door:
    """A page that leads to an act; the main one stands first."""

    words: str
    url: str
    is_main: bool = False


@dataclass(frozen=True)
class Now:
    """What the head of the panel says."""

    next: Next
    flags: list[tuple[str, str]]


def department_panel(complaint: Complaint, actor: Actor) -> dict[str, Any]:
    """The context of `panels/department.html`."""
    facts = known([complaint])
    return {
        "now_do": Now(next_act(complaint, facts), flags_of(complaint, facts)),
        "doors": _doors(complaint, actor),
        "handler": complaint.handler.person.name if complaint.handler else "",
        "contacts": len(contacts_of(complaint)) if policy.may_see(actor, complaint, "notes") else 0,
        "shares": _co_shares(complaint),
        "is_close": policy.relation(actor, complaint) == Relation.LEAD_CLOSE,
    }


def _doors(complaint: Complaint, actor: Actor) -> list[Door]:
    steps = {step.id for step in workflow.available(actor, complaint)}
    found = [Door(words, _to(page, complaint), step in {"T8", "T21"}) for step, words, page in _PAGES if step in steps]
    if policy.relation(actor, complaint) == Relation.LEAD_CLOSE:
        found += [Door(words, _to(page, complaint)) for words, page in _talking(complaint)]
    return found


_PAGES = (
    ("T8", "签收", "acknowledge"),
    ("T21", "写答复", "reply"),
    ("T15", "请企业补充", "ask"),
    ("T36", "换经办人", "hand_over"),
    ("T10", "提出退单", "refuse"),
)


def _talking(complaint: Complaint) -> list[tuple[str, str]]:
    found = []
    if complaint.mode == "named" and complaint.state in {"handling", "asking"}:
        found.append(("记一次联系", "contact"))
    if complaint.state in workflow.OPEN:
        found.append(("给企业发消息", "tell"))
    return [*found, ("写内部记录", "memo")]


def _to(page: str, complaint: Complaint) -> str:
    return url_for(f"department.{page}", number=complaint.number)


def _co_shares(complaint: Complaint) -> list[Assignment]:
    return [share for share in complaint.assignments if share.role == "co_handler" and share.to_at is None]


def co_handler_panel(complaint: Complaint, actor: Actor) -> dict[str, Any]:
    """The context of `panels/co_handler.html`."""
    share = next((share for share in _co_shares(complaint) if share.unit == actor.unit), None)
    clock = times.open_clock(complaint.id, "C4")
    return {
        "share": share,
        "lead": complaint.lead_unit.short if complaint.lead_unit else "",
        "ends": due(clock.due_at, now()) if clock else "",
        "may_answer": complaint.state in {"dispatched", "handling", "asking", "refused", "ruling"},
    }


def register_panels() -> None:
    """Tell the page of a matter who finds what."""
    register_panel(Relation.LEAD, "complaints/panels/department.html", department_panel)
    register_panel(Relation.LEAD_CLOSE, "complaints/panels/department.html", department_panel)
    register_panel(Relation.CO_HANDLER, "complaints/panels/co_handler.html", co_handler_panel)
