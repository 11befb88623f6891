"""交办单: one sheet of paper that goes with a matter to the unit that leads it."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from app import taxonomy
from app.auth.current import current_actor
from app.auth.doors import staff
from app.clock import now
from app.database import db
from app.errors import NotFound
from app.store.complaints import Complaint, Ruling
from app.store.people import Unit
from complaints import policy, queries
from complaints.operations import reading
from complaints.views.case import matter, timing
from complaints.views.case.blueprint import MATTER, case_pages
from complaints.views.case.sight import HOLDERS
from complaints.views.traffic import case


@case_pages.get(f"{MATTER}/slip")
@staff()
def slip(number: str) -> ResponseReturnValue:
    """For the office and the leading unit, once there is one."""
    complaint, actor = case(number), current_actor()
    if policy.relation(actor, complaint) not in HOLDERS:
        raise NotFound
    if complaint.lead is None:
        return redirect(url_for("case.show", number=number), 303)
    shorts = {code: short for code, short in db.session.execute(select(Unit.code, Unit.short))}
    return render_template(
        "complaints/case/slip.html",
        complaint=complaint,
        area=shorts.get(complaint.area or "", ""),
        party=_party(complaint),
        clause=_clause(complaint),
        co=[share for share in complaint.assignments if share.role == "co_handler" and share.to_at is None],
        timing=timing.timing_of(complaint, shorts, now()),
        instructions=matter.instructions_of(complaint),
    )


def _party(complaint: Complaint) -> str:
    """Of who hides nothing but how."""
    if complaint.mode != "named":
        return taxonomy.label("identity_modes", complaint.mode)
    return complaint.enterprise_name or "没有写企业名称"


def _clause(complaint: Complaint) -> str:
    """The duty behind the lead: as ruled, or as the proposal has it."""
    ruled = select(Ruling.clause).where(Ruling.complaint_id == complaint.id, Ruling.lead == complaint.lead)
    id_ = db.session.scalar(ruled.order_by(Ruling.id.desc()).limit(1))
    if id_ is None:
        row = queries.reading_of(complaint.id)
        proposal = reading.proposal_from(complaint, row, reading.rulings(), reading.ended_units())
        id_ = next((one.clause for one in proposal.candidates if one.unit == complaint.lead), "")
    known = taxonomy.clauses().get(id_)
    return f"{known.text}（{id_}）" if known else ""
