"""The ledger: taken on, planned, handed over with what is open, ended; and whose secretary is whose."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, select
from sqlalchemy.exc import IntegrityError

from app import chain
from app.actor import SYSTEM, Role
from app.auth.posts import is_living
from app.chain import Act
from app.clock import day_of, now
from app.database import db
from app.errors import Invalid, NotAllowed, NotFound, WrongState
from app.events import PostEnded
from app.store.complaints import Complaint
from app.store.enterprises import Enterprise
from app.store.people import Post, Unit
from app.store.stewardships import Project, Secretariat, Stewardship
from complaints import stewardship, workflow
from complaints.operations import words
from complaints.operations.steps import STALE, Move, who

TAKEN = "已经有人包抓了，换人请用“交接”。"
NOT_YOURS = "双包一解台账由营商办的受理岗和负责人维护。"
MOST_OF_PLAN = 2000


@dataclass(frozen=True)
class Terms:
    """Which unit leads, who helps, and what is planned."""

    lead_unit: str | None = None
    task_force: tuple[str, ...] = ()
    plan: str = ""


@dataclass(frozen=True)
class Target:
    """What is carried: one of the two."""

    enterprise: int | None = None
    project: int | None = None

    def condition(self) -> ColumnElement[bool]:
        """Stewardships of it."""
        if self.enterprise is not None:
            return Stewardship.enterprise_id == self.enterprise
        return Stewardship.project_id == self.project


def take_on(target: Target, post_id: int, terms: Terms, from_on: date, move: Move) -> Stewardship:
    """A leader's post carries *target* from *from_on* on."""
    _require_keeper(move)
    _require_thing(target)
    _require_steward(post_id, move)
    if from_on > day_of(move.at):
        raise Invalid("开始日期不能晚于今天。", from_on="开始日期不能晚于今天。")
    if open_one(target) is not None:
        raise WrongState(TAKEN)
    row = Stewardship(post_id=post_id, enterprise_id=target.enterprise, project_id=target.project, from_on=from_on)
    _write_terms(row, terms)
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError as error:  # somebody else was quicker
        raise WrongState(TAKEN) from error
    _note(row, "stewardship_taken", move, {"post": post_id, "from": from_on.isoformat()})
    return row


def open_one(target: Target) -> Stewardship | None:
    """The stewardship of *target* that has no end."""
    return db.session.scalar(select(Stewardship).where(target.condition(), Stewardship.to_on.is_(None)))


def amend(row: Stewardship, terms: Terms, move: Move) -> None:
    """Lead unit, task force or plan become others."""
    _require_keeper(move)
    _require_open(row, move)
    _write_terms(row, terms)
    _note(row, "stewardship_planned", move, {"unit": terms.lead_unit})


def hand_over(row: Stewardship, post_id: int, move: Move) -> Stewardship:
    """Another post carries it from today on; terms go along, what is open is seen by the new one at once.

    Entries say how many are open, never which: an enterprise may hide later.
    """
    _require_keeper(move)
    _require_open(row, move)
    _require_steward(post_id, move)
    if post_id == row.post_id:
        raise Invalid("接手人不对。", post="请另选一位接手的领导。")
    today, still_open = day_of(move.at), len(open_matters([row]))
    row.to_on, row.end_reason = today, words.masked(move.reason)
    db.session.flush()
    new = Stewardship(
        post_id=post_id, enterprise_id=row.enterprise_id, project_id=row.project_id, lead_unit=row.lead_unit,
        task_force=list(row.task_force), plan=row.plan, from_on=today,
    )  # fmt: skip
    db.session.add(new)
    db.session.flush()
    row.successor_id = new.id
    _note(row, "stewardship_handed", move, {"from": row.post_id, "to": post_id, "open": still_open})
    _note(new, "stewardship_taken", move, {"post": post_id, "from": today.isoformat(), "open": still_open})
    return new


def end(row: Stewardship, move: Move) -> None:
    """Nobody carries it any more, and it is said why."""
    _require_keeper(move)
    _require_open(row, move)
    if not move.reason:
        raise Invalid("请写明为什么不再包抓。", reason="请写明为什么不再包抓。")
    row.to_on, row.end_reason = day_of(move.at), words.masked(move.reason)
    _note(row, "stewardship_ended", move, {"open": len(open_matters([row]))})


