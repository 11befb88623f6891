"""T36 for many matters at once: another handler of the unit."""

from __future__ import annotations

from collections.abc import Sequence

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from app.actor import Role
from app.auth.current import current_actor
from app.auth.doors import staff
from app.clock import day_of, now
from app.store.complaints import Complaint
from app.web.once import once
from complaints import workflow
from complaints.forms.bulk import BulkHandOverForm
from complaints.operations import bulk
from complaints.operations.bulk import Item
from complaints.operations.steps import STALE
from complaints.views.bulk import choosing
from complaints.views.bulk.blueprint import bulk_pages
from complaints.views.department import people
from complaints.views.department.desk import DESK

NOT_NOW = "办理中和待企业补充的才能换经办人。"
AWAY = "这一位要回避这件，请另选一位。"
SAME = "本来就是这一位在办。"
STEP = workflow.STEPS["T36"]


@bulk_pages.post("/hand-over/confirm")
@staff(Role.LIAISON, Role.DEPARTMENT_HEAD)
def confirm_hand_over() -> ResponseReturnValue:
    """Which matters, and to whom."""
    sent = _form(from_list=True)
    rows = choosing.chosen(DESK, sent.back.data or "")
    turned = choosing.turned_back(DESK, sent, rows)
    return turned or _drawn(rows, choosing.asked_by(DESK, sent), _form(drawn=True))


def _form(*, from_list: bool = False, drawn: bool = False) -> BulkHandOverForm:
    """The form with the people of the unit; the form of the list has nobody chosen yet."""
    form = BulkHandOverForm(MultiDict()) if drawn else BulkHandOverForm()
    form.handler.choices = people.of_unit(current_actor().unit or "", day_of(now()))
    if from_list:
        del form.handler
    return form


def _drawn(rows: Sequence[Complaint], back: str, form: BulkHandOverForm) -> ResponseReturnValue:
    form.items.data, form.back.data = form.line_of(choosing.seen(rows, {})), back
    lines = [(row, _not_now(row)) for row in rows]
    able = sum(not no for _, no in lines)
    html = render_template("complaints/bulk/hand_over.html", lines=lines, able=able, form=form, back=back)
    return html, 422 if form.errors else 200


def _not_now(row: Complaint) -> str:
    return "" if row.state in STEP.sources and workflow.allowed(current_actor(), row, STEP) else NOT_NOW


@bulk_pages.post("/hand-over")
@staff(Role.LIAISON, Role.DEPARTMENT_HEAD)
def hand_over_many() -> ResponseReturnValue:
    """Do it; the report names what could not be done."""
    form = _form()
    picked = {one.number: one for one in form.picked()}
    rows = choosing.matters(current_actor(), list(picked))
    back = choosing.asked_by(DESK, form)

    def act() -> str:
        items = [_item(row, picked[row.number].version, form.handler.data) for row in rows]
        done = bulk.begin(current_actor(), "hand_over", items, now(), to_post=form.handler.data, back=back)
        return url_for("bulk.show", bulk_id=done.id)

    return once(form, act) or _drawn(rows, back, form)


def _item(row: Complaint, version: int, handler: int) -> Item:
    offered = [post for post, _ in people.handlers_for(row, day_of(now()))]
    reasons = [
        (_not_now(row), bool(_not_now(row))),
        (STALE, version != row.version),
        (SAME, row.handler_id == handler),
        (AWAY, handler not in offered),
    ]
    no = next((words for words, holds in reasons if holds), "")
    return Item(row.id, version, {"no": no} if no else {"handler": handler})
