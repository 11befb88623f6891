"""Visits as lists show them: where, how, by whom, and what became of what was said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import select

from app.database import db
from app.lists.sorting import Key, Sort, both_ways
from app.lists.spec import Column, Reader
from app.lists.words import iso_day
from app.store.complaints import Complaint
from app.store.people import Person, Post
from app.store.stewardships import Visit
from complaints import queries
from complaints.forms.steward import way_label


@dataclass(frozen=True)
class Visited:
    """A visit; of its matters only those that the reader may see."""

    visit: Visit
    name: str
    steward: str
    by: str
    matters: list[Complaint] = field(default_factory=list)


def visit_lines(reader: Reader, rows: Sequence[Visit]) -> list[Visited]:
    """*rows* with names and matters, each asked once."""
    posts = {row.post_id for row in rows} | {row.stewardship.post_id for row in rows}
    query = select(Post.id, Person.name).join(Person, Person.id == Post.person_id).where(Post.id.in_(posts))
    names = {id_: name for id_, name in db.session.execute(query)}
    matters: dict[int, list[Complaint]] = {}
    became = queries.listed(reader.actor).where(Complaint.visit_id.in_([row.id for row in rows])).order_by(Complaint.number)
    for complaint in db.session.scalars(became):
        matters.setdefault(complaint.visit_id or 0, []).append(complaint)
    return [
        Visited(row, row.stewardship.name, names[row.stewardship.post_id], names[row.post_id], matters.get(row.id, []))
        for row in rows
    ]


def visit_sorts(_reader: Reader) -> tuple[Sort, ...]:
    """By day."""
    return both_ways(("new", "old"), ("新的在前", "旧的在前"), Key(Visit.on.expression, "day", is_falling=True))


VISIT_COLUMNS = (
    Column("on", "日期", lambda line: iso_day(line.visit.on)),
    Column("name", "企业或项目", lambda line: line.name),
    Column("way", "方式", lambda line: way_label(line.visit.way)),
    Column("steward", "包抓领导", lambda line: line.steward),
    Column("by", "谁记的", lambda line: line.by),
    Column("text", "情况", lambda line: line.visit.masked),
    Column("issues", "转成诉求", lambda line: line.visit.issues),
    Column("numbers", "编号", lambda line: "、".join(one.number for one in line.matters)),
)
