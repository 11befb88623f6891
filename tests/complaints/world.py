"""A house with a person for every part, and a way to play any step of the table as it should be played."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

from sqlalchemy import select

from app.actor import NOBODY, SYSTEM, Actor, Role
from app.auth.seeding import seed_roles
from app.auth.staff import Grant, add_person, grant
from app.clock import at_local, day_of
from app.database import db
from app.store.clocks import Clock
from app.store.complaints import Complaint
from app.store.entries import Entry
from app.store.people import Person, Post
from complaints import holdings
from complaints.operations import clockwork, dispatching, filer, filing, handling, intake, replying, reviewing, times
from complaints.operations.filing import Filing
from complaints.operations.intake import Fixed
from complaints.operations.replying import Draft
from complaints.operations.reviewing import Opinion
from complaints.operations.steps import Move

SEEDED_ON = date(2026, 11, 24)
THURSDAY = at_local(date(2026, 10, 15), "09:30")
TEXT = "消防验收三次都没有约上，新租的仓库空着，每天付租金。"
REPLY = "验收已经安排在本周五上午，验收员会提前一天与您联系，结果当天告诉您。"
WHY = "按职责清单办理。"
MORE_PEOPLE = (
    ("clerk2", "沈某霖", "office", (Role.CLERK,)),
    ("reviewer2", "韩某蓁", "office", (Role.REVIEWER,)),
    ("both", "贺某桐", "office", (Role.REVIEWER,)),
    ("drc_liaison", "任某屿", "drc", (Role.LIAISON,)),
    ("drc_handler", "卢某栩", "drc", (Role.HANDLER,)),
    ("office_liaison", "丁某甯", "office", (Role.LIAISON,)),
    ("office_handler", "魏某棠", "office", (Role.HANDLER,)),
)
LIAISONS = {"housing": "liaison", "market": "liaison2", "drc": "drc_liaison", "office": "office_liaison"}
HANDLERS = {"housing": "handler", "market": "handler2", "drc": "drc_handler", "office": "office_handler"}
_tickets = count(1)


def staff_the_house() -> None:
    """The accounts of `seed roles` and a few more; *both* is a reviewer who also handles for the housing bureau."""
    since = THURSDAY - timedelta(days=300)
    seed_roles(since)
    for login, name, unit, roles in MORE_PEOPLE:
        person = add_person(SYSTEM, name, login, since)
        for role in roles:
            grant(SYSTEM, person, Grant(unit, role, day_of(since)), since)
    both = db.session.scalars(select(Person).where(Person.login == "both")).one()
    grant(SYSTEM, both, Grant("housing", Role.HANDLER, day_of(since)), since)


Play = Callable[["World", Complaint, Move], object]


@dataclass
class World:
    """Actors by login and a clock of its own that only the test moves."""

    at: datetime = THURSDAY
    staff: dict[str, Actor] = field(default_factory=dict)

    def __post_init__(self) -> None:
        posts = list(db.session.scalars(select(Post).join(Post.person).order_by(Post.id)))
        units: dict[int, set[str]] = {}
        for post in posts:
            units.setdefault(post.person_id, set()).add(post.unit)
        for post in posts:
            name = post.person.login if post.person.login not in self.staff else f"{post.person.login}@{post.unit}"
            self.staff[name] = Actor(
                "staff", post.person_id, post.id, post.unit, Role(post.role), frozenset(units[post.person_id])
            )

    def move(self, who: str | Actor, version: int | None = None, reason: str = WHY) -> Move:
        """An act of *who* now."""
        return Move(self.staff[who] if isinstance(who, str) else who, self.at, version, reason)

    def wait(self, minutes: int) -> None:
        """Let office minutes pass, the clock doing its own acts at the end."""
        self.at = times.current_calendar().after_seconds(self.at, minutes * 60)
        clockwork.tick(self.at)

    def wait_until(self, at: datetime) -> None:
        """The same up to a moment."""
        self.at = at
        clockwork.tick(at)

    @contextmanager
    def undone(self, complaint_id: int) -> Iterator[Complaint]:
        """The complaint; what is done to it inside did not happen."""
        at, inner = self.at, db.session.begin_nested()
        try:
            yield db.session.get_one(Complaint, complaint_id)
        finally:
            inner.rollback()
            db.session.expunge_all()  # ids of rows that never were are given again
            self.at = at

    def file(self, by: str | Actor = NOBODY, **more: Any) -> Complaint:
        """T1."""
        given = {
            "kind": "help", "text": TEXT, "mode": "named", "ticket": f"ticket-{next(_tickets)}", "consent": True,
            "enterprise_name": "安澜青穗食品有限公司", "contact_name": "林女士", "phone": "19900000001", **more,
        }  # fmt: skip
        actor = self.staff[by] if isinstance(by, str) else by
        return filing.submit(Filing(**given), actor, self.at)

    def reach(self, state: str, **more: Any) -> Complaint:
        """A matter that came to *state* by steps of the table, twenty minutes apart."""
        complaint = self.file(**more)
        for step in REACH[state]:
            self.wait(20)
            self.play(step, complaint)
        return complaint

    def play(self, step: str, complaint: Complaint, version: int | None = None) -> None:
        """*step* as it should be done, by who should do it."""
        self.prepare(step, complaint)
        self.bare(step, complaint, self.doer(step, complaint), version)

    def bare(self, step: str, complaint: Complaint, who: str | Actor, version: int | None = None) -> None:
        """*step* by *who*, without what must come before."""
        PLAYS[step](self, complaint, self.move(who, version))

    def prepare(self, step: str, complaint: Complaint) -> None:
        """What must have been done before *step*."""
        if step in BEFORE:
            BEFORE[step](self, complaint)

    def doer(self, step: str, complaint: Complaint) -> str | Actor:
        """Who does *step* with this matter."""
        if step in HOLDERS:
            return holder(complaint)
        if step in {"T8", "T10", "T36"}:
            return LIAISONS[complaint.lead or "housing"]
        if step in {"T15", "T21"}:
            return HANDLERS[complaint.lead or "housing"]
        return DOERS[step]


def holder(complaint: Complaint) -> Actor:
    """Who has shown number and code of *complaint*."""
    return Actor("holder", complaint_id=complaint.id)


def entries_of(complaint: Complaint) -> list[Entry]:
    """The history of *complaint*."""
    return list(db.session.scalars(select(Entry).where(Entry.stream == f"complaint:{complaint.id}").order_by(Entry.seq)))


def clocks(complaint: Complaint, kind: str) -> list[Clock]:
    """The rounds of a clock of *complaint*."""
    return [clock for clock in times.clocks_of(complaint.id) if clock.kind == kind]


def unaccounted_minutes(complaint: Complaint, until: datetime) -> int:
    """Office minutes of its open life that no holder has; zero if all is well."""
    held = [times.as_held(row) for row in times.holding_rows(complaint.id)]
    calendar = times.current_calendar()
    return open_minutes(complaint, until) - holdings.elapsed_minutes(held, until, calendar)


def open_minutes(complaint: Complaint, until: datetime) -> int:
    """Reckoned from the history alone: from each beginning to each end."""
    seconds, since = 0, None
    for entry in entries_of(complaint):
        state = entry.after.get("state")
        if state is None:
            continue
        is_over = state in {"closed", "declined", "ended"}
        if since is None and not is_over:
            since = entry.at
        elif since is not None and is_over:
            seconds, since = seconds + times.current_calendar().seconds_between(since, entry.at), None
    if since is not None:
        seconds += times.current_calendar().seconds_between(since, until)
    return seconds // 60


def fixed(**more: Any) -> Fixed:
    """What a clerk fixes at T6."""
    return Fixed(**{"kind": "help", "topic": "project_fire", "urgency": "normal", "masked_confirmed": True, **more})


def contact(world: World, complaint: Complaint) -> None:
    """The handler has reached the enterprise, by a message where it may not be called."""
    move = world.move(HANDLERS[complaint.lead or "housing"])
    if complaint.mode == "named":
        handling.log_contact(complaint, "phone", "reached", "电话里约好周五验收。", move)
    else:
        handling.send_message(complaint, "请问周五上午方便吗？", move)


def call_back(world: World, complaint: Complaint, solved: str = "no") -> None:
    """A reviewer has asked the enterprise."""
    reviewer = "reviewer_d" if complaint.lead == "office" else "reviewer"
    reviewing.call_back(complaint, "phone", "reached", solved, "回访：仓库还没有验收。", world.move(reviewer))


def propose_decline(world: World, complaint: Complaint) -> None:
    """The clerk's half of T5."""
    text = "两家企业之间的合同纠纷，依据受理范围第四条不予受理。"
    intake.propose_decline(complaint, "civil_between_enterprises", text, "市商事调解中心", world.move("clerk"))


