"""What a department finds beside a matter: what it may do now, first the act that is due."""

from __future__ import annotations

from typing import Any

from app.actor import Actor
from app.clock import now
from app.store.complaints import Complaint
from app.web.labels import due
from complaints import policy
from complaints.operations import times
from complaints.policy import Relation
from complaints.views.department.doors import doors_of
from complaints.views.department.facts import known
from complaints.views.department.rows import flags_of, next_act
from complaints.views.department.showing import contacts_of
from complaints.views.panels import register_panel

ANSWERED_IN = {"dispatched", "handling", "asking", "refused", "ruling"}


def department_panel(complaint: Complaint, actor: Actor) -> dict[str, Any]:
    """The context of `panels/department.html`."""
    facts = known([complaint])
    then = next_act(complaint, facts)
    close = policy.relation(actor, complaint) == Relation.LEAD_CLOSE
    return {
        "then": then,
        "flags": flags_of(complaint, facts),
        "doors": doors_of(complaint, actor, then.page),
        "handler": complaint.handler.person.name if complaint.handler else "",
        "calls": len(contacts_of(complaint)) if close else 0,
        "is_close": close,
    }


def co_handler_panel(complaint: Complaint, actor: Actor) -> dict[str, Any]:
    """The context of `panels/co_handler.html`."""
    living = (share for share in complaint.assignments if share.role == "co_handler" and share.to_at is None)
    clock = times.open_clock(complaint.id, "C4")
    return {
        "share": next((share for share in living if share.unit == actor.unit), None),
        "lead": complaint.lead_unit.short if complaint.lead_unit else "",
        "ends": due(clock.due_at, now()) if clock else "",
        "may_answer": complaint.state in ANSWERED_IN,
    }


def register_panels() -> None:
    """Tell the page of a matter who finds what."""
    register_panel(Relation.LEAD, "complaints/panels/department.html", department_panel)
    register_panel(Relation.LEAD_CLOSE, "complaints/panels/department.html", department_panel)
    register_panel(Relation.CO_HANDLER, "complaints/panels/co_handler.html", co_handler_panel)