def open_matters(rows: list[Stewardship]) -> list[Complaint]:
    """The open named matters of what *rows* carry, oldest first."""
    enterprises = [row.enterprise_id for row in rows if row.enterprise_id]
    projects = [row.project_id for row in rows if row.project_id]
    mine = Complaint.enterprise_id.in_(enterprises) | Complaint.project_id.in_(projects)
    query = select(Complaint).where(mine, Complaint.mode == "named", Complaint.state.in_(workflow.OPEN))
    return list(
        db.session.scalars(query.where(Complaint.accepted_at.is_not(None)).order_by(Complaint.submitted_at, Complaint.id))
    )


def of_post(post_id: int) -> list[Stewardship]:
    """What a post carries, whether it lives or not."""
    query = select(Stewardship).where(Stewardship.post_id == post_id, Stewardship.to_on.is_(None))
    return list(db.session.scalars(query.order_by(Stewardship.project_id.is_not(None), Stewardship.id)))


def set_secretary(steward_id: int, secretary_id: int | None, move: Move) -> None:
    """One secretary a leader; None takes him away."""
    _require_keeper(move)
    _require_steward(steward_id, move)
    post = db.session.get(Post, secretary_id) if secretary_id else None
    if secretary_id and (post is None or post.role != Role.SECRETARY or not is_living(post, day_of(move.at))):
        raise Invalid("请从列表里选一位领导联络员。", secretary="请从列表里选一位。")
    for row in db.session.scalars(
        select(Secretariat).where((Secretariat.steward_id == steward_id) | (Secretariat.secretary_id == secretary_id))
    ):
        db.session.delete(row)
    db.session.flush()
    if secretary_id:
        db.session.add(Secretariat(secretary_id=secretary_id, steward_id=steward_id))
    after = {"post": steward_id, "to": secretary_id}
    chain.append("settings", who(move.actor), Act(verb="secretary_set", after=after), move.at)


def on_post_ended(event: PostEnded) -> None:
    """What a leader carried goes to his successor, and his secretary with it; without one the ledger says so."""
    at, heir = now(), event.successor_post_id
    move = Move(SYSTEM, at, reason="岗位变动")
    successor = db.session.get(Post, heir) if heir else None
    for row in of_post(event.post_id) if successor and successor.role == Role.STEWARD else ():
        hand_over(row, successor.id, move)  # type: ignore[union-attr]
    for pair in db.session.scalars(select(Secretariat).where(Secretariat.steward_id == event.post_id)):
        if successor and successor.role == Role.STEWARD:
            pair.steward_id = successor.id
    for pair in db.session.scalars(select(Secretariat).where(Secretariat.secretary_id == event.post_id)):
        db.session.delete(pair)


def _require_keeper(move: Move) -> None:
    if move.actor.kind != "system" and not stewardship.may_keep_ledger(move.actor):
        raise NotAllowed(NOT_YOURS)


def _require_open(row: Stewardship, move: Move) -> None:
    if row.to_on is not None or (move.version is not None and move.version != row.version):
        raise WrongState(STALE)


def _require_thing(target: Target) -> None:
    table = Enterprise if target.enterprise is not None else Project
    if db.session.get(table, target.enterprise or target.project or 0) is None:
        raise NotFound


def _require_steward(post_id: int, move: Move) -> None:
    post = db.session.get(Post, post_id)
    if post is None or post.role != Role.STEWARD or not is_living(post, day_of(move.at)):
        raise Invalid("请选一位在岗的包抓领导。", post="请从列表里选一位在岗的包抓领导。")


def _write_terms(row: Stewardship, terms: Terms) -> None:
    asked = {*terms.task_force, *([terms.lead_unit] if terms.lead_unit else [])}
    known = set(db.session.scalars(select(Unit.code).where(Unit.code.in_(asked), Unit.ended_on.is_(None))))
    if asked - known:
        raise Invalid("有一个单位不在册，请重新选。", lead_unit="请从列表里选。")
    row.lead_unit, row.task_force = terms.lead_unit, sorted(set(terms.task_force) - {terms.lead_unit or ""})
    row.plan = words.masked(terms.plan)


def _note(row: Stewardship, verb: str, move: Move, after: dict[str, object]) -> None:
    db.session.flush()
    reason = words.masked(move.reason)
    chain.append(f"stewardship:{row.id}", who(move.actor), Act(verb=verb, reason=reason, after=after), move.at)