def lapse(world: World, complaint: Complaint) -> None:
    """T4: the reminders were left, the time is over."""
    clock = clocks(complaint, "C7")[-1]
    for at in (clock.due_at - timedelta(hours=8), clock.due_at - timedelta(hours=2), clock.due_at + timedelta(minutes=1)):
        world.wait_until(at)


def _dispatch(world: World, complaint: Complaint, move: Move) -> None:
    dispatching.dispatch(complaint, _next_unit(complaint), {}, None, move)


def _next_unit(complaint: Complaint) -> str:
    """A unit that has not had it yet."""
    had = {share.unit for share in complaint.assignments}
    return next(unit for unit in ("housing", "market", "drc") if unit not in had) if len(had) < 3 else "drc"


def _refuse(_world: World, complaint: Complaint, move: Move) -> None:
    dispatching.refuse(complaint, "not_our_duty", "fire-01", "fire", move)


def _handler(world: World, complaint: Complaint) -> int:
    return world.staff[HANDLERS[complaint.lead or "housing"]].post_id or 0


def _rate_well(_world: World, complaint: Complaint, move: Move) -> None:
    reviewing.rate(complaint, Opinion("yes", "satisfied"), move)


def _rate_badly(_world: World, complaint: Complaint, move: Move) -> None:
    reviewing.rate(complaint, Opinion("no", "dissatisfied", ("not_solved",)), move)


