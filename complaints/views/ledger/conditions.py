"""What the ledger asks in SQL: who carries, who is behind, what nobody carries."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlalchemy import ColumnElement, and_, exists, not_, or_, select
from sqlalchemy.orm import aliased

from app.actor import Role
from app.auth.posts import living
from app.clock import day_of
from app.database import db
from app.lists.spec import Reader
from app.store.complaints import Complaint
from app.store.enterprises import Enterprise
from app.store.people import Person, Post
from app.store.stewardships import Project, Stewardship, Visit
from complaints import queries, stewardship, workflow
from complaints.views.carried import difficulty, is_late

ONLY = {
    "carried": "已包抓", "none": "没有包抓人", "left": "岗位变动待交接", "uncontacted": "本周没联系", "unvisited": "本月没走访",
    "late": "有超期",
}  # fmt: skip
ONLY_LEADERS = {name: ONLY[name] for name in ("left", "uncontacted", "unvisited", "late")}


def open_row() -> ColumnElement[bool]:
    """Has no end."""
    return Stewardship.to_on.is_(None)


def lives(day: date) -> ColumnElement[bool]:
    """The post that carries it is still held."""
    return exists().where(Post.id == Stewardship.post_id, living(day))


def lacks(name: str, day: date) -> ColumnElement[bool]:
    """Nothing was logged this week (uncontacted), or no visit this month (unvisited)."""
    since = stewardship.week_of(day)[0] if name == "uncontacted" else stewardship.month_of(day)[0]
    logged = exists().where(Visit.stewardship_id == Stewardship.id, Visit.on >= since)
    return not_(logged if name == "uncontacted" else logged.where(Visit.way == stewardship.VISIT))


def has_late(reader: Reader) -> ColumnElement[bool]:
    """An open matter of what is carried has passed its promise; only those that the reader may see."""
    seen = queries.listed(reader.actor).where(difficulty(), is_late(reader.at), Complaint.state.in_(workflow.OPEN))
    mine = aliased(Complaint, seen.subquery())
    its = or_(mine.enterprise_id == Stewardship.enterprise_id, mine.project_id == Stewardship.project_id)
    return exists().where(its)


def of_stewardship(name: str, reader: Reader) -> ColumnElement[bool]:
    """What *name* of ONLY asks of an open stewardship."""
    day = day_of(reader.at)
    if name == "left":
        return not_(lives(day))
    if name == "late":
        return has_late(reader)
    return and_(lives(day), lacks(name, day)) if name in {"uncontacted", "unvisited"} else lives(day)


def of_target(table: type[Enterprise | Project], name: str, reader: Reader) -> ColumnElement[bool]:
    """The same of an enterprise or project; `none`: nobody carries it."""
    column = Stewardship.enterprise_id if table is Enterprise else Stewardship.project_id
    its = exists().where(column == table.id, open_row())
    return not_(its) if name == "none" else its.where(of_stewardship(name, reader))


def of_leader(name: str, reader: Reader) -> ColumnElement[bool]:
    """The same of a leader's post."""
    return exists().where(Stewardship.post_id == Post.id, open_row(), of_stewardship(name, reader))


def carried_by(table: type[Enterprise | Project], post_id: str) -> ColumnElement[bool]:
    """Enterprises or projects of one leader."""
    column = Stewardship.enterprise_id if table is Enterprise else Stewardship.project_id
    return exists().where(column == table.id, open_row(), Stewardship.post_id == int(post_id))


def matters_of(post_id: str) -> ColumnElement[bool]:
    """Matters of what one leader carries."""
    mine = select(Stewardship).where(open_row(), Stewardship.post_id == int(post_id))
    return or_(
        Complaint.enterprise_id.in_(
            mine.where(Stewardship.enterprise_id.is_not(None)).with_only_columns(Stewardship.enterprise_id)
        ),
        Complaint.project_id.in_(mine.where(Stewardship.project_id.is_not(None)).with_only_columns(Stewardship.project_id)),
    )


def carried_matters() -> ColumnElement[bool]:
    """Matters of anything that is carried."""
    its = or_(Stewardship.enterprise_id == Complaint.enterprise_id, Stewardship.project_id == Complaint.project_id)
    return exists().where(open_row(), its)


def leaders(_reader: Reader) -> Mapping[str, str]:
    """Who carries anything or could."""
    query = select(Post.id, Person.name).join(Person, Person.id == Post.person_id).where(Post.role == Role.STEWARD)
    return {str(id_): name for id_, name in db.session.execute(query.order_by(Post.id))}
