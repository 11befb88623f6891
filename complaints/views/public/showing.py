"""One matter as the enterprise sees it: who has it, until when, what next; record, talk, dates, looks, files."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app import taxonomy
from app.actor import Actor
from app.clock import day_of
from app.database import db
from app.store.clocks import Clock
from app.store.complaints import Attachment, Complaint, LookRecord, Message, Rating, Reply
from app.store.entries import Entry
from app.store.people import Post, Unit
from app.web.days import DayCell, day_cells
from app.web.labels import day, due, remaining, role_label
from complaints import deadlines, policy, workflow
from complaints.guards import THIRTY_DAYS
from complaints.operations import looks, times
from complaints.operations.facts import stream_of
from complaints.operations.uploads import of_complaint
from complaints.policy import Relation
from complaints.views.public.words import ACT_ELSE, ACTS, AMONG_MESSAGES, STATES

UNSAID = "日子定下来就写在这里"

THINGS = {"original": "原文", "identity": "身份", "file": "附件", "file_original": "附件原件", "phone": "这个电话提交了什么"}


@dataclass(frozen=True)
class Until:
    """The promised day; `tone` late once it has passed, `clock` the row it comes from."""

    words: str
    more: str = ""
    tone: str = ""
    clock: Clock | None = None


@dataclass(frozen=True)
class Reckoning:
    """How a day came about: a picture where one can be drawn, and the steps in words."""

    title: str
    intro: str
    cells: list[DayCell]
    steps: list[str]


@dataclass(frozen=True)
class Matter:
    """All that the page shows. Whoever is not the complainant himself gets no talk, looks or steps."""

    complaint: Complaint
    is_own: bool
    who: str
    doing: str
    next: str
    then: str
    until: Until
    record: list[dict[str, Any]]
    reply: Reply | None
    rating: Rating | None
    files: list[Attachment]
    reckoning: Reckoning | None
    talk: list[dict[str, Any]] = field(default_factory=list)
    seen: list[dict[str, Any]] = field(default_factory=list)
    steps: frozenset[str] = frozenset()
    reopen_until: str = ""

    @property
    def is_open(self) -> bool:
        return self.complaint.state in workflow.OPEN


def matter_of(actor: Actor, complaint: Complaint, at: datetime) -> Matter:
    """*complaint* as *actor*, an enterprise, may see it at *at*."""
    own = policy.relation(actor, complaint) == Relation.COMPLAINANT
    words = STATES[complaint.state]
    names = {"office": _office(complaint), "lead": complaint.lead_unit.name if complaint.lead_unit else "承办单位"}
    until = until_of(complaint, at)
    files = of_complaint(complaint) if policy.may_see(actor, complaint, "file") else []
    return Matter(
        complaint=complaint,
        is_own=own,
        who=words.who.format_map(names),
        doing=_doing(complaint, words.doing.format_map(names)),
        next="还想办，可以一键恢复" if may_restore(complaint, at) else words.next,
        then=words.then,
        until=until,
        record=_record(complaint),
        reply=_reply(complaint),
        rating=_rating(complaint) if policy.may_see(actor, complaint, "rating") else None,
        files=files,
        reckoning=_reckoning(until.clock, at),
        talk=_talk(complaint) if own else [],
        seen=[_look(row) for row in looks.looks_at(complaint)] if own else [],
        steps=steps_for(actor, complaint, at) if own else frozenset(),
        reopen_until=_reopen_until(complaint, at) if own else "",
    )


def _office(complaint: Complaint) -> str:
    unit = db.session.get(Unit, policy.intake_unit(complaint) or policy.OFFICE)
    return unit.short if unit else "营商办"


def _doing(complaint: Complaint, words: str) -> str:
    co = [s.of_unit.short for s in complaint.assignments if s.role == "co_handler" and s.to_at is None]
    return f"{words}，{'、'.join(co)}协办" if co and complaint.state in {"dispatched", "handling"} else words


def may_restore(complaint: Complaint, at: datetime) -> bool:
    """Whether T37 is open: ended for want of an addition, not more than thirty days ago."""
    lapsed = complaint.state == "ended" and complaint.end_reason == "not_amended"
    return lapsed and complaint.closed_at is not None and at - complaint.closed_at <= THIRTY_DAYS


def until_of(complaint: Complaint, at: datetime) -> Until:
    """The day that counts for the enterprise now."""
    if complaint.state not in workflow.OPEN:
        closed = complaint.closed_at or complaint.submitted_at
        return Until(f"{day(closed, at)}{taxonomy.label('states', complaint.state)}")
    if complaint.state == "asking":
        return _question_until(complaint, at)
    clock = times.open_clock(complaint.id, STATES[complaint.state].clock)
    if clock is None:
        return Until(UNSAID)
    calendar, today = times.current_calendar(), day_of(at)
    late = deadlines.is_overdue(times.running(clock), at)
    if late:
        left = calendar.working_days_between(day_of(clock.due_at), today)
        return Until(
            f"本该{due(clock.due_at, at)}", f"{remaining(left, overdue=True)}，这一笔记在账上，不会抹掉", "late", clock
        )
    left = calendar.working_days_between(today, day_of(clock.due_at))
    more = f"还有 {(day_of(clock.due_at) - today).days} 天" if clock.unit == "d" else remaining(left)
    return Until(due(clock.due_at, at), more, "", clock)


def _question_until(complaint: Complaint, at: datetime) -> Until:
    asked = select(Message.at).where(Message.complaint_id == complaint.id, Message.topic == "question")
    last = db.session.scalar(asked.order_by(Message.at.desc()).limit(1))
    if last is None:
        return Until(UNSAID)
    return Until(due(times.current_calendar().due_after_days(last, 5).at, at), "请在这之前回复；到期没有回复，按现有材料接着办")


def _record(complaint: Complaint) -> list[dict[str, Any]]:
    query = select(Entry).where(Entry.stream == stream_of(complaint), Entry.public_text != "").order_by(Entry.seq.desc())
    rows = [
        {"title": ACTS.get(entry.verb, ACT_ELSE), "text": entry.public_text, "at": entry.at, "kind": "ok"}
        for entry in db.session.scalars(query)
    ]
    if rows and complaint.state in workflow.OPEN:
        rows[0]["kind"] = "now"
    return rows


def _reply(complaint: Complaint) -> Reply | None:
    query = select(Reply).where(Reply.complaint_id == complaint.id, Reply.verdict == "published")
    return db.session.scalar(query.order_by(Reply.at.desc()).limit(1))


def _rating(complaint: Complaint) -> Rating | None:
    return db.session.scalar(select(Rating).where(Rating.complaint_id == complaint.id).order_by(Rating.at.desc()).limit(1))


def _talk(complaint: Complaint) -> list[dict[str, Any]]:
    query = select(Message).where(Message.complaint_id == complaint.id, Message.direction != "internal").order_by(Message.at)
    rows = list(db.session.scalars(query))
    codes = {row.unit for row in rows if row.unit}
    units = {code: short for code, short in db.session.execute(select(Unit.code, Unit.short).where(Unit.code.in_(codes)))}
    return [
        {
            "who": "您" if row.direction == "in" else AMONG_MESSAGES.get(row.topic) or units.get(row.unit or "", "营商办"),
            "text": row.masked,
            "at": row.at,
            "mine": row.direction == "in",
            "topic": row.topic,
        }
        for row in rows
    ]


def _look(row: LookRecord) -> dict[str, Any]:
    post = db.session.get_one(Post, row.post_id)
    why = taxonomy.label("look_purposes", row.purpose)
    what = THINGS.get(row.thing, "")
    reason = f"：{row.reason}" if row.reason else ""
    return {"who": f"{post.of_unit.short} {role_label(post.role)}", "why": f"看{what}，为了{why}{reason}", "at": row.at}


def _reckoning(clock: Clock | None, at: datetime) -> Reckoning | None:
    if clock is None:
        return None
    calendar, running = times.current_calendar(), times.running(clock)
    start, end = day_of(clock.started_at), day_of(clock.due_at)
    drawn = clock.unit == "wd" and not clock.pauses and 0 < (end - start).days < 100
    cells = day_cells(calendar.day, start, end, day_of(at)) if drawn else []
    intro = f"{day(start, at)}起算，从第二天数起。放假的日子不算，补班的日子要算。" if clock.unit == "wd" else ""
    if clock.due_at != clock.first_due_at:
        intro += f"原定{day(clock.first_due_at, at)}。"
    if clock.provisional:
        intro += "这段时间的放假安排还没有公布，先按推算；公布后会重新算。"
    steps = [step.what for step in deadlines.explain(running, calendar)]
    return Reckoning(f"{day(clock.due_at, at)}是怎么算的", intro, cells, steps)


def steps_for(actor: Actor, complaint: Complaint, at: datetime) -> frozenset[str]:
    """What the table offers; T37 and T26 only while their thirty days last."""
    closed = {"T37": not may_restore(complaint, at), "T26": not _reopen_until(complaint, at)}
    return frozenset(step.id for step in workflow.available(actor, complaint) if not closed.get(step.id))


def _reopen_until(complaint: Complaint, at: datetime) -> str:
    if complaint.state != "closed" or complaint.closed_at is None or complaint.reopened >= 2:
        return ""
    last: datetime = complaint.closed_at + THIRTY_DAYS
    return day(last, at) if at <= last else ""