BEFORE: dict[str, Callable[[World, Complaint], None]] = {
    "T5": propose_decline,
    "T21": contact,
    "T27": call_back,
    "T28": call_back,
}
PLAYS: dict[str, Play] = {
    "T2": lambda w, c, m: intake.ask_amend(c, "租赁合同复印件", m),
    "T3": lambda w, c, m: filer.amend(c, "合同已经补上。", (), m),
    "T5": lambda w, c, m: intake.decline(c, m),
    "T6": lambda w, c, m: intake.accept(c, fixed(), m),
    "T7": _dispatch,
    "T8": lambda w, c, m: handling.acknowledge(c, _handler(w, c), m),
    "T10": _refuse,
    "T11": lambda w, c, m: dispatching.accept_refusal(c, m),
    "T12": lambda w, c, m: dispatching.reject_refusal(c, m),
    "T14": lambda w, c, m: dispatching.rule(c, "drc", {}, "drc-01", m),
    "T15": lambda w, c, m: handling.ask(c, "仓库的面积是多少", m),
    "T16": lambda w, c, m: handling.answer(c, "三百平方米。", (), m),
    "T21": lambda w, c, m: replying.reply(c, Draft("resolved", REPLY, "内部说明", "验收单"), m),
    "T22": lambda w, c, m: replying.send_back(c, "no_date", m),
    "T23": lambda w, c, m: replying.publish(c, m),
    "T24": _rate_well,
    "T25": _rate_badly,
    "T26": lambda w, c, m: reviewing.reopen(c, "验收员没有来。", m),
    "T27": lambda w, c, m: reviewing.rework(c, m),
    "T28": lambda w, c, m: reviewing.close_review(c, "验收已在周五完成，结论有据，同意办结。", m),
    "T30": lambda w, c, m: filer.withdraw(c, m),
    "T33": lambda w, c, m: dispatching.recall(c, m),
    "T34": lambda w, c, m: intake.correct(c, {"urgency": "priority" if c.urgency == "normal" else "normal"}, m),
    "T35": lambda w, c, m: intake.end_as_mistaken(c, m),
    "T36": lambda w, c, m: handling.hand_to(c, _handler(w, c), m),
    "T37": lambda w, c, m: filer.restore(c, m),
}
DOERS = {
    "T2": "clerk", "T5": "office_head", "T6": "clerk", "T7": "clerk", "T11": "clerk", "T12": "clerk", "T14": "office_head",
    "T22": "reviewer", "T23": "reviewer", "T27": "reviewer", "T28": "reviewer", "T33": "clerk", "T34": "clerk",
    "T35": "office_head",
}  # fmt: skip
HOLDERS = {"T3", "T16", "T24", "T25", "T26", "T30", "T37"}
_WORK = ["T6", "T7", "T8"]
_RESULT = [*_WORK, "T21", "T23"]
REACH = {
    "received": [],
    "amending": ["T2"],
    "accepted": ["T6"],
    "dispatched": ["T6", "T7"],
    "refused": ["T6", "T7", "T10"],
    "ruling": ["T6", "T7", "T10", "T11", "T7", "T10"],
    "handling": _WORK,
    "asking": [*_WORK, "T15"],
    "replied": [*_WORK, "T21"],
    "published": _RESULT,
    "reviewing": [*_RESULT, "T25"],
    "closed": [*_RESULT, "T24"],
    "declined": ["T5"],
}
