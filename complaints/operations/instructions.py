"""批示: a steward's word that the leading unit must answer within its clock (C13); his secretary only drafts."""

from __future__ import annotations

from sqlalchemy import Select, select

from app.auth.stewards import leader_of
from app.clock import day_of
from app.database import db
from app.errors import Invalid, NotAllowed, NotFound, WrongState
from app.store.complaints import Complaint
from app.store.stewardships import Instruction
from complaints import policy, stewardship, workflow
from complaints.operations import handling, telling, words
from complaints.operations.steps import STALE, Move, note
from complaints.policy import Relation

SHORTEST, LONGEST = 4, 1000


def draft(complaint: Complaint, text: str, move: Move) -> Instruction:
    """A secretary writes down what his leader may send."""
    _require_known(complaint, move)
    if not stewardship.may_draft(move.actor, complaint):
        raise NotAllowed("批示草稿由包抓领导的联络员写。")
    _check_words(text)
    assert move.actor.post_id
    steward = leader_of(move.actor.post_id, day_of(move.at))
    if steward is None:
        raise NotAllowed("您现在不跟着哪位领导，请联系营商办。")
    row = Instruction(
        complaint_id=complaint.id,
        steward_id=steward,
        drafted_by=move.actor.post_id,
        masked=words.veiled(complaint, text),
        at=move.at,
    )
    db.session.add(row)
    note(complaint, "instruction_drafted", Move(move.actor, move.at))
    return row


def send(complaint: Complaint, text: str, move: Move, drafted: Instruction | None = None) -> Instruction:
    """The steward's word goes to the leading unit; C13 starts. A draft becomes it, as he changed it."""
    _require_known(complaint, move)
    if policy.relation(move.actor, complaint) != Relation.STEWARD:
        raise NotAllowed("批示由包抓领导自己发出。")
    if not stewardship.may_instruct(move.actor, complaint):
        raise WrongState("这件事现在没有牵头单位，批示发不出去。")
    _check_words(text)
    if pending(complaint) is not None:
        raise WrongState("上一条批示还没有答复，等答复了再写下一条。")
    assert move.actor.post_id
    row = drafted or Instruction(complaint_id=complaint.id, steward_id=move.actor.post_id, at=move.at)
    row.steward_id, row.masked = move.actor.post_id, words.veiled(complaint, text)
    row.sent_at, row.unit = move.at, complaint.lead
    db.session.add(row)
    entry = note(complaint, "instructed", Move(move.actor, move.at), {"unit": complaint.lead})
    handling.times_event(complaint, "instructed", move.at)
    telling.tell_instruction(complaint, entry.seq, move.actor, move.at)
    return row


def answer(complaint: Complaint, row: Instruction, text: str, move: Move) -> None:
    """The leading unit says what it does about it; C13 stops."""
    _require_known(complaint, move)
    if policy.relation(move.actor, complaint) != Relation.LEAD_CLOSE:
        raise NotAllowed("批示由牵头单位的经办人、联络员或负责人答复。")
    is_open = row.complaint_id == complaint.id and row.sent_at is not None and row.answered_at is None
    if not is_open or complaint.state not in workflow.OPEN:
        raise WrongState(STALE)
    if len(text) < 10:
        raise Invalid("请写清谁、做什么、哪天前，至少 10 个字。", text="请写清谁、做什么、哪天前，至少 10 个字。")
    row.answer, row.answered_by, row.answered_at = words.veiled(complaint, text), move.actor.post_id, move.at
    entry = note(complaint, "instruction_answered", Move(move.actor, move.at), {"unit": move.actor.unit})
    handling.times_event(complaint, "instruction_answered", move.at)
    telling.tell_instruction_answered(complaint, row.steward_id, entry.seq, move.actor, move.at)


def pending(complaint: Complaint) -> Instruction | None:
    """The one that waits for its answer."""
    return db.session.scalar(of(complaint).where(Instruction.sent_at.is_not(None), Instruction.answered_at.is_(None)).limit(1))


def of(complaint: Complaint) -> Select[Instruction]:
    """All of a matter, newest first."""
    return select(Instruction).where(Instruction.complaint_id == complaint.id).order_by(Instruction.id.desc())


def _require_known(complaint: Complaint, move: Move) -> None:
    if policy.relation(move.actor, complaint) is None:
        raise NotFound


def _check_words(text: str) -> None:
    if len(text) < SHORTEST:
        raise Invalid("请写上要交代的话。", text="请写上要交代的话，说清谁、什么时候前、拿出什么。")
