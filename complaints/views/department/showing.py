"""What the pages of a department's acts show beside their forms."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import request
from sqlalchemy import select

from app import taxonomy
from app.auth.current import current_actor
from app.clock import now
from app.database import db
from app.errors import NotAllowed, NotFound, WrongState
from app.store.complaints import Complaint, ContactRecord, Message
from app.web import tickets
from app.web.labels import day_weekday
from complaints import policy, workflow
from complaints.operations import times
from complaints.operations.steps import STALE
from complaints.policy import Relation
from complaints.views.clock_words import open_words, tone_of
from complaints.views.department.rows import area_name


@dataclass(frozen=True)
class Act:
    """An act on its own page: what it is called, what follows from it, and the words of its button."""

    title: str
    text: str
    button: str


def require_step(complaint: Complaint, step_id: str) -> None:
    """Before a form is drawn or looked at: the refusals that the act itself would give; of the state it gives its own."""
    if request.method == "POST" and tickets.spent(request.form.get("ticket", ""), request.form):
        return  # a retry is led to what came of it the first time, though the matter has gone on
    step = workflow.STEPS[step_id]
    if policy.relation(current_actor(), complaint) == Relation.FORMER:
        raise NotFound
    if not workflow.allowed(current_actor(), complaint, step):
        raise NotAllowed(f"“{step.label}”不归您的岗位办。")
    if request.method == "GET" and complaint.state not in step.sources:
        raise WrongState(STALE)


def require_close(complaint: Complaint, *states: str) -> None:
    """The named handler, the liaison or the head of the leading unit, while the matter is in *states*."""
    found = policy.relation(current_actor(), complaint)
    if found == Relation.FORMER:
        raise NotFound
    if found != Relation.LEAD_CLOSE:
        raise NotAllowed("请由这件诉求的经办人、联络员或负责人来办。")
    if request.method == "GET" and states and complaint.state not in states:
        raise WrongState(STALE)


def require_share(complaint: Complaint, *, co: bool) -> None:
    """A unit that leads; with *co* one that helps as well."""
    found = policy.relation(current_actor(), complaint)
    if found not in {Relation.LEAD, Relation.LEAD_CLOSE, Relation.CO_HANDLER}:
        raise NotFound
    if found == Relation.CO_HANDLER and not co:
        raise NotAllowed("这一步由牵头单位来办。")


def around(complaint: Complaint, *, co: bool = False) -> dict[str, Any]:
    """Heading, clocks and the words of the enterprise, for every page of an act; also after a form that was refused.

    A unit that had it before finds nothing; a co-handler only the page of its own part (*co*).
    """
    require_share(complaint, co=co)
    at, calendar = now(), times.current_calendar()
    clocks = [clock for kind in ("C2", "C3", "C4") if (clock := times.open_clock(complaint.id, kind))]
    return {
        "complaint": complaint,
        "clocks": [
            (f"{taxonomy.label('clocks', clock.kind)} {open_words(times.running(clock), at, calendar)}",
             tone_of(times.running(clock), at, calendar))
            for clock in clocks
        ],
        "area": area_name(complaint.area),
        "named": complaint.mode == "named",
    }  # fmt: skip


def contacts_of(complaint: Complaint) -> list[ContactRecord]:
    """The contacts of this round, first to last."""
    query = select(ContactRecord).where(ContactRecord.complaint_id == complaint.id, ContactRecord.purpose == "contact")
    return list(db.session.scalars(query.where(ContactRecord.round == complaint.round).order_by(ContactRecord.at)))


def talk_of(complaint: Complaint) -> list[dict[str, Any]]:
    """What was said between enterprise and officers, masked."""
    query = select(Message).where(Message.complaint_id == complaint.id, Message.direction.in_(("in", "out")))
    rows = db.session.scalars(query.order_by(Message.at, Message.id))
    return [
        {"who": "企业" if row.direction == "in" else "我们", "text": row.masked, "at": row.at, "mine": row.direction == "out"}
        for row in rows
    ]


def days_from(at: datetime, working_days: int) -> str:
    """The day so many working days after *at*: 10月20日 周二."""
    return day_weekday(times.current_calendar().due_after_days(at, working_days).at)
