"""Which act tells whom: rows written with the act. Nobody is told of what he may not see, nor of what he did himself."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from app.actor import Actor, Role
from app.auth.posts import actors, living
from app.clock import day_of
from app.database import db
from app.notices import telling as notices
from app.notices.kinds import kinds
from app.notices.telling import Telling
from app.store.complaints import Complaint, Reply
from app.store.people import Post
from complaints import policy
from complaints.operations import stewards, times
from complaints.policy import OFFICE

Posts = list[Post]
Whom = Callable[[Complaint, date], Posts]
SAFETY = "safety"


def posts_in(unit: str | None, day: date, *roles: Role) -> Posts:
    """The living posts of a unit with one of *roles*."""
    if unit is None:
        return []
    query = select(Post).where(Post.unit == unit, Post.role.in_(roles), living(day))
    return list(db.session.scalars(query.order_by(Post.id)))


def _of_lead(*roles: Role) -> Whom:
    return lambda complaint, day: posts_in(complaint.lead, day, *roles)


def of_intake(*roles: Role) -> Whom:
    """Posts of the unit that has the matter: the office, or its superior; a head alone where both are accused."""
    return lambda complaint, day: posts_in(policy.intake_unit(complaint) or OFFICE, day, *roles)


def _of_co_handlers(complaint: Complaint, day: date) -> Posts:
    units = [share.unit for share in complaint.assignments if share.role == "co_handler" and share.to_at is None]
    return [post for unit in units for post in posts_in(unit, day, Role.LIAISON)]


def handler_of(complaint: Complaint, day: date) -> Posts:
    """The named handler; where nobody is named, the liaison."""
    named = db.session.scalar(select(Post).where(Post.id == complaint.handler_id, living(day)))
    return [named] if named else posts_in(complaint.lead, day, Role.LIAISON)


def _reviewers(complaint: Complaint, day: date) -> Posts:
    """Those of the reviewers who had no part in it."""
    posts = of_intake(Role.REVIEWER)(complaint, day)
    may = {one.post_id for one in actors(posts, day) if policy.may_call_back(one, complaint)}
    return [post for post in posts if post.id in may]


def _handler_and_author(complaint: Complaint, day: date) -> Posts:
    last = select(Reply.author_id).where(Reply.complaint_id == complaint.id).order_by(Reply.at.desc()).limit(1)
    author = db.session.scalar(select(Post).where(Post.id == last.scalar_subquery(), living(day)))
    return [*handler_of(complaint, day), *([author] if author else [])]


# What each step tells whom, and the clock whose due moment is said with it.
TELLS: dict[str, tuple[tuple[str, Whom, str], ...]] = {
    "T3": (("added", of_intake(Role.CLERK), ""),),
    "T7": (("dispatched", _of_lead(Role.LIAISON, Role.DEPARTMENT_HEAD), "C2"), ("part", _of_co_handlers, "")),
    "T8": (("named", handler_of, ""),),
    "T10": (("refused", of_intake(Role.CLERK), ""),),
    "T12": (("dispatched", _of_lead(Role.LIAISON, Role.DEPARTMENT_HEAD), "C2"),),
    "T13": (("to_rule", of_intake(Role.OFFICE_HEAD), ""),),
    "T14": (("dispatched", _of_lead(Role.LIAISON, Role.DEPARTMENT_HEAD), "C2"), ("part", _of_co_handlers, "")),
    "T16": (("added", handler_of, ""),),
    "T22": (("returned", _handler_and_author, ""),),
    "T23": (("published", _handler_and_author, ""),),
    "T25": (("disputed", _reviewers, ""),),
    "T26": (("disputed", _reviewers, ""),),
    "T27": (("rework", handler_of, "C4"),),
    "T36": (("named", handler_of, ""),),
}
TOLD_TO_STEWARDS = {"T6", "T34"}
TO_ENTERPRISE = {"T2": "add", "T15": "add", "T23": "answer"}


def tell_step(complaint: Complaint, step: str, seq: int, actor: Actor, at: datetime) -> None:
    """What *step* tells, once it is written; *seq* is that of its entry."""
    for kind, whom, clock in TELLS.get(step, ()):
        posts = whom(complaint, day_of(at))
        tell(complaint, kind, posts, f"{kind}:{complaint.id}:{seq}", at, but=actor, said=_due(complaint, clock))
    if step in TO_ENTERPRISE:
        tell_enterprise(complaint, TO_ENTERPRISE[step], str(seq), at)
    if step in TOLD_TO_STEWARDS:
        tell_stewards(complaint, actor, at)
    if step == "T6":
        ring_if_unsafe(complaint, at)


def tell_countersign(complaint: Complaint, seq: int, actor: Actor, at: datetime) -> None:
    """Whoever must say yes or no before 无法解决 is published."""
    posts = signers(complaint, day_of(at))
    tell(complaint, "countersign", posts, f"countersign:{complaint.id}:{seq}", at, but=actor)


def signers(complaint: Complaint, day: date) -> Posts:
    """The steward; the office's head where there is none."""
    return stewards.stewards_of(complaint, day)[:1] or of_intake(Role.OFFICE_HEAD)(complaint, day)


