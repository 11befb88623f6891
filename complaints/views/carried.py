"""What is carried, with duties and open matters: rows that the steward's phone and the ledger of the office share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, case, exists, func, or_, select

from app.actor import Actor
from app.clock import day_of
from app.database import db
from app.store.clocks import Clock
from app.store.complaints import Complaint, Rating
from app.store.stewardships import Stewardship, Visit
from complaints import queries, stewardship, workflow
from complaints.stewardship import Duties

PAUSED = ("asking", "deferred")


@dataclass(frozen=True)
class Carried:
    """A stewardship on a day: what is owed, and how its matters stand for whoever looks."""

    row: Stewardship
    duties: Duties
    stand: Stand


@dataclass(frozen=True)
class Stand:
    """Matters of one enterprise or project: found, open, late; of the closed ones how many were rated, and as solved."""

    found: int = 0
    open: int = 0
    late: int = 0
    rated: int = 0
    solved: int = 0

    def __add__(self, other: Stand) -> Stand:
        pairs = zip(astuple(self), astuple(other), strict=True)
        return Stand(*(mine + more for mine, more in pairs))


def carried_rows(actor: Actor, rows: Sequence[Stewardship], at: datetime) -> list[Carried]:
    """*rows* with what is owed and open."""
    last = last_contacts([row.id for row in rows])
    stands = stands_of(actor, at)
    found = []
    for row in rows:
        contacted, visited = last.get(row.id, (None, None))
        due = stewardship.duties(row.from_on, contacted, visited, day_of(at))
        found.append(Carried(row, due, stands.get(key_of(row), Stand())))
    return found


def key_of(row: Stewardship) -> tuple[str, int]:
    """By which its matters are counted."""
    return ("enterprise", row.enterprise_id) if row.enterprise_id else ("project", row.project_id or 0)


def last_contacts(ids: Sequence[int]) -> dict[int, tuple[date | None, date | None]]:
    """The last contact of any kind and the last visit, by stewardship."""
    visited = func.max(case((Visit.way == stewardship.VISIT, Visit.on)))
    query = select(Visit.stewardship_id, func.max(Visit.on), visited).where(Visit.stewardship_id.in_(ids))
    return {id_: (contact, visit) for id_, contact, visit in db.session.execute(query.group_by(Visit.stewardship_id))}


def stands_of(actor: Actor, at: datetime) -> dict[tuple[str, int], Stand]:
    """How the matters that *actor* may see stand, by enterprise and by project."""
    seen = queries.listed(actor).where(difficulty()).with_only_columns(Complaint.id)
    found: dict[tuple[str, int], Stand] = {}
    for name, column in (("enterprise", Complaint.enterprise_id), ("project", Complaint.project_id)):
        is_open = Complaint.state.in_(workflow.OPEN)
        query = select(
            column, func.count(), _sum(is_open), _sum(and_(is_open, is_late(at))), _sum(is_rated()), _sum(is_rated("yes")),
        ).where(Complaint.id.in_(seen), column.is_not(None))  # fmt: skip
        for id_, *numbers in db.session.execute(query.group_by(column)):
            found[name, id_ or 0] = Stand(*numbers)
    return found


def difficulty() -> ColumnElement[bool]:
    """Named matters that were taken on: what a steward is to see solved."""
    return and_(Complaint.mode == "named", Complaint.accepted_at.is_not(None), Complaint.end_reason.is_(None))


def is_late(at: datetime) -> ColumnElement[bool]:
    """The office's promise to the enterprise has passed."""
    mine = and_(Clock.complaint_id == Complaint.id, Clock.kind == "C4", Clock.stopped_at.is_(None))
    late = or_(Clock.crossed_at.is_not(None), and_(Clock.due_at < at, Complaint.state.not_in(PAUSED)))
    return exists().where(mine, late)


def is_rated(solved: str = "") -> ColumnElement[bool]:
    """Closed, and the enterprise has said of the last round whether it is solved (with *solved*: so)."""
    said = exists().where(Rating.complaint_id == Complaint.id, Rating.round == Complaint.round)
    return and_(Complaint.state == "closed", said.where(Rating.solved == solved) if solved else said)


def _sum(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)
