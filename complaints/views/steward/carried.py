"""我的企业 and 我的项目, and each of them with its matters, visits and plan."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import joinedload

from app.actor import STEWARDING, Actor
from app.auth.current import current_actor
from app.auth.stewards import open_on
from app.clock import day_of, now
from app.database import db
from app.lists.page import render_list
from app.lists.registry import register
from app.lists.sorting import Key, both_ways
from app.lists.spec import Column, Head, ListSpec, Query, Reader
from app.lists.words import iso_day
from app.store.complaints import Complaint
from app.store.stewardships import Project, Stewardship, Visit
from complaints import queries
from complaints.views.carried import Carried, carried_rows, difficulty
from complaints.views.steward.blueprint import steward_pages, stewards
from complaints.views.steward.mine import mine, steward_post
from complaints.views.visit_rows import visit_lines

CARRIED = "<int(max=9007199254740991):stewardship_id>"
SHOWN = 20  # matters and visits on the page of one enterprise


def is_steward(actor: Actor) -> bool:
    """Whether a steward's lists are open to *actor*."""
    return actor.is_staff and actor.role in STEWARDING


def _mine(column: Any, reader: Reader) -> Query:
    day = day_of(reader.at)
    post = steward_post(reader.actor, day)
    return select(Stewardship).where(Stewardship.post_id == post, open_on(day), column.is_not(None))


def _lines(reader: Reader, rows: Sequence[Stewardship]) -> list[Carried]:
    return carried_rows(reader.actor, rows, reader.at)


def _spec(name: str, title: str, column: ColumnElement[Any], empty: str) -> ListSpec:
    return register(
        ListSpec(
            name=f"steward.{name}",
            title=title,
            endpoint=f"steward.{name}",
            template="complaints/steward/carried.html",
            opens=is_steward,
            query=partial(_mine, column),
            id=Stewardship.id.expression,
            options=(
                joinedload(Stewardship.enterprise),
                joinedload(Stewardship.project).joinedload(Project.enterprise),
                joinedload(Stewardship.lead),
            ),
            lines=_lines,
            columns=(
                Column("name", title.removeprefix("我的"), lambda one: one.row.name),
                Column("lead", "牵头部门", lambda one: one.row.lead.short if one.row.lead else ""),
                Column("open", "在办", lambda one: one.stand.open),
                Column("late", "超期", lambda one: one.stand.late),
                Column("contact", "本周联系", lambda one: iso_day(one.duties.contact.done_on)),
                Column("visit", "本月走访", lambda one: iso_day(one.duties.visit.done_on)),
                Column("since", "包抓起", lambda one: iso_day(one.row.from_on)),
            ),
            heads=(Head(title.removeprefix("我的"), ("old", "new")), Head("本周联系"), Head("本月走访")),
            sorts=lambda _reader: both_ways(
                ("old", "new"), ("先包抓的在前", "后包抓的在前"), Key(Stewardship.from_on.expression, "day")
            ),
            exports=is_steward,
            noun=title.removeprefix("我的"),
            unit="家" if name == "enterprises" else "个",
            empty=(empty, "营商办在双包一解台账里登记以后，会出现在这里。"),
        )
    )


ENTERPRISES = _spec("enterprises", "我的企业", Stewardship.enterprise_id.expression, "还没有包抓企业")
PROJECTS = _spec("projects", "我的项目", Stewardship.project_id.expression, "还没有包抓项目")


@steward_pages.get("/steward/enterprises")
@stewards
def enterprises() -> ResponseReturnValue:
    """What he carries: enterprises."""
    return render_list(ENTERPRISES, current_actor())


@steward_pages.get("/steward/projects")
@stewards
def projects() -> ResponseReturnValue:
    """What he carries: projects."""
    return render_list(PROJECTS, current_actor())


@steward_pages.get(f"/steward/carried/{CARRIED}")
@stewards
def show(stewardship_id: int) -> ResponseReturnValue:
    """One enterprise or project."""
    actor, at = current_actor(), now()
    row = mine(actor, stewardship_id)
    its = Complaint.enterprise_id == row.enterprise_id if row.enterprise_id else Complaint.project_id == row.project_id
    matters = db.session.scalars(
        queries.listed(actor).where(its, difficulty()).options(joinedload(Complaint.lead_unit))
        .order_by(Complaint.submitted_at.desc(), Complaint.id.desc()).limit(SHOWN)
    ).all()  # fmt: skip
    same = Stewardship.enterprise_id == row.enterprise_id if row.enterprise_id else Stewardship.project_id == row.project_id
    visits = db.session.scalars(
        select(Visit).join(Stewardship).where(same).order_by(Visit.on.desc(), Visit.id.desc()).limit(SHOWN)
    ).all()
    return render_template(
        "complaints/steward/one.html",
        one=carried_rows(actor, [row], at)[0],
        row=row,
        matters=matters,
        visits=visit_lines(Reader(actor, at), visits),
    )
