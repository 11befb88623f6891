"""我的一天: what is due today, what came in, and what waits for whoever asks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import ColumnElement, Select, exists

from app.actor import DEPARTMENT, INTAKE, Actor, Role
from app.auth.current import current_actor
from app.auth.doors import staff
from app.clock import at_local, day_of, now
from app.database import db
from app.lists.slices import capped
from app.store.clocks import Clock
from app.store.complaints import Assignment, Complaint
from app.web.navigation import Group, Item, add_navigation
from complaints import queries
from complaints.operations import times
from complaints.views.department.lists import Desk
from complaints.views.department.shares import waiting_for
from complaints.views.queues import due_of, matters_in, queues_of

MOST = 10
GROUPS = (
    ("late", "已超期"), ("sign", "等签收"), ("returned", "答复被退回"), ("contact", "该联系企业"), ("near", "3 个工作日内到期"),
)  # fmt: skip
today_pages = Blueprint("today", __name__)


@dataclass(frozen=True)
class Due:
    """A matter and the moment that counts."""

    complaint: Complaint
    at: datetime


@dataclass(frozen=True)
class Waiting:
    """Something that waits, with the list that holds it."""

    label: str
    count: str
    url: str


@dataclass(frozen=True)
class Day:
    """A working day of somebody, from its first minute to its last."""

    actor: Actor
    at: datetime

    @property
    def begins(self) -> datetime:
        """Midnight."""
        return at_local(day_of(self.at), "00:00")

    @property
    def ends(self) -> datetime:
        """The next midnight."""
        return at_local(day_of(self.at) + timedelta(days=1), "00:00")


@today_pages.get("/today")
@staff(*INTAKE, *DEPARTMENT)
def show() -> ResponseReturnValue:
    """The page."""
    day = Day(current_actor(), now())
    due, came, waits = _of_unit(day) if day.actor.role in DEPARTMENT else _of_office(day)
    return render_template("complaints/today.html", due=due, came=came, waits=waits, most=MOST)


def _of_unit(day: Day) -> tuple[list[Due], Sequence[Complaint], list[Waiting]]:
    mine = day.actor.role == Role.HANDLER
    desk = Desk.at_now(day.actor, day.at, times.current_calendar(), mine=mine)
    due = desk.base().where(desk.due >= day.at, desk.due < day.ends).add_columns(desk.due)
    new = exists().where(
        Assignment.complaint_id == Complaint.id, Assignment.unit == day.actor.unit, Assignment.to_at.is_(None),
        Assignment.role == "lead", Assignment.from_at >= day.begins,
    )  # fmt: skip
    counts = desk.counts()
    scope = "mine" if mine else "unit"
    waits = [
        Waiting(words, capped(counts[name]), url_for("department.desk", group=name, scope=scope)) for name, words in GROUPS
    ]
    waits.append(Waiting("等协办意见", capped(waiting_for(day.actor)), url_for("department.co")))
    return _due(due.order_by(desk.due)), _came(desk.base().where(new)), waits


def _of_office(day: Day) -> tuple[list[Due], Sequence[Complaint], list[Waiting]]:
    """Of the queues that are his own first; who has none of his own looks after all of them."""
    open_to = [queue for queue in queues_of(day.actor) if queue.name != "all"]
    own = [queue for queue in open_to if queue.owner == day.actor.role]
    due: list[Due] = []
    for queue in own:
        moment = due_of(queue, day.at)
        asked = matters_in(queue, day.actor, day.at).where(moment >= day.at, moment < day.ends, _has_clock(queue.clock))
        due += _due(asked.add_columns(moment).order_by(moment))
    new = queries.listed(day.actor).where(Complaint.submitted_at >= day.begins)
    numbers = [(queue, queries.count(matters_in(queue, day.actor, day.at))) for queue in open_to]
    waits = [Waiting(queue.label, capped(number), url_for("office.queue", queue=queue.name)) for queue, number in numbers]
    return sorted(due, key=lambda one: one.at)[:MOST], _came(new), waits


def _has_clock(kind: str) -> ColumnElement[bool]:
    return exists().where(Clock.complaint_id == Complaint.id, Clock.kind == kind, Clock.stopped_at.is_(None))


def _due(query: Select[Complaint, datetime]) -> list[Due]:
    return [Due(complaint, at) for complaint, at in db.session.execute(query.limit(MOST))]


def _came(query: Select[Complaint]) -> Sequence[Complaint]:
    return db.session.scalars(query.order_by(Complaint.submitted_at.desc(), Complaint.id.desc()).limit(MOST)).all()


def places(actor: Actor) -> list[Group]:
    """The day, and of a unit's head what burns."""
    if not actor.is_staff or actor.role not in INTAKE | DEPARTMENT:
        return []
    items = [Item("我的一天", url_for("today.show"))]
    if actor.role == Role.DEPARTMENT_HEAD:
        items.append(Item("负责人看板", url_for("department.head")))
    return [Group("今天", tuple(items))]


add_navigation(places, order=60)
