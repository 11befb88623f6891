"""What the complainant does after filing: add, restore, withdraw, hide the identity (T3 T30 T37); and a new code."""

from __future__ import annotations

import secrets
from typing import Any

from sqlalchemy import delete, select, update

from app import outbox
from app.actor import Role
from app.database import db
from app.errors import Invalid, NotAllowed, NotFound, WrongState
from app.store.complaints import (
    Assignment,
    Attachment,
    Complaint,
    ContactRecord,
    Countersign,
    Message,
    Rating,
    Refusal,
    Reply,
    Ruling,
)
from app.store.readings import ReadingRow
from app.store.stewardships import Instruction
from complaints import policy, workflow
from complaints.operations import filing, indexing, intake, likeness, words
from complaints.operations.steps import Move, check, note, record, snapshot
from complaints.policy import Relation

# Where words about a matter stand masked, by table.
TWINS: dict[Any, tuple[str, ...]] = {
    Message: ("masked",),
    ContactRecord: ("masked",),
    Reply: ("masked", "internal", "evidence", "verdict_note"),
    Rating: ("masked",),
    Assignment: ("part", "answer"),
    Refusal: ("reason", "outcome_reason"),
    Ruling: ("reason",),
    Countersign: ("note",),
    Instruction: ("masked", "answer"),
}


def amend(complaint: Complaint, text: str, files: tuple[int, ...], move: Move) -> None:
    """T3: the enterprise adds what was missing."""
    step = check(complaint, "T3", Move(move.actor, move.at, move.version, move.reason, {"text": text, "files": files}))
    before = snapshot(complaint)
    if text:
        db.session.add(intake.message(complaint, "in", "amend", text, move))
    attach(complaint, files)
    record(complaint, step, move, before)


def attach(complaint: Complaint, files: tuple[int, ...]) -> None:
    """Files that waited with the form now belong to the matter."""
    if files:
        mine = update(Attachment).where(Attachment.id.in_(files), Attachment.complaint_id.is_(None))
        db.session.execute(mine.values(complaint_id=complaint.id, waiting_ticket=None))


def restore(complaint: Complaint, move: Move) -> None:
    """T37: ended for want of an addition, taken up again within thirty days."""
    step = check(complaint, "T37", move)
    before = snapshot(complaint)
    complaint.end_reason = None
    record(complaint, step, move, before)


def withdraw(complaint: Complaint, move: Move) -> None:
    """T30: the enterprise takes it back."""
    step = check(complaint, "T30", move)
    before = snapshot(complaint)
    complaint.end_reason = "withdrawn"
    record(complaint, step, move, before)


def hide_identity(complaint: Complaint, move: Move) -> None:
    """实名 becomes 保密; looks already made stay listed."""
    _require_complainant(complaint, move)
    if complaint.mode != "named":
        raise WrongState("这件诉求已经不是实名。")
    if complaint.state not in workflow.OPEN:
        raise WrongState("这件事已经结束，不能再改。")
    name, credit_code = complaint.enterprise_name or "", ""
    if complaint.enterprise is not None:
        credit_code = complaint.enterprise.credit_code or ""
    filing.set_party(complaint, name, credit_code)
    complaint.mode = "confidential"
    complaint.enterprise_id = complaint.enterprise_name = complaint.project_id = complaint.visit_id = None
    complaint.masked = words.veiled(complaint, complaint.masked)
    complaint.title = words.title_of(complaint.masked)
    complaint.masked_confirmed_at = None
    _veil_what_was_said(complaint)
    indexing.refresh(complaint)
    note(complaint, "hidden", move, {"mode": "confidential"}, "已改为保密，从现在起承办单位看不到您是谁。")


def _veil_what_was_said(complaint: Complaint) -> None:
    """Every masked twin that stood with the name in clear; the machine reads the new text, its old reading goes."""
    for table, columns in TWINS.items():
        for row in db.session.scalars(select(table).where(table.complaint_id == complaint.id)):
            for column in columns:
                setattr(row, column, words.veiled(complaint, getattr(row, column) or ""))
    db.session.execute(delete(ReadingRow).where(ReadingRow.complaint_id == complaint.id))
    likeness.forget(complaint.id)
    outbox.put_once("read", f"read:{complaint.id}:hidden", complaint=complaint.id)


def _require_complainant(complaint: Complaint, move: Move) -> None:
    if policy.relation(move.actor, complaint) != Relation.COMPLAINANT:
        raise NotFound


def new_code(complaint: Complaint, move: Move) -> str:
    """A clerk gives out a new query code after calling the stored number; the old one dies."""
    if policy.relation(move.actor, complaint) is None:
        raise NotFound
    if policy.relation(move.actor, complaint) != Relation.INTAKE or move.actor.role != Role.CLERK:
        raise NotAllowed("新查询码由受理岗回拨核对后发给。")
    if complaint.mode == "anonymous" or complaint.phone_key is None:
        raise Invalid("匿名或没有留电话的诉求不能补发查询码。")
    if not move.reason:
        raise Invalid("请写明怎么核对的本人。", reason="请写明怎么核对的本人。")
    code = "".join(secrets.choice(words.ALPHABET) for _ in range(words.CODE_LENGTH))
    complaint.code_hash = words.code_hash(complaint.number, code)
    note(complaint, "code_renewed", move, public_text="查询码已更换，旧的不能再用。")
    return code
