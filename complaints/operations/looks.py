"""Looking at what is sealed: the record is written first, the complainant sees it."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, select

from app import taxonomy
from app.actor import Actor
from app.clock import day_of
from app.database import db, insert
from app.errors import Invalid, NotAllowed, NotFound
from app.sealing import Look
from app.store.complaints import Attachment, Complaint, LookRecord
from complaints import policy
from complaints.operations import words
from complaints.operations.steps import Move, note
from complaints.policy import Thing

A_DAY = 20  # looks with a reason; more need the head
SHORTEST_REASON = 6


def look(complaint: Complaint, thing: Thing, purpose: str, move: Move, file_id: int | None = None) -> Look:
    """The right to open *thing* ("original", "identity", "file", "file_original"); commit before opening."""
    sign = policy.sign(move.actor, complaint, thing)
    if sign == "-":
        raise NotFound
    if not move.actor.is_staff:
        return Look("own matter", move.actor.kind)
    check_words(sign, purpose, move)
    write(complaint, thing if file_id is None else f"{thing}:{file_id}", purpose, move)
    return Look(purpose, f"person {move.actor.person_id}")


def check_words(sign: str, purpose: str, move: Move) -> None:
    """Refuse a look without a purpose, or without a reason where one is asked; and too many of these in a day."""
    if purpose not in taxonomy.codes("look_purposes"):
        raise Invalid("请选查看的目的。", purpose="请选查看的目的。")
    if (sign == "r" or purpose == "other") and len(move.reason) < SHORTEST_REASON:
        raise Invalid("请写明查看的理由，企业看得到这条记录。", reason=f"请写明理由，至少 {SHORTEST_REASON} 个字。")
    if sign == "r" and _looks_today(move.actor, move) >= A_DAY and move.actor.role != "office_head":
        raise NotAllowed(f"今天已经查看 {A_DAY} 件，再看请找营商办负责人。")


def _looks_today(actor: Actor, move: Move) -> int:
    query = select(func.count()).select_from(LookRecord).where(LookRecord.person_id == actor.person_id)
    reasoned = query.where(LookRecord.on_day == day_of(move.at), LookRecord.reason != "")
    return db.session.scalars(reasoned).one()


def write(complaint: Complaint, thing: str, purpose: str, move: Move) -> None:
    """Write the look down, once a day for each thing."""
    row = insert(LookRecord).values(
        complaint_id=complaint.id, person_id=move.actor.person_id, post_id=move.actor.post_id, what=thing,
        purpose=purpose, reason=words.veiled(complaint, move.reason), on_day=day_of(move.at), at=move.at,
    )  # fmt: skip
    once = ["complaint_id", "person_id", "what", "on_day"]
    new = db.session.execute(row.on_conflict_do_nothing(index_elements=once).returning(LookRecord.id)).first()
    if new is not None:
        note(complaint, "look", move, {"what": thing.split(":", 1)[0], "purpose": purpose})


def looks_at(complaint: Complaint) -> list[LookRecord]:
    """All looks at a complaint, newest first."""
    query = select(LookRecord).where(LookRecord.complaint_id == complaint.id)
    return list(db.session.scalars(query.order_by(LookRecord.at.desc(), LookRecord.id.desc())))


def release(complaint: Complaint, attachment: Attachment, move: Move) -> None:
    """An intake post has looked at a file and lets the department see it."""
    if policy.relation(move.actor, complaint) is None or attachment.complaint_id != complaint.id:
        raise NotFound
    if policy.relation(move.actor, complaint) != policy.Relation.INTAKE:
        raise NotAllowed("附件由营商办看过后放行。")
    this_file = (f"file:{attachment.id}", f"file_original:{attachment.id}")
    seen = select(LookRecord.id).where(
        LookRecord.complaint_id == complaint.id, LookRecord.what.in_(this_file),
        LookRecord.person_id == move.actor.person_id, LookRecord.at >= move.at - timedelta(days=1),
    )  # fmt: skip
    if db.session.scalar(seen.limit(1)) is None:
        raise Invalid("请先打开附件看过，再放行。")
    attachment.released_at, attachment.released_by = move.at, move.actor.post_id
    note(complaint, "file_released", move, {"attachment": attachment.id})
