"""The department works: signing, contact, questions, notes, co-handlers' parts (T8 T9 T15 T16 T36)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from app import taxonomy
from app.actor import DEPARTMENT, SYSTEM, Actor, Role
from app.clock import local
from app.database import db
from app.errors import Invalid, NotAllowed, NotFound, WrongState
from app.sealing import random_id
from app.store.complaints import Assignment, Complaint, ContactRecord, Message
from app.store.people import Post
from complaints import policy, workflow
from complaints.clock_effects import effects
from complaints.operations import filer, intake, times, words
from complaints.operations.steps import STALE, Move, check, cross_late, note, record, snapshot
from complaints.policy import Relation


def acknowledge(complaint: Complaint, handler: int, move: Move) -> None:
    """T8: the unit signs and names its handler (a post)."""
    step = check(complaint, "T8", Move(move.actor, move.at, move.version, move.reason, {"handler": handler}))
    _check_handler(complaint, handler)
    before = snapshot(complaint)
    complaint.handler_id = handler
    record(complaint, step, move, before)


def acknowledge_by_time(complaint: Complaint, at: datetime) -> None:
    """T9: nobody signed and nobody refused in time; the unit has it all the same."""
    move = Move(SYSTEM, at)
    step = check(complaint, "T9", move)
    record(complaint, step, move, snapshot(complaint))


def hand_to(complaint: Complaint, handler: int, move: Move) -> None:
    """T36: another handler of the same unit."""
    step = check(complaint, "T36", Move(move.actor, move.at, move.version, move.reason, {"handler": handler}))
    _check_handler(complaint, handler)
    before = snapshot(complaint)
    complaint.handler_id = handler
    record(complaint, step, move, before)


def _check_handler(complaint: Complaint, handler: int) -> None:
    post = db.session.get(Post, handler)
    fits = post is not None and post.unit == complaint.lead and post.role in DEPARTMENT and post.to_on is None
    if not fits or (post and post.person_id in policy.named_people(complaint)):
        raise Invalid("请从本单位的人员里选一位经办人。", handler="请从列表里选一位经办人。")


def ask(complaint: Complaint, question: str, move: Move) -> None:
    """T15: the clock waits while the enterprise answers, five working days at most."""
    step = check(complaint, "T15", Move(move.actor, move.at, move.version, move.reason, {"question": question}))
    before = snapshot(complaint)
    row = intake.message(complaint, "out", "question", question, move)
    db.session.add(row)
    until = times.current_calendar().due_after_days(move.at, 5).at
    if complaint.mode != "named":  # the question is the first word to someone who may not be called
        times_event(complaint, "reached", move.at)
    record(complaint, step, move, before, question=words.in_sentence(complaint, question), until=day_words(until))


def day_words(at: datetime) -> str:
    """A day as the enterprise reads it: 10月20日."""
    return f"{local(at).month}月{local(at).day}日"


def answer(complaint: Complaint, text: str, files: tuple[int, ...], move: Move) -> None:
    """T16: the enterprise answers; or, with SYSTEM as actor, its time is over."""
    step = check(complaint, "T16", Move(move.actor, move.at, move.version, move.reason, {"text": text, "files": files}))
    before = snapshot(complaint)
    if text:
        db.session.add(intake.message(complaint, "in", "answer", text, move))
    filer.attach(complaint, files)
    record(complaint, step, move, before)


def log_contact(complaint: Complaint, way: str, result: str, text: str, move: Move) -> ContactRecord:
    """A contact with the enterprise; the first that reached it stops C3."""
    _require_lead(complaint, move.actor)
    if complaint.state not in {"handling", "asking"}:
        raise WrongState("签收以后、答复以前才记联系。")
    if complaint.mode != "named":
        raise Invalid("保密和匿名的诉求不能直接联系企业，请发消息，由系统转达。", way="请改用消息联系。")
    row = contact_record(complaint, "contact", way, result, text, move)
    note(complaint, "contact", move, {"way": way, "result": result})
    if result == "reached":
        times_event(complaint, "reached", move.at)
    return row


def contact_record(complaint: Complaint, purpose: str, way: str, result: str, text: str, move: Move) -> ContactRecord:
    """A record of a contact or call-back; sealed, with its masked twin."""
    if way not in taxonomy.codes("contact_ways") or result not in taxonomy.codes("contact_results"):
        raise Invalid("请选联系方式和结果。", way="请从列表里选一项。")
    if len(text) < 4:
        raise Invalid("请写一句联系的情况。", note="请写一句联系的情况。")
    row = ContactRecord(
        id=random_id(), complaint_id=complaint.id, round=complaint.round, purpose=purpose, way=way, result=result,
        masked=words.veiled(complaint, text), post_id=move.actor.post_id, at=move.at,
    )  # fmt: skip
    row.note = text
    db.session.add(row)
    return row


def times_event(complaint: Complaint, event: str, at: datetime) -> None:
    """Something other than a step stops or starts a clock; a deadline met too late is crossed for good."""
    rows = times.clocks_of(complaint.id)
    known = [times.running(row) for row in rows]
    calendar = times.current_calendar()
    changes = effects(event, complaint.state, complaint.state, known, urgency=complaint.urgency, at=at, calendar=calendar)
    times.save(complaint.id, rows, changes)
    cross_late(complaint, changes, at)


def send_message(complaint: Complaint, text: str, move: Move) -> Message:
    """Officer to enterprise or enterprise to officers; for hidden identities it is the first contact."""
    found = policy.relation(move.actor, complaint)
    if found is None:
        raise NotFound
    inward = found == Relation.COMPLAINANT
    outward = found in {Relation.INTAKE, Relation.LEAD_CLOSE}
    if not inward and not outward:
        raise NotAllowed("您不能给这件诉求发消息。")
    if complaint.state not in workflow.OPEN:
        raise WrongState("这件事已经结束，不能再发消息。")
    if len(text) < 2:
        raise Invalid("请写上要说的话。", text="请写上要说的话。")
    row = intake.message(complaint, "in" if inward else "out", "note", text, move)
    db.session.add(row)
    note(complaint, "message", move, {"direction": row.direction})
    if outward and complaint.mode != "named" and found == Relation.LEAD_CLOSE:
        times_event(complaint, "reached", move.at)
    return row


def write_note(complaint: Complaint, text: str, move: Move, topic: str = "note") -> Message:
    """An internal note, or a second opinion in a review; never shown to the enterprise."""
    if policy.relation(move.actor, complaint) is None:
        raise NotFound
    if policy.sign(move.actor, complaint, "notes") != "a":
        raise NotAllowed("您不能在这件诉求上写内部记录。")
    if len(text) < 2:
        raise Invalid("请写上内容。", text="请写上内容。")
    if topic == "second_opinion" and (complaint.state != "reviewing" or move.actor.role != Role.REVIEWER):
        raise NotAllowed("第二意见由复核岗在复核时写。")
    row = intake.message(complaint, "internal", topic, text, move)
    db.session.add(row)
    note(complaint, topic if topic != "note" else "internal_note", move)
    return row


def answer_part(complaint: Complaint, text: str, move: Move) -> Assignment:
    """A co-handler answers the part that T7 gave it."""
    if policy.relation(move.actor, complaint) is None:
        raise NotFound
    query = select(Assignment).where(Assignment.complaint_id == complaint.id, Assignment.unit == move.actor.unit)
    share = db.session.scalar(query.where(Assignment.role == "co_handler", Assignment.to_at.is_(None)))
    if share is None or move.actor.role not in DEPARTMENT:
        raise NotAllowed("这一部分不归您的单位答。")
    if complaint.state not in {"dispatched", "handling", "asking", "refused", "ruling"}:
        raise WrongState(STALE)
    if len(text) < 10:
        raise Invalid("请写清您这一部分怎么办的，至少 10 个字。", text="请写清这一部分怎么办的，至少 10 个字。")
    share.answer, share.answered_at, share.answered_by = words.veiled(complaint, text), move.at, move.actor.post_id
    note(complaint, "part_answered", move, {"unit": share.unit})
    return share


def _require_lead(complaint: Complaint, actor: Actor) -> None:
    found = policy.relation(actor, complaint)
    if found is None:
        raise NotFound
    if found != Relation.LEAD_CLOSE:
        raise NotAllowed("请由这件诉求的经办人、联络员或负责人来记。")