def tell_stewards(complaint: Complaint, actor: Actor, at: datetime) -> None:
    """Whoever carries its enterprise or project, once: also when a later correction has found the enterprise."""
    tell(complaint, "taken_on", stewards.stewards_of(complaint, day_of(at)), f"taken_on:{complaint.id}", at, but=actor)


def tell_instruction(complaint: Complaint, seq: int, actor: Actor, at: datetime) -> None:
    """Who must answer a steward's word."""
    day = day_of(at)
    posts = [*handler_of(complaint, day), *posts_in(complaint.lead, day, Role.LIAISON, Role.DEPARTMENT_HEAD)]
    tell(complaint, "instructed", posts, f"instructed:{complaint.id}:{seq}", at, but=actor, said=_due(complaint, "C13"))


def tell_instruction_answered(complaint: Complaint, steward_id: int, seq: int, actor: Actor, at: datetime) -> None:
    """Whose word it was; his successor where he is gone."""
    day = day_of(at)
    author = db.session.scalar(select(Post).where(Post.id == steward_id, living(day)))
    posts = [author] if author else stewards.stewards_of(complaint, day)
    tell(complaint, "instruction_answered", posts, f"instruction_answered:{complaint.id}:{seq}", at, but=actor)


def _due(complaint: Complaint, kind: str) -> dict[str, str]:
    clock = times.open_clock(complaint.id, kind) if kind else None
    return {"due": clock.due_at.isoformat()} if clock else {}


def tell(
    complaint: Complaint, kind: str, posts: Iterable[Post], key: str, at: datetime,
    *, but: Actor | None = None, said: dict[str, Any] | None = None,
) -> int:  # fmt: skip
    """A notice of *kind* for those of *posts* whose row it is; the same *key* is told once."""
    once = list({post.id: post for post in posts}.values())
    readers = [one for one in actors(once, day_of(at)) if policy.may_see(one, complaint, "row")]
    readers = [one for one in readers if but is None or one.person_id != but.person_id]
    outside_from = at if kinds()[kind].any_hour else times.current_calendar().next_office_minute(at)
    return notices.tell(readers, Telling(kind, complaint.id, key, at, outside_from, said or {}))


def tell_enterprise(complaint: Complaint, kind: str, occasion: str, at: datetime) -> None:
    """A short message in office hours, where a telephone was left: a sentence and the number, nothing else."""
    if complaint.phone_sealed is not None:
        outside_from = times.current_calendar().next_office_minute(at)
        notices.tell_enterprise(kind, complaint.id, f"{kind}:{complaint.id}:{occasion}:enterprise", at, outside_from)


def ring_if_unsafe(complaint: Complaint, at: datetime) -> None:
    """Risk 安全: the duty phone of the office at once, unless the office is accused itself; and who has the matter."""
    if SAFETY not in complaint.risks:
        return
    if OFFICE not in policy.accused_units(complaint):
        notices.ring_duty_phone(complaint.id, at)
    posts = of_intake(Role.CLERK, Role.OFFICE_HEAD)(complaint, day_of(at))
    tell(complaint, SAFETY, posts, f"{SAFETY}:{complaint.id}", at)
