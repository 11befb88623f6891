"""When posts and units end: what they had open goes to a successor, or waits for the liaison to name somebody."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select

from app.actor import DEPARTMENT, SYSTEM, Actor
from app.auth.handing import OpenThings
from app.clock import now
from app.database import db
from app.events import PostEnded, UnitEnded
from app.store.complaints import Assignment, Complaint
from app.store.people import Post, Unit
from complaints import policy, queries, workflow
from complaints.operations import indexing, stewardships, times
from complaints.operations.steps import Move, note


def open_matters(post_id: int) -> list[Complaint]:
    """The open matters for which this post is the named handler, oldest first."""
    query = select(Complaint).where(Complaint.handler_id == post_id, Complaint.state.in_(workflow.OPEN))
    return list(db.session.scalars(query.order_by(Complaint.submitted_at, Complaint.id)))


def open_of_post(actor: Actor, post: Post) -> list[OpenThings]:
    """What must go to somebody else: matters by number only, and none of which *actor* may find a trace."""
    mine = select(func.count()).select_from(Complaint).where(Complaint.state.in_(workflow.OPEN), ~queries.recused(actor))
    handled = db.session.scalars(mine.where(Complaint.handler_id == post.id)).one()
    carried = stewardships.of_post(post.id)
    theirs = [one for one in stewardships.open_matters(carried) if not policy.is_recused(actor, one)]
    return [
        OpenThings("经办的诉求", handled),
        OpenThings("包抓的企业和项目", len(carried), tuple(row.name for row in carried)),
        OpenThings("包抓企业在办的诉求", len(theirs)),
    ]


def on_post_ended(event: PostEnded) -> None:
    """Its open matters go on with the successor; without a fit one nobody is named, and the desk says so."""
    at = now()
    successor = db.session.get(Post, event.successor_post_id) if event.successor_post_id else None
    for complaint in open_matters(event.post_id):
        _name(complaint, successor if successor and _fits(successor, complaint) else None, at)


def _fits(post: Post, complaint: Complaint) -> bool:
    """Of the leading unit, or of the one that takes it over, in a role that handles, and not one that must keep away."""
    units = {complaint.lead, complaint.lead_unit.successor if complaint.lead_unit else None}
    accused = policy.accused_units(complaint)
    away = post.person_id in policy.named_people(complaint) or bool(accused & {held.unit for held in post.person.posts})
    return post.unit in units and post.role in DEPARTMENT and not away


def _name(complaint: Complaint, successor: Post | None, at: datetime) -> None:
    before = complaint.handler_id
    complaint.handler_id = successor.id if successor else None
    note(complaint, "handler_ended", Move(SYSTEM, at), {"from": before, "handler_id": complaint.handler_id})


def on_unit_ended(event: UnitEnded) -> None:
    """Its living shares in open matters go to the unit that carries its duties."""
    at = now()
    successor = db.session.get_one(Unit, event.successor)
    query = (
        select(Assignment)
        .join(Complaint, Complaint.id == Assignment.complaint_id)
        .where(Assignment.unit == event.unit, Assignment.to_at.is_(None), Complaint.state.in_(workflow.OPEN))
        .order_by(Assignment.id)
    )
    for share in list(db.session.scalars(query)):
        _carry_over(share, successor, at)


def _carry_over(share: Assignment, successor: Unit, at: datetime) -> None:
    complaint = share.complaint
    if successor.code in policy.accused_units(complaint):
        return  # the accused never gets its own matter; the office gives it to somebody else
    share.to_at = at
    others = [row for row in complaint.assignments if row.to_at is None and row.unit == successor.code]
    for row in others if share.role == "lead" else ():
        row.to_at = at  # a co-handler that now leads answers for all of it
    if share.role == "lead" or not others:
        new = Assignment(complaint_id=complaint.id, unit=successor.code, role=share.role, part=share.part, from_at=at)
        new.answer, new.answered_at, new.answered_by = share.answer, share.answered_at, share.answered_by
        db.session.add(new)
    if share.role == "lead":
        complaint.lead = successor.code
    db.session.flush()
    db.session.expire(complaint, ["assignments", "lead_unit"])
    times.hold(complaint, at)
    indexing.refresh(complaint)
    note(complaint, "unit_ended", Move(SYSTEM, at), {"from": share.unit, "lead": complaint.lead, "role": share.role})
