"""What burns: the page of the one who answers for a unit."""

from __future__ import annotations

from dataclasses import dataclass

from flask import render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import case, func, or_, select

from app.actor import Role
from app.auth.current import current_actor
from app.auth.doors import staff
from app.clock import now
from app.database import db
from app.store.complaints import Complaint
from app.store.people import Person, Post
from complaints.operations import times
from complaints.views.department.desk import WITH_ROW
from complaints.views.department.facts import known
from complaints.views.department.lists import WORK, Desk
from complaints.views.department.pages import department_pages
from complaints.views.department.refuse import refusals_of_year
from complaints.views.department.rows import Row, rows_of

MOST = 8


@dataclass(frozen=True)
class Load:
    """What somebody has in hand."""

    name: str
    post_id: int
    all: int
    late: int
    near: int

    @property
    def parts(self) -> list[dict[str, object]]:
        """The pieces of the bar."""
        return [
            {"value": self.late, "words": f"超期 {self.late} 件", "tone": "c4"},
            {"value": self.near, "words": f"3 个工作日内到期 {self.near} 件", "tone": "c2"},
            {"value": self.all - self.late - self.near, "words": f"其余 {self.all - self.late - self.near} 件", "tone": "c1"},
        ]


@department_pages.get("/desk/head")
@staff(Role.DEPARTMENT_HEAD)
def head() -> ResponseReturnValue:
    """What is late or nearly so, who has how much, and what the unit refused."""
    actor, at = current_actor(), now()
    desk = Desk.at_now(actor, at, times.current_calendar(), mine=False)
    counts = desk.counts()
    return render_template(
        "complaints/department/head.html",
        counts=counts,
        burning=counts["late"] + counts["near"],
        rows=_burning(desk),
        loads=_loads(desk),
        refusals=refusals_of_year(actor, at),
    )


def _burning(desk: Desk) -> list[Row]:
    """The most pressing matters, as their desk has them."""
    groups = desk.groups()
    query = desk.base().where(or_(groups["late"], groups["near"])).order_by(desk.due, Complaint.id).limit(MOST)
    found = db.session.scalars(query.options(*WITH_ROW)).unique().all()
    return rows_of(desk, found, known(found))


def _loads(desk: Desk) -> list[Load]:
    """By handler, whoever has most that is late first."""
    groups = desk.groups()
    late, near = (func.coalesce(func.sum(case((groups[name], 1), else_=0)), 0) for name in ("late", "near"))
    rows = (
        desk.base()
        .where(desk.band == WORK, Complaint.handler_id.is_not(None))
        .with_only_columns(Complaint.handler_id, func.count(), late, near)
    )
    found = db.session.execute(rows.group_by(Complaint.handler_id)).all()
    people = select(Post.id, Person.name).join(Person, Person.id == Post.person_id)
    names = {id_: name for id_, name in db.session.execute(people.where(Post.id.in_([row[0] for row in found])))}
    loads = [Load(names[post], post, number, int(behind), int(close)) for post, number, behind, close in found if post]
    return sorted(loads, key=lambda load: (-load.late, -load.near, -load.all, load.name))
