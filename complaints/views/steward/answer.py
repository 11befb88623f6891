"""The leading unit answers a steward's word, on a page of its own as all acts of a department."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.actor import DEPARTMENT
from app.auth.current import current_actor
from app.auth.doors import staff
from app.errors import NotAllowed, WrongState
from app.web import tickets
from app.web.once import once
from complaints import policy
from complaints.forms.steward import AnswerInstructionForm
from complaints.operations import instructions
from complaints.operations.steps import STALE
from complaints.policy import Relation
from complaints.views.case.blueprint import MATTER
from complaints.views.department.showing import Act, around
from complaints.views.steward.blueprint import steward_pages
from complaints.views.traffic import case, led_to, move


@steward_pages.route(f"{MATTER}/instruction", methods=["GET", "POST"])
@staff(*DEPARTMENT)
def answer(number: str) -> ResponseReturnValue:
    """The answer to the 批示 that waits."""
    complaint = case(number)
    context = around(complaint)
    if policy.relation(current_actor(), complaint) != Relation.LEAD_CLOSE:
        raise NotAllowed("批示由牵头单位的经办人、联络员或负责人答复。")
    is_retry = request.method == "POST" and bool(tickets.spent(request.form.get("ticket", ""), request.form))
    row = instructions.pending(complaint)
    if row is None and not is_retry:
        raise WrongState(STALE)
    form = AnswerInstructionForm() if request.method == "POST" else AnswerInstructionForm.drawn(complaint)

    def act() -> str:
        assert row is not None
        instructions.answer(complaint, row, form.text.data, move(form))
        return led_to("case.show", "答复已交给包抓领导。", number=number)

    if request.method == "POST" and (done := once(form, act)):
        return done
    about = Act("答复批示", f"包抓领导批示：{row.masked if row else ''}", "交答复")
    return render_template("complaints/department/act.html", form=form, act=about, **context), 422 if form.errors else 200
