"""The desk of a unit: what it leads, its parts as co-handler, and what is done."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from flask import render_template, request
from sqlalchemy import ColumnElement, Select, literal
from sqlalchemy.orm import joinedload, selectinload

from app.actor import DEPARTMENT, Actor, Role
from app.auth.current import current_actor
from app.auth.doors import staff
from app.clock import now
from app.database import db
from app.store.complaints import Assignment, Complaint
from app.store.people import Post
from app.web.paging import pages_of
from complaints import queries
from complaints.operations import times
from complaints.views.department import lists
from complaints.views.department.facts import known
from complaints.views.department.headline import headline
from complaints.views.department.keyset import SIZE, Place, address, asked_place, beyond
from complaints.views.department.lists import Desk
from complaints.views.department.pages import department_pages
from complaints.views.department.rows import Row, rows_of
from complaints.views.department.why import Why, why_of

GROUPS = {"sign": "待签收", "late": "已超期", "near": "3 个工作日内到期", "rest": "其余在办", "wait": "等别人"}
NOTES = {
    "late": "超期已记入办理记录，不能消除",
    "wait": "退单、裁定、答复审核和企业补充；轮到本单位时回到上面",
}
WITH_ROW = (
    selectinload(Complaint.assignments).joinedload(Assignment.of_unit),
    selectinload(Complaint.mentions),
    joinedload(Complaint.handler).joinedload(Post.person),
)


def desk_of(actor: Actor) -> Desk:
    """The desk as the address asks for it; a handler begins with his own."""
    usual = "mine" if actor.role == Role.HANDLER else "unit"
    mine = request.args.get("scope", usual) == "mine"
    word = request.args.get("q", "").strip()[:40]
    return Desk.at_now(actor, now(), times.current_calendar(), mine=mine, word=word)


@department_pages.get("/desk")
@staff(*DEPARTMENT)
def desk() -> str:
    """What the unit leads, what is urgent first."""
    mine_desk = desk_of(current_actor())
    group, newest = request.args.get("group", ""), request.args.get("sort") == "new"
    counts = mine_desk.counts()
    query = mine_desk.base()
    if group in mine_desk.groups():
        query = query.where(mine_desk.groups()[group])
    found, after = _page(mine_desk, query, newest=newest)
    rows = rows_of(mine_desk, found, known(found))
    return render_template(
        "complaints/department/desk.html",
        desk=mine_desk,
        counts=counts,
        heading=headline(counts, mine_desk.first_sign_due(), mine=mine_desk.mine),
        first_sign=mine_desk.first_sign_due(),
        group=group if group in mine_desk.groups() else "",
        newest=newest,
        bundles=_bundles(rows, counts, sorted_by_due=not newest and not group),
        total=counts[group] if group in counts else counts["all"],
        address=address,
        after=after,
        why=_asked_why(found),
    )


def _page(desk: Desk, query: Select[Complaint], *, newest: bool) -> tuple[list[Complaint], Place | None]:
    """One page of rows, and where it ended if there are more."""
    band, moment = _order(desk, newest=newest)
    place = asked_place()
    if place is not None:
        query = query.where(beyond(place, band, moment, Complaint.id.expression, down=newest))
    order = (moment.desc(), Complaint.id.desc()) if newest else (moment, Complaint.id)
    query = query.add_columns(band.label("band"), moment.label("moment")).order_by(band, *order)
    rows = db.session.execute(query.options(*WITH_ROW).limit(SIZE + 1)).all()
    shown = rows[:SIZE]
    end = Place(int(shown[-1].band), shown[-1].moment, shown[-1][0].id) if len(rows) > SIZE else None
    return [row[0] for row in shown], end


def _order(desk: Desk, *, newest: bool) -> tuple[ColumnElement[int], ColumnElement[Any]]:
    return (literal(0), Complaint.submitted_at.expression) if newest else (desk.band, desk.due)


def _bundles(rows: Sequence[Row], counts: dict[str, int], *, sorted_by_due: bool) -> list[tuple[str, str, list[Row]]]:
    """The rows under their headings: (heading, note, rows); one bundle without heading in any other order."""
    if not sorted_by_due:
        return [("", "", list(rows))]
    return [
        (f"{GROUPS[name]}　{counts[name]} 件", NOTES.get(name, ""), list(part))
        for name, part in groupby(rows, key=lambda row: row.group)
    ]


def _asked_why(found: Sequence[Complaint]) -> tuple[str, Why] | None:
    """The reckoning of the one row that the address asks to be explained."""
    number = request.args.get("why", "")
    for complaint in found:
        if complaint.number == number:
            clock = known([complaint]).clock(complaint, "C2" if complaint.state == "dispatched" else "C4")
            return (number, why_of(complaint, clock, now())) if clock else None
    return None


@department_pages.get("/desk/co")
@staff(*DEPARTMENT)
def co() -> str:
    """The unit's parts in what others lead."""
    actor = current_actor()
    answered = request.args.get("answered") == "1"
    query = lists.shares_of(actor, answered=answered)
    pages = pages_of(lists.count_of(query))
    order = Assignment.answered_at.desc() if answered else Assignment.from_at
    chosen = query.options(joinedload(Complaint.lead_unit)).order_by(order, Assignment.id.desc())
    rows = db.session.execute(chosen.offset(pages.offset).limit(pages.size)).all()
    facts = known([complaint for _, complaint in rows])
    return render_template(
        "complaints/department/co.html",
        rows=[(share, complaint, facts.due(complaint, "C4")) for share, complaint in rows],
        answered=answered,
        waiting=lists.count_of(lists.shares_of(actor, answered=False)),
        pages=pages,
    )


@department_pages.get("/desk/done")
@staff(*DEPARTMENT)
def done() -> str:
    """What the unit brought to its end; of what it had to give up the number only."""
    actor = current_actor()
    state = request.args.get("state", "")
    left = state == "left"
    query = lists.left_by(actor) if left else lists.done_by(actor, state)
    pages = pages_of(queries.count(query))
    order = Complaint.number.desc() if left else Complaint.submitted_at.desc()
    found = list(db.session.scalars(query.order_by(order, Complaint.id).offset(pages.offset).limit(pages.size)))
    return render_template(
        "complaints/department/done.html",
        rows=found,
        left=left,
        state=state if state in (*lists.DONE, "left") else "",
        left_count=queries.count(lists.left_by(actor)),
        done_count=queries.count(lists.done_by(actor)),
        address=address,
        pages=pages,
    )
