"""A refusal on its own page (T10): ground, clause, the right unit, and what it costs."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import func, select

from app import taxonomy
from app.actor import DEPARTMENT, Actor
from app.auth.current import current_actor
from app.auth.doors import staff
from app.clock import at_local, local, now
from app.database import db
from app.store.complaints import Complaint, Refusal, Ruling
from app.store.people import Unit
from app.web.labels import due
from app.web.once import once
from complaints import policy, queries, workflow
from complaints.forms.department_refuse import RefuseForm
from complaints.operations import dispatching, times
from complaints.views.department.doors import why_not
from complaints.views.department.pages import department_pages
from complaints.views.department.showing import around, require_step
from complaints.views.traffic import case, led_to, move

PRECEDENTS = 5


@department_pages.route("/complaints/<number>/refuse", methods=["GET", "POST"])
@staff(*DEPARTMENT)
def refuse(number: str) -> ResponseReturnValue:
    """Send it back, with the reason, to be given to the right unit."""
    complaint, actor = case(number), current_actor()
    require_step(complaint, "T10")
    form = RefuseForm() if request.method == "POST" else RefuseForm.drawn(complaint)
    form.offer(_clauses(actor), _units(complaint))

    def act() -> str:
        ground, clause, proposed = form.ground.data, form.clause.data or "", form.proposed.data or ""
        dispatching.refuse(complaint, ground, clause, proposed, move(form, form.reason.data))
        said = "这是第二次退单，已转裁定。" if complaint.state == "ruling" else "已提出退单，由营商办核定。"
        return led_to("case.show", said, number=complaint.number)

    if request.method == "POST" and (answer := once(form, act)):
        return answer
    page = render_template("complaints/department/refuse.html", **_shown(complaint, actor, form), **around(complaint))
    return page, 422 if form.errors else 200


def _clauses(actor: Actor) -> list[tuple[str, str]]:
    """The unit's own duties, as its register line has them now."""
    unit = db.session.get(Unit, actor.unit) if actor.unit else None
    return [(clause["id"], clause["text"]) for clause in unit.clauses] if unit else []


def _units(complaint: Complaint) -> list[tuple[str, str]]:
    """All living units but the own one and those that are accused."""
    query = select(Unit.code, Unit.short).where(Unit.ended_on.is_(None)).order_by(Unit.position, Unit.code)
    never = {complaint.lead, *policy.accused_units(complaint)}
    return [(code, short) for code, short in db.session.execute(query) if code not in never]


def _shown(complaint: Complaint, actor: Actor, form: RefuseForm) -> dict[str, Any]:
    grounds = taxonomy.codes("refusal_grounds")
    clock = times.open_clock(complaint.id, "C2")
    refused = list(db.session.scalars(select(Refusal).where(Refusal.complaint_id == complaint.id)))
    return {
        "form": form,
        "hints": {code: f"{'通常成立' if row.more['valid'] else '通常不成立'}。{row.note}" for code, row in grounds.items()},
        "clause_hints": {clause: clause for clause, _ in form.clause.choices},
        "until": due(clock.due_at) if clock else "",
        "is_second": len(refused) == 1,
        "closed": why_not("refuse", complaint, actor),
        "precedents": precedents_for(complaint, actor),
        "this_year": refusals_of_year(actor, now()),
        "can_sign": workflow.allowed(actor, complaint, workflow.STEPS["T8"]) and complaint.state == "dispatched",
    }


def precedents_for(complaint: Complaint, actor: Actor) -> list[dict[str, Any]]:
    """Rulings on the same topic, newest first; none of a matter that the actor must not know of."""
    if complaint.topic is None:
        return []
    query = (
        select(Ruling, Unit.short)
        .join(Complaint, Complaint.id == Ruling.complaint_id)
        .join(Unit, Unit.code == Ruling.lead)
        .where(Ruling.topic == complaint.topic, ~queries.recused(actor))
        .order_by(Ruling.at.desc(), Ruling.id.desc())
        .limit(PRECEDENTS)
    )
    clauses = taxonomy.clauses()
    return [
        {
            "number": ruling.number,
            "at": ruling.at,
            "lead": short,
            "clause": clauses[ruling.clause].text if ruling.clause in clauses else ruling.clause,
            "area": ruling.area in {None, complaint.area},
        }
        for ruling, short in db.session.execute(query)
    ]


def refusals_of_year(actor: Actor, at: datetime) -> dict[str, int]:
    """How often the unit refused this year, and how it ended."""
    since = at_local(local(at).date().replace(month=1, day=1), "00:00")
    query = (
        select(Refusal.outcome, func.count())
        .join(Complaint, Complaint.id == Refusal.complaint_id)
        .where(Refusal.unit == actor.unit, Refusal.at >= since, ~queries.recused(actor))
        .group_by(Refusal.outcome)
    )
    found: dict[str | None, int] = {outcome: count for outcome, count in db.session.execute(query)}
    return {"filed": sum(found.values()), "accepted": found.get("accepted", 0), "rejected": found.get("rejected", 0)}
