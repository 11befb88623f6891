"""Gathers what the guards look at."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from app.actor import Actor
from app.database import db
from app.store.complaints import Complaint, ContactRecord, Countersign, Message, Refusal, Reply
from app.store.entries import Entry
from app.store.people import Post
from complaints import policy
from complaints.guards import Situation
from complaints.operations import times

WAITS_FOR = {"T4": "C7", "T9": "C2", "T10": "C2", "T24": "C8"}


def situation(complaint: Complaint, actor: Actor, step: str, at: datetime, given: dict[str, Any]) -> Situation:
    """The facts of *complaint* before *step*."""
    replies = list(db.session.scalars(select(Reply).where(Reply.complaint_id == complaint.id).order_by(Reply.at)))
    refusals = list(db.session.scalars(select(Refusal).where(Refusal.complaint_id == complaint.id)))
    records, since = _contacts(complaint), _since_lead(complaint)
    call_backs = [r for r in records if r.purpose == "call_back" and r.at >= _since_review(complaint)]
    people = _people_of(replies)
    author = people.get(replies[-1].author_id) if replies else None
    return Situation(
        at=at,
        kind=complaint.kind,
        mode=complaint.mode,
        topic=complaint.topic,
        risks=frozenset(complaint.risks),
        state=complaint.state,
        end_reason=complaint.end_reason,
        ended_at=complaint.closed_at,
        reopened=complaint.reopened,
        entered_by=complaint.entered_by,
        is_ruled=complaint.is_ruled,
        accused=policy.accused_units(complaint),
        masked_confirmed=complaint.masked_confirmed_at is not None,
        due_at=_due(complaint, step),
        amend_count=_count_steps(complaint, "T2"),
        reminders=_count_reminders(complaint),
        ask_count=_count_steps(complaint, "T15"),
        refusals=len(refusals),
        refused_by=frozenset(r.unit for r in refusals),
        minutes_since_facts=_minutes_since_facts(complaint, since, at),
        reached=_reached(records, since) or _messaged(complaint, since),
        tries=sum(r.purpose == "contact" and r.result == "tried" and r.at >= since for r in records),
        open_parts=_open_parts(complaint),
        author=author,
        reviewed_before=any(people.get(r.reviewer_id) == actor.person_id for r in replies if r.reviewer_id),
        replied_before=any(people.get(r.author_id) == actor.person_id for r in replies),
        reply_code=replies[-1].closure_code if replies else None,
        countersign=_countersign(replies),
        handled_by_mine=not policy.may_review(actor, complaint),
        call_back=(call_backs[-1].solved or "") if call_backs else None,
        second_opinion=_second_opinion(complaint, actor),
        decline_by=_person(complaint.decline_by),
        person=actor.person_id,
        given=given,
    )


def _contacts(complaint: Complaint) -> list[ContactRecord]:
    query = select(ContactRecord).where(ContactRecord.complaint_id == complaint.id).order_by(ContactRecord.at)
    return list(db.session.scalars(query))


def _since_lead(complaint: Complaint) -> datetime:
    """When the present unit got the present round: what others said or did before does not count for it."""
    got = [share.from_at for share in complaint.assignments if share.role == "lead" and share.to_at is None]
    query = select(func.max(Entry.at)).where(Entry.stream == stream_of(complaint), Entry.verb == "T27")
    reworked = db.session.scalar(query)
    return max([complaint.submitted_at, *got, *([reworked] if reworked else [])])


def _reached(records: list[ContactRecord], since: datetime) -> bool:
    return any(r.purpose == "contact" and r.result == "reached" and r.at >= since for r in records)


def _since_review(complaint: Complaint) -> datetime:
    """When the present review began; a call-back before it does not count."""
    query = select(func.max(Entry.at)).where(Entry.stream == stream_of(complaint), Entry.verb.in_(("T25", "T26")))
    return db.session.scalar(query) or complaint.submitted_at


def stream_of(complaint: Complaint) -> str:
    """The stream of entries of *complaint*."""
    return f"complaint:{complaint.id}"


def _people_of(replies: list[Reply]) -> dict[int, int]:
    """Person by post for all who wrote or checked."""
    posts = {r.author_id for r in replies} | {r.reviewer_id for r in replies if r.reviewer_id}
    return {post.id: post.person_id for post in db.session.scalars(select(Post).where(Post.id.in_(posts)))} if posts else {}


def _person(post_id: int | None) -> int | None:
    return db.session.scalar(select(Post.person_id).where(Post.id == post_id)) if post_id else None


def _due(complaint: Complaint, step: str) -> datetime | None:
    if step == "T16":
        asked = select(Message).where(Message.complaint_id == complaint.id, Message.topic == "question")
        question = db.session.scalar(asked.order_by(Message.at.desc()).limit(1))
        return times.current_calendar().due_after_days(question.at, 5).at if question else None
    clock = times.open_clock(complaint.id, WAITS_FOR[step]) if step in WAITS_FOR else None
    return clock.due_at if clock else None


def _count_steps(complaint: Complaint, step: str) -> int:
    query = select(func.count()).select_from(Entry).where(Entry.stream == stream_of(complaint), Entry.verb == step)
    return db.session.scalars(query).one()


def _count_reminders(complaint: Complaint) -> int:
    """Those of the addition that is waited for now; an earlier one had its own."""
    clock = times.open_clock(complaint.id, "C7")
    if clock is None:
        return 0
    query = select(func.count()).select_from(Message).where(Message.complaint_id == complaint.id, Message.topic == "reminder")
    return db.session.scalars(query.where(Message.at >= clock.started_at)).one()


def _minutes_since_facts(complaint: Complaint, since: datetime, at: datetime) -> int | None:
    """Office minutes since the enterprise last told the present unit something new."""
    query = select(func.max(Message.at)).where(Message.complaint_id == complaint.id, Message.direction == "in")
    last = db.session.scalar(query.where(Message.at >= since))
    return None if last is None else times.current_calendar().minutes_between(last, at)


def _messaged(complaint: Complaint, since: datetime) -> bool:
    """Whether the present unit has written to a confidential or anonymous complainant in this round."""
    if complaint.mode == "named":
        return False
    words = (Message.direction == "out") & Message.topic.in_(("note", "question")) & (Message.unit == complaint.lead)
    query = select(Message.id).where(Message.complaint_id == complaint.id, words, Message.at >= since)
    return db.session.scalar(query.limit(1)) is not None


def _open_parts(complaint: Complaint) -> tuple[str, ...]:
    living = (s for s in complaint.assignments if s.role == "co_handler" and s.to_at is None)
    return tuple(share.of_unit.short for share in living if share.answered_at is None)


def _countersign(replies: list[Reply]) -> str | None:
    if not replies:
        return None
    query = select(Countersign.verdict).where(Countersign.reply_id == replies[-1].id)
    return db.session.scalar(query.order_by(Countersign.id.desc()).limit(1))


def _second_opinion(complaint: Complaint, actor: Actor) -> bool:
    query = (
        select(Message.id)
        .join(Post, Post.id == Message.post_id)
        .where(Message.complaint_id == complaint.id, Message.topic == "second_opinion", Post.person_id != actor.person_id)
        .where(Message.at >= _since_review(complaint))
    )
    return db.session.scalar(query.limit(1)) is not None
