"""The enterprise's word on the result and what follows from it (T24–T28)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app import taxonomy
from app.actor import SYSTEM
from app.database import db
from app.errors import Invalid, NotAllowed, NotFound, WrongState
from app.sealing import random_id
from app.store.complaints import Complaint, ContactRecord, Rating
from complaints import policy
from complaints.guards import BAD_LEVELS
from complaints.operations import handling, intake, words
from complaints.operations.steps import Move, check, note, record, snapshot


@dataclass(frozen=True)
class Opinion:
    """Solved (yes, partly, no) and satisfied (five levels) are asked apart; reasons are codes."""

    solved: str
    level: str
    reasons: tuple[str, ...] = ()
    text: str = ""

    @property
    def is_bad(self) -> bool:
        return self.solved == "no" or self.level in BAD_LEVELS


def rate(complaint: Complaint, opinion: Opinion, move: Move) -> Rating:
    """T24, or T25 where the opinion is bad."""
    if opinion.solved not in taxonomy.codes("solved_levels"):
        raise Invalid("请选问题是否解决。", solved="请选一项。")
    if opinion.level not in taxonomy.codes("ratings") or opinion.level == "not_rated":
        raise Invalid("请选满意程度。", level="请选一项。")
    if not set(opinion.reasons) <= taxonomy.codes("rating_reasons").keys():
        raise Invalid("请从列表里选原因。", reasons="请从列表里选。")
    given = {"solved": opinion.solved, "level": opinion.level, "reasons": opinion.reasons}
    step = check(complaint, "T25" if opinion.is_bad else "T24", Move(move.actor, move.at, move.version, move.reason, given))
    before = snapshot(complaint)
    row = Rating(
        id=random_id(), complaint_id=complaint.id, round=complaint.round, solved=opinion.solved, level=opinion.level,
        reasons=list(opinion.reasons), masked=words.veiled(complaint, opinion.text), at=move.at,
    )  # fmt: skip
    row.text = opinion.text or None
    db.session.add(row)
    if "pressured" in opinion.reasons and "retaliation" not in complaint.risks:
        complaint.risks = [*complaint.risks, "retaliation"]
    record(complaint, step, move, before)
    return row


def close_in_silence(complaint: Complaint, at: datetime) -> None:
    """T24 by time: no rating came, and that is what is shown."""
    move = Move(SYSTEM, at)
    step = check(complaint, "T24", move)
    record(complaint, step, move, snapshot(complaint))


def reopen(complaint: Complaint, text: str, move: Move) -> None:
    """T26: within thirty days, twice at most, with new facts after the first."""
    step = check(complaint, "T26", Move(move.actor, move.at, move.version, move.reason, {"text": text}))
    before = snapshot(complaint)
    complaint.reopened += 1
    if text:
        db.session.add(intake.message(complaint, "in", "note", text, move))
    record(complaint, step, move, before)


def call_back(complaint: Complaint, way: str, result: str, solved: str, text: str, move: Move) -> ContactRecord:
    """A call-back in a review: never by a unit that handled it. C9 stops once the enterprise was reached."""
    if policy.relation(move.actor, complaint) is None:
        raise NotFound
    if not policy.may_call_back(move.actor, complaint):
        raise NotAllowed("回访由没有办过这件事的复核岗来做。")
    if complaint.state != "reviewing":
        raise WrongState("复核中才记回访。")
    if result == "reached" and solved not in taxonomy.codes("solved_levels"):
        raise Invalid("请记下企业说问题是否解决。", solved="请选一项。")
    row = handling.contact_record(complaint, "call_back", way, result, text, move)
    row.solved = solved if result == "reached" else None
    note(complaint, "call_back", move, {"result": result, "solved": row.solved})
    if result == "reached":
        handling.times_event(complaint, "call_back", move.at)
    return row


def rework(complaint: Complaint, move: Move) -> None:
    """T27: a next round with the same lead; the first round keeps its crossing."""
    step = check(complaint, "T27", move)
    before = snapshot(complaint)
    complaint.round += 1
    complaint.closure_code = None
    for share in complaint.assignments:
        if share.role == "co_handler" and share.to_at is None:
            share.answered_at = None
    record(complaint, step, move, before)


def close_review(complaint: Complaint, conclusion: str, move: Move) -> None:
    """T28: solved after all, or nothing more can lawfully be done."""
    step = check(complaint, "T28", Move(move.actor, move.at, move.version, move.reason, {"conclusion": conclusion}))
    record(complaint, step, move, snapshot(complaint), conclusion=words.veiled(complaint, conclusion))
