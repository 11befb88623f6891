"""Which unit leads: dispatch, its recall, refusals and the ruling that ends them (T7 T10–T14 T33)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select

from app.actor import SYSTEM
from app.clock import local
from app.database import db
from app.errors import Invalid
from app.store.complaints import Assignment, Complaint, Refusal, Ruling
from app.store.people import Unit
from complaints.operations import intake, words
from complaints.operations.steps import Move, check, record, snapshot

Parts = dict[str, str]


def dispatch(complaint: Complaint, lead: str, co: Parts, proposed: str | None, move: Move) -> None:
    """T7: one lead, co-handlers with their parts (unit → part); *proposed* is the machine's first choice."""
    move = _with(move, lead=lead, co=co, proposed=proposed)
    step = check(complaint, "T7", move)
    before = snapshot(complaint)
    _assign(complaint, lead, co, move.at)
    source = "confirm" if proposed in {None, lead} else "override"
    db.session.add(intake.label(complaint, "lead", lead, proposed, source, move))
    record(complaint, step, move, before, co=_co_words(co))


def recall(complaint: Complaint, move: Move) -> None:
    """T33: taken back before the unit has signed."""
    step = check(complaint, "T33", move)
    before = snapshot(complaint)
    end_shares(complaint, move.at)
    record(complaint, step, move, before)


def refuse(complaint: Complaint, ground: str, clause: str, proposed: str, move: Move) -> None:
    """T10, and T13 at once where it is the second refusal."""
    move = _with(move, ground=ground, clause=clause, proposed=proposed)
    step = check(complaint, "T10", move)
    assert move.actor.unit
    assert move.actor.post_id
    if proposed and db.session.get(Unit, proposed) is None:
        raise Invalid("没有这个单位，请从列表里选。", proposed="请从列表里选一个单位。")
    before = snapshot(complaint)
    db.session.add(
        Refusal(
            complaint_id=complaint.id,
            unit=move.actor.unit,
            ground=ground,
            clause=clause or None,
            proposed=proposed,
            reason=words.veiled(complaint, move.reason),
            by=move.actor.post_id,
            at=move.at,
        )
    )
    complaint.handler_id = None
    record(complaint, step, move, before)
    if _refusals(complaint) >= 2:
        to_ruling(complaint, move.at)


def _refusals(complaint: Complaint) -> int:
    query = select(func.count()).select_from(Refusal).where(Refusal.complaint_id == complaint.id)
    return db.session.scalars(query).one()


def to_ruling(complaint: Complaint, at: datetime) -> None:
    """T13: the second refusal is for the arbiter."""
    move = Move(SYSTEM, at)
    step = check(complaint, "T13", move)
    record(complaint, step, move, snapshot(complaint))


def accept_refusal(complaint: Complaint, move: Move) -> None:
    """T11: the unit was right; it is kept as a label and the matter is dispatched anew."""
    step = check(complaint, "T11", move)
    before = snapshot(complaint)
    refusal = open_refusal(complaint)
    _settle(complaint, refusal, "accepted", move)
    if refusal.proposed:
        db.session.add(intake.label(complaint, "lead", refusal.proposed, complaint.lead, "refusal", move))
    end_shares(complaint, move.at)
    record(complaint, step, move, before)


def reject_refusal(complaint: Complaint, move: Move) -> None:
    """T12: the unit has it still."""
    step = check(complaint, "T12", move)
    _settle(complaint, open_refusal(complaint), "rejected", move)
    record(complaint, step, move, snapshot(complaint))


def rule(complaint: Complaint, lead: str, co: Parts, clause: str, move: Move) -> None:
    """T14: who must do it; a precedent for routing, and nobody may refuse it."""
    move = _with(move, lead=lead, co=co, clause=clause)
    step = check(complaint, "T14", move)
    assert move.actor.post_id
    before = snapshot(complaint)
    _settle(complaint, open_refusal(complaint), "ruled", move)
    year = local(move.at).year
    count = db.session.scalars(select(func.count()).select_from(Ruling).where(Ruling.number.like(f"{year}-%"))).one()
    db.session.add(
        Ruling(
            complaint_id=complaint.id,
            number=f"{year}-{count + 1:03d}",
            topic=complaint.topic,
            area=complaint.area,
            lead=lead,
            clause=clause,
            reason=words.veiled(complaint, move.reason),
            by=move.actor.post_id,
            at=move.at,
        )
    )
    db.session.add(intake.label(complaint, "lead", lead, before["lead"], "ruling", move))
    end_shares(complaint, move.at)
    _assign(complaint, lead, co, move.at)
    complaint.is_ruled = True
    record(complaint, step, move, before)


def open_refusal(complaint: Complaint) -> Refusal:
    """The refusal that waits for a decision."""
    query = select(Refusal).where(Refusal.complaint_id == complaint.id, Refusal.outcome.is_(None))
    return db.session.scalars(query.order_by(Refusal.id.desc()).limit(1)).one()


def _settle(complaint: Complaint, refusal: Refusal, outcome: str, move: Move) -> None:
    refusal.outcome, refusal.outcome_reason, refusal.outcome_at = outcome, words.veiled(complaint, move.reason), move.at


def _assign(complaint: Complaint, lead: str, co: Parts, at: datetime) -> None:
    units = {unit.code for unit in db.session.scalars(select(Unit).where(Unit.code.in_([lead, *co]), Unit.ended_on.is_(None)))}
    missing = {lead, *co} - units
    if missing:
        raise Invalid("有一个单位不存在或已经撤销，请重新选。", lead="请从列表里选一个单位。")
    db.session.add(Assignment(complaint_id=complaint.id, unit=lead, role="lead", from_at=at))
    for unit, part in co.items():
        row = Assignment(
            complaint_id=complaint.id, unit=unit, role="co_handler", part=words.veiled(complaint, part), from_at=at
        )
        db.session.add(row)
    complaint.lead, complaint.handler_id = lead, None
    db.session.flush()
    db.session.expire(complaint, ["assignments", "lead_unit"])


def end_shares(complaint: Complaint, at: datetime) -> None:
    """The units that had it become former ones."""
    for share in complaint.assignments:
        if share.to_at is None:
            share.to_at = at
    complaint.lead = complaint.handler_id = None
    db.session.flush()
    db.session.expire(complaint, ["assignments", "lead_unit"])


def _with(move: Move, **given: object) -> Move:
    return Move(move.actor, move.at, move.version, move.reason, {**move.given, **given})


def _co_words(co: Parts) -> str:
    if not co:
        return ""
    short = dict(db.session.execute(select(Unit.code, Unit.short).where(Unit.code.in_(co))).all())
    return f"（{'、'.join(short[code] for code in co)}协办）"
