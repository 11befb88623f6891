"""T7 along the proposals, for many matters at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import flash, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from app import taxonomy
from app.actor import Role
from app.auth.current import current_actor
from app.auth.doors import staff
from app.clock import now
from app.store.complaints import Complaint
from app.web.once import once
from complaints import workflow
from complaints.forms.bulk import BulkDispatchForm, Picked
from complaints.operations import bulk
from complaints.operations.bulk import Item
from complaints.operations.steps import STALE
from complaints.views.bulk import choosing
from complaints.views.bulk.blueprint import bulk_pages
from complaints.views.office.proposals import Proposed, may_dispatch_at_once, parts_of, proposals_for
from complaints.views.office.queue import SPECS

LIST = SPECS["accepted"]
UNCLEAR = "没有明确的建议，要您看过再派。"
CHANGED = "建议已经变了，要您看过再派。"
OUTSIDE = f"不在“{LIST.title}”里了，请看最新记录。"


@dataclass(frozen=True)
class Line:
    """A matter with what will be done, or why it will not."""

    complaint: Complaint
    lead: str
    co: dict[str, str]
    no: str

    @property
    def unit(self) -> str:
        """The lead as people read it."""
        known = taxonomy.units().get(self.lead)
        return known.name if known else self.lead


@bulk_pages.post("/dispatch/confirm")
@staff(Role.CLERK)
def confirm_dispatch() -> ResponseReturnValue:
    """What would be done, before it is."""
    sent = BulkDispatchForm()
    rows = choosing.chosen(LIST, sent.back.data or "")
    return choosing.turned_back(LIST, sent, rows) or _drawn(_lines(rows), choosing.asked_by(LIST, sent))


def _drawn(lines: Sequence[Line], back: str, form: BulkDispatchForm | None = None) -> ResponseReturnValue:
    if form is None:
        form = BulkDispatchForm(MultiDict())
    leads = {line.complaint.id: line.lead for line in lines}
    form.items.data = form.line_of(choosing.seen([line.complaint for line in lines], leads))
    form.back.data = back
    able = [line for line in lines if not line.no]
    html = render_template("complaints/bulk/dispatch.html", lines=lines, able=len(able), form=form, back=back)
    return html, 422 if form.errors else 200


def _lines(rows: Sequence[Complaint], picked: dict[str, Picked] | None = None) -> list[Line]:
    """What can be done with *rows*; with *picked*, of those who were confirmed so."""
    proposed = proposals_for(rows)
    return [_line(row, proposed[row.id], (picked or {}).get(row.number)) for row in rows]


def _line(row: Complaint, proposed: Proposed, picked: Picked | None) -> Line:
    candidates = proposed.proposal.candidates
    clear = bool(candidates) and may_dispatch_at_once(row, proposed.proposal)
    lead = candidates[0].unit if clear else ""
    no = "" if clear else UNCLEAR
    if row.state not in workflow.STEPS["T7"].sources:
        lead, no = "", OUTSIDE
    elif picked is not None and picked.version != row.version:
        no = STALE
    elif picked is not None and picked.lead != lead:
        no = CHANGED
    return Line(row, lead, parts_of(proposed) if lead else {}, no)


@bulk_pages.post("/dispatch")
@staff(Role.CLERK)
def dispatch_many() -> ResponseReturnValue:
    """Do it; the report names what could not be done."""
    form = BulkDispatchForm()
    picked = {one.number: one for one in form.picked()}
    lines = _lines(choosing.matters(current_actor(), list(picked)), picked)
    back = choosing.asked_by(LIST, form)

    def act() -> str:
        row = bulk.begin(current_actor(), "dispatch", [_item(line) for line in lines], now(), back=back)
        return url_for("bulk.show", bulk_id=row.id)

    if not lines:
        flash(choosing.NONE, "near")
    return once(form, act) or _drawn(lines, back, form)


def _item(line: Line) -> Item:
    given = {"no": line.no} if line.no else {"lead": line.lead, "co": line.co}
    return Item(line.complaint.id, line.complaint.version, given)
