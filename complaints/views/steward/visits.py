"""走访: what was logged, the form that takes a minute, and the numbers and codes to hand over."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from app.auth.current import current_actor
from app.clock import now
from app.database import db
from app.errors import NotFound
from app.lists.page import ListPage, render_list
from app.lists.registry import register
from app.lists.spec import Head, ListSpec, Query, Reader
from app.store.complaints import Complaint
from app.store.stewardships import Project, Stewardship, Visit
from app.web.once import once
from complaints.forms.steward import VisitForm
from complaints.operations import visits as operations
from complaints.operations.steps import Move
from complaints.operations.visits import Logged, code_of
from complaints.views.steward.blueprint import steward_pages, stewards
from complaints.views.steward.carried import is_steward
from complaints.views.steward.mine import fresh_visit, mine, offer
from complaints.views.visit_rows import VISIT_COLUMNS, visit_lines, visit_sorts

VISIT = "<int(max=9007199254740991):visit_id>"
GOOD_FOR = timedelta(minutes=30)  # numbers and codes, until they are handed over


def _mine(reader: Reader) -> Query:
    """Of what he carries today, whoever carried it before."""
    actor = reader.actor
    carried = or_(Stewardship.enterprise_id.in_(sorted(actor.enterprises)), Stewardship.project_id.in_(sorted(actor.projects)))
    return select(Visit).join(Stewardship, Stewardship.id == Visit.stewardship_id).where(carried)


def _context(page: ListPage) -> dict[str, Any]:
    return {"visit": fresh_visit(page.reader.actor, page.reader.at), "visit_failed": False}


LIST = register(
    ListSpec(
        name="steward.visits",
        title="走访",
        endpoint="steward.visits",
        template="complaints/steward/visits.html",
        opens=is_steward,
        query=_mine,
        id=Visit.id.expression,
        options=(
            joinedload(Visit.stewardship).joinedload(Stewardship.enterprise),
            joinedload(Visit.stewardship).joinedload(Stewardship.project).joinedload(Project.enterprise),
        ),
        lines=visit_lines,
        columns=VISIT_COLUMNS,
        heads=(Head("去了哪家"), Head("日期", ("new", "old")), Head("转成诉求")),
        sorts=visit_sorts,
        context=_context,
        exports=is_steward,
        noun="走访",
        unit="次",
        empty=("还没有记过走访", "走访、电话和座谈都在这里记，一分钟就够。"),
    )
)


@steward_pages.get("/steward/visits")
@stewards
def visits() -> ResponseReturnValue:
    """What was logged."""
    return render_list(LIST, current_actor())


@steward_pages.route("/steward/visits/add", methods=["GET", "POST"])
@stewards
def add_visit() -> ResponseReturnValue:
    """Log one; its issues become matters."""
    actor, at = current_actor(), now()
    if request.method == "GET":
        return render_template("complaints/steward/visit.html", visit=fresh_visit(actor, at), visit_failed=False)
    form = VisitForm()
    offer(form, actor, at)
    if answer := once(form, lambda: _log(form)):
        _remember(answer.location.rpartition("/")[2], form.ticket.data)
        return answer
    return render_template("complaints/steward/visit.html", visit=form, visit_failed=True), 422


def _log(form: VisitForm) -> str:
    actor = current_actor()
    said = Logged(form.on.data, form.way.data, form.text.data, form.files.data, form.ticket.data)
    visit, _ = operations.log(mine(actor, form.carried.data), said, Move(actor, now()))
    return url_for("steward.visit", visit_id=visit.id)


def _remember(visit_id: str, ticket: str) -> None:
    """This browser logged it, so it may be shown the codes."""
    session["logged_visit"] = [visit_id, ticket]


@steward_pages.get(f"/steward/visits/{VISIT}")
@stewards
def visit(visit_id: int) -> ResponseReturnValue:
    """What became of it; who has just logged it reads numbers and codes to hand over."""
    row = db.session.get(Visit, visit_id)
    kept, ticket = session.get("logged_visit", ["", ""])
    if row is None or kept != str(visit_id) or now() - row.at > GOOD_FOR:
        raise NotFound
    filed = db.session.scalars(select(Complaint).where(Complaint.visit_id == visit_id).order_by(Complaint.number)).all()
    handed = [(one.number, one.title, code_of(ticket, n)) for n, one in enumerate(filed)]
    return render_template("complaints/steward/logged.html", row=row, handed=handed)
