"""The queues of the office: what belongs in each, whose it is, and which clock drives it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, exists, func, not_, or_, select

from app import taxonomy
from app.actor import INTAKE, Actor, Role
from app.database import db
from app.store.clocks import Clock
from app.store.complaints import Complaint, Countersign
from complaints import queries
from complaints.operations.times import current_calendar

NEAR_DAYS = 3  # of the whole matter
NEAR_MINUTES = 120  # of a single stage: many last no longer than a day
OFFICE_ROLES = (Role.CLERK, Role.REVIEWER, Role.OFFICE_HEAD)
THEIRS = frozenset(kind for kind, rule in taxonomy.clock_rules().items() if rule.duty == "enterprise")


@dataclass(frozen=True)
class Queue:
    """A list with its own work. `owner`: whose it is first; `clock`: the one that is running down."""

    name: str
    label: str
    clock: str
    owner: Role | None
    roles: tuple[Role, ...]
    good_news: str
    source: str


HEAD = (Role.OFFICE_HEAD,)
CLERK, REVIEWER, OFFICE_HEAD = OFFICE_ROLES
_ROWS = [
    Queue("received", "待审查", "C1", CLERK, OFFICE_ROLES, "今天没有要审查的", "企业提交的、窗口代录的诉求会出现在这里。"),
    Queue("accepted", "待派单", "C10", CLERK, OFFICE_ROLES, "今天没有要派的", "受理了的诉求会出现在这里。"),
    Queue("refused", "退单审核", "C11", CLERK, OFFICE_ROLES, "没有等着核定的退单", "承办单位退回来的会出现在这里。"),
    Queue("ruling", "裁定中", "C6", OFFICE_HEAD, OFFICE_ROLES, "没有要裁定的", "一件事退了两次，就由负责人在这里裁定。"),
    Queue("replied", "答复审核", "C5", REVIEWER, OFFICE_ROLES, "没有等着核对的答复", "承办单位写好的答复会出现在这里。"),
    Queue("reviewing", "复核与回访", "C9", REVIEWER, OFFICE_ROLES, "没有要回访的", "企业说没解决、不满意的会出现在这里。"),
    Queue("declines", "不予受理待批", "C1", OFFICE_HEAD, HEAD, "没有等您批的", "审查岗提出不予受理的会出现在这里。"),
    Queue("countersign", "会签", "C12", OFFICE_HEAD, HEAD, "没有等您会签的", "按“无法解决”答复的会出现在这里。"),
    Queue("late", "临期与超期", "", None, OFFICE_ROLES, "没有快到期的，也没有超期的", "快到时限的会出现在这里。"),
    Queue("all", "全部诉求", "", None, (*OFFICE_ROLES, Role.LEADER), "还没有诉求", "企业提交的诉求会出现在这里。"),
]
QUEUES = {row.name: row for row in _ROWS}
STATES = ("received", "accepted", "refused", "ruling", "replied", "reviewing")


def queues_of(actor: Actor) -> list[Queue]:
    """The queues that *actor* may open, his own first."""
    open_to = [queue for queue in QUEUES.values() if actor.is_staff and actor.role in queue.roles]
    return sorted(open_to, key=lambda queue: (queue.owner != actor.role, list(QUEUES).index(queue.name)))


def matters_in(queue: Queue, actor: Actor, at: datetime) -> Select[Complaint]:
    """The matters of *queue* that *actor* may see."""
    query = queries.listed(actor)
    condition = _condition(queue.name, at)
    return query if condition is None else query.where(condition)


def _condition(name: str, at: datetime) -> ColumnElement[bool] | None:
    if name == "received":
        return and_(Complaint.state == "received", Complaint.decline_by.is_(None))
    if name == "declines":
        return and_(Complaint.state == "received", Complaint.decline_by.is_not(None))
    if name == "countersign":
        asked = exists().where(Countersign.complaint_id == Complaint.id, Countersign.verdict.is_(None))
        return and_(Complaint.state == "replied", asked)
    if name == "late":
        return exists().where(pressing(at))
    return Complaint.state == name if name in STATES else None


def pressing(at: datetime) -> ColumnElement[bool]:
    """An open clock of ours that is missed, or will be soon, and does not wait."""
    calendar = current_calendar()
    whole = and_(Clock.kind == "C4", Clock.due_at <= calendar.due_after_days(at, NEAR_DAYS).at)
    soon = or_(whole, Clock.due_at <= calendar.due_after_minutes(at, NEAR_MINUTES).at)
    waits = [
        and_(Clock.kind == kind, Complaint.state.in_(sorted(rule.paused_in)))
        for kind, rule in taxonomy.clock_rules().items()
        if rule.paused_in
    ]
    running = and_(soon, Clock.kind.not_in(sorted(THEIRS)), not_(or_(*waits)))
    mine = and_(Clock.complaint_id == Complaint.id, Clock.stopped_at.is_(None))
    return and_(mine, or_(running, Clock.crossed_at.is_not(None) & Clock.kind.not_in(sorted(THEIRS))))


def due_of(queue: Queue, at: datetime) -> ColumnElement[datetime]:
    """When the matter is due in *queue*, as SQL: a matter without that clock stands where it was filed."""
    if queue.name == "late":
        condition = pressing(at)
    else:
        kind = queue.clock or "C4"
        condition = and_(Clock.complaint_id == Complaint.id, Clock.stopped_at.is_(None), Clock.kind == kind)
    first = select(func.min(Clock.due_at)).where(condition).correlate(Complaint).scalar_subquery()
    return func.coalesce(first, Complaint.submitted_at)


def count_of(queue: Queue, actor: Actor, at: datetime) -> int:
    """How many, counted no further than the ceiling."""
    return queries.count(matters_in(queue, actor, at))


def has_queues(actor: Actor) -> bool:
    """Whether *actor* works in the office or reads all of it."""
    return actor.is_staff and (actor.role in INTAKE or actor.role == Role.LEADER)


def neighbours(queue: Queue, actor: Actor, complaint: Complaint, at: datetime) -> tuple[str, str]:
    """Numbers of the matters before and after *complaint* in *queue* by due date; "" where there is none."""
    due = due_of(queue, at)
    base = select(Complaint.number).where(Complaint.id.in_(matters_in(queue, actor, at).with_only_columns(Complaint.id)))
    here = db.session.scalar(select(due).where(Complaint.id == complaint.id))
    later = or_(due > here, and_(due == here, Complaint.id > complaint.id))
    earlier = or_(due < here, and_(due == here, Complaint.id < complaint.id))
    before = db.session.scalar(base.where(earlier).order_by(due.desc(), Complaint.id.desc()).limit(1))
    after = db.session.scalar(base.where(later).order_by(due, Complaint.id).limit(1))
    if after is None and complaint.state != queue.name:  # it has left the queue: begin anew
        after = db.session.scalar(base.where(Complaint.id != complaint.id).order_by(due, Complaint.id).limit(1))
    return before or "", after or ""
