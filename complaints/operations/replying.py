"""An answer is written, checked by someone else, countersigned where it must be, and published (T21–T23)."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from app import taxonomy
from app.actor import Role
from app.clock import day_of
from app.database import db
from app.errors import Invalid, NotAllowed, NotFound, WrongState
from app.sealing import random_id
from app.store.complaints import Complaint, Countersign, Reply
from complaints import policy, stewardship
from complaints.operations import handling, stewards, telling, words
from complaints.operations.steps import STALE, Move, check, note, record, snapshot
from complaints.policy import Relation


@dataclass(frozen=True)
class Draft:
    """What the handler writes: `public` for the enterprise, `internal` for the house, money in fen."""

    code: str
    public: str
    internal: str = ""
    evidence: str = ""
    refunded_fen: int | None = None


def reply(complaint: Complaint, draft: Draft, move: Move) -> Reply:
    """T21."""
    given = {
        "code": draft.code, "public": draft.public, "evidence": draft.evidence, "refunded_fen": draft.refunded_fen,
    }  # fmt: skip
    step = check(complaint, "T21", Move(move.actor, move.at, move.version, move.reason, given))
    assert move.actor.post_id
    before = snapshot(complaint)
    row = Reply(
        id=random_id(), complaint_id=complaint.id, round=complaint.round, closure_code=draft.code,
        masked=words.veiled(complaint, draft.public), internal=words.veiled(complaint, draft.internal),
        evidence=words.veiled(complaint, draft.evidence),
        refunded_fen=draft.refunded_fen, author_id=move.actor.post_id, at=move.at,
    )  # fmt: skip
    row.public = draft.public
    db.session.add(row)
    record(complaint, step, move, before)
    return row


def last_reply(complaint: Complaint) -> Reply | None:
    """The newest reply of a complaint."""
    return db.session.scalar(select(Reply).where(Reply.complaint_id == complaint.id).order_by(Reply.at.desc()).limit(1))


def send_back(complaint: Complaint, code: str, move: Move) -> None:
    """T22: the reply is not good enough; *code* is a rework reason."""
    if code not in taxonomy.codes("rework_reasons"):
        raise Invalid("请选退回的原因。", reason_code="请选退回的原因。")
    step = check(complaint, "T22", move)
    before = snapshot(complaint)
    _decide(complaint, "returned", code, move)
    pending = pending_countersign(complaint)
    if pending is not None:  # the reply it was asked for is gone, so its clock stops too
        pending.verdict, pending.note, pending.answered_at = "dropped", "答复已退回", move.at
        handling.times_event(complaint, "answered", move.at)
    record(complaint, step, move, before)


def publish(complaint: Complaint, move: Move) -> None:
    """T23: the public text is frozen and goes to the enterprise."""
    step = check(complaint, "T23", move)
    before = snapshot(complaint)
    row = _decide(complaint, "published", None, move)
    row.published_on = day_of(move.at)
    complaint.closure_code = row.closure_code
    record(complaint, step, move, before, conclusion=taxonomy.label("closure_codes", row.closure_code))


def _decide(complaint: Complaint, verdict: str, code: str | None, move: Move) -> Reply:
    row = last_reply(complaint)
    assert row is not None
    row.verdict, row.verdict_reason, row.verdict_note = verdict, code, words.veiled(complaint, move.reason)
    row.reviewer_id, row.verdict_at = move.actor.post_id, move.at
    return row


def ask_countersign(complaint: Complaint, move: Move) -> Countersign:
    """The reviewer asks for a countersign before 无法解决 is published; C12 starts."""
    _require_intake(complaint, move, Role.REVIEWER, "会签由审核岗提出。")
    row = last_reply(complaint)
    if complaint.state != "replied" or row is None:
        raise WrongState(STALE)
    if not taxonomy.codes("closure_codes")[row.closure_code].more["countersign"]:
        raise Invalid("这样办结不需要会签。")
    if pending_countersign(complaint) is not None:
        raise WrongState("已经在等会签了。")
    assert move.actor.post_id
    asked = Countersign(complaint_id=complaint.id, reply_id=row.id, asked_by=move.actor.post_id, asked_at=move.at)
    db.session.add(asked)
    entry = note(complaint, "countersign_asked", move)
    telling.tell_countersign(complaint, entry.seq, move.actor, move.at)
    handling.times_event(complaint, "asked", move.at)
    return asked


def answer_countersign(complaint: Complaint, verdict: str, move: Move) -> None:
    """The enterprise's steward says yes or no, the office's head where there is none; C12 stops."""
    if policy.relation(move.actor, complaint) is None:
        raise NotFound
    steward = stewards.steward_of(complaint, day_of(move.at))
    if not stewardship.may_countersign(move.actor, complaint, steward.id if steward else None):
        raise NotAllowed("会签由这家企业的包抓领导签。" if steward else "会签由营商办负责人签。")
    asked = pending_countersign(complaint)
    if asked is None or complaint.state != "replied":
        raise WrongState(STALE)
    if verdict not in {"yes", "no"}:
        raise Invalid("请选同意或不同意。", verdict="请选同意或不同意。")
    if verdict == "no" and not move.reason:
        raise Invalid("不同意请写明理由。", reason="不同意请写明理由。")
    asked.verdict, asked.note = verdict, words.veiled(complaint, move.reason)
    asked.answered_by, asked.answered_at = move.actor.post_id, move.at
    note(complaint, "countersign_answered", move, {"verdict": verdict})
    handling.times_event(complaint, "answered", move.at)


def pending_countersign(complaint: Complaint) -> Countersign | None:
    """The countersign that waits for its answer."""
    query = select(Countersign).where(Countersign.complaint_id == complaint.id, Countersign.verdict.is_(None))
    return db.session.scalar(query.order_by(Countersign.id.desc()).limit(1))


def _require_intake(complaint: Complaint, move: Move, role: Role, sentence: str) -> None:
    found = policy.relation(move.actor, complaint)
    if found is None:
        raise NotFound
    if found != Relation.INTAKE or move.actor.role != role:
        raise NotAllowed(sentence)
