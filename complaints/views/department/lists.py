"""What stands on a unit's desk: bands, filters, order and counts as selects; every list is cut by the actor."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, Select, and_, case, exists, false, func, literal, or_, select
from sqlalchemy.orm import aliased

from app.actor import Actor
from app.database import Moment, db
from app.officetime import OfficeCalendar
from app.store.clocks import Clock
from app.store.complaints import Assignment, Complaint, Reply
from complaints import queries

WORKED = ("dispatched", "handling", "asking", "refused", "ruling", "deferred", "replied")
DONE = ("published", "reviewing", "closed", "ended")
PAUSED = ("asking", "deferred")
OTHERS = (*PAUSED, "refused", "ruling", "replied")  # somebody else moves next
NEAR_DAYS = 3
FAR = datetime(9999, 1, 1, tzinfo=UTC)

Main = aliased(Clock, name="main_clock")
Sign = aliased(Clock, name="sign_clock")
SIGN, WORK, WAIT = 0, 1, 2  # the bands of a desk, in their order


@dataclass(frozen=True)
class Desk:
    """The work of a unit at a moment; `mine` leaves what colleagues have been named for."""

    actor: Actor
    at: datetime
    near_until: datetime
    mine: bool
    word: str = ""

    @classmethod
    def at_now(cls, actor: Actor, at: datetime, calendar: OfficeCalendar, *, mine: bool, word: str = "") -> Desk:
        """*near_until* is the end of the third working day."""
        return cls(actor, at, calendar.due_after_days(at, NEAR_DAYS).at, mine, word)

    def base(self) -> Select[Complaint]:
        """What the unit leads and still works on, joined to its running clocks."""
        query = queries.listed(self.actor).where(queries.held_by_unit(self.actor, "lead"), Complaint.state.in_(WORKED))
        query = query.outerjoin(Main, _running(Main, "C4")).outerjoin(Sign, _running(Sign, "C2"))
        if self.mine:
            query = query.where(is_own(self.actor))
        return query.where(has(self.word)) if self.word else query

    @property
    def due(self) -> ColumnElement[datetime]:
        """The moment that counts for the order: of signing while it waits for that, else of the whole."""
        found = case((Complaint.state == "dispatched", Sign.due_at), else_=Main.due_at)
        return func.coalesce(found, literal(FAR, Moment()))

    @property
    def band(self) -> ColumnElement[int]:
        """First what is to be signed, then what is to be done, last what waits for others and is not late."""
        halted = and_(Complaint.state.in_(PAUSED), Main.crossed_at.is_(None))
        waits = or_(halted, and_(Complaint.state.in_(OTHERS), Main.due_at >= self.at))
        return case((Complaint.state == "dispatched", SIGN), (waits, WAIT), else_=WORK)

    def groups(self) -> dict[str, ColumnElement[bool]]:
        """The filters of a desk by name."""
        work = self.band == WORK
        return {
            "sign": self.band == SIGN,
            "late": and_(work, self.due < self.at),
            "near": and_(work, self.due >= self.at, self.due <= self.near_until),
            "urgent": and_(Complaint.state == "handling", self.due <= self.near_until),
            "rest": and_(work, self.due > self.near_until),
            "wait": self.band == WAIT,
            "contact": _contact_is_due(),
            "asking": Complaint.state == "asking",
            "returned": is_returned(),
        }

    def counts(self) -> dict[str, int]:
        """How many there are in each group, and in all."""
        sums = [func.coalesce(func.sum(case((group, 1), else_=0)), 0) for group in self.groups().values()]
        row = db.session.execute(self.base().with_only_columns(func.count(), *sums)).one()
        return dict(zip(("all", *self.groups()), map(int, row), strict=True))

    def first_sign_due(self) -> datetime | None:
        """When the first of those that wait for a signature has to be signed."""
        query = self.base().where(self.band == SIGN).with_only_columns(func.min(Sign.due_at))
        return db.session.scalar(query)

    def is_near(self, due: datetime) -> bool:
        """Whether *due* falls within the working days that a desk calls near."""
        return due <= self.near_until


def _running(clock: type[Clock], kind: str) -> ColumnElement[bool]:
    return and_(clock.complaint_id == Complaint.id, clock.kind == kind, clock.stopped_at.is_(None))


def is_own(actor: Actor) -> ColumnElement[bool]:
    """What is left when colleagues' matters are: the actor's, and what nobody has been named for yet."""
    unsigned = and_(Complaint.handler_id.is_(None), Complaint.state == "dispatched")
    return or_(Complaint.handler_id == actor.post_id, unsigned)


def has(word: str) -> ColumnElement[bool]:
    columns = (Complaint.number, Complaint.title, Complaint.enterprise_name)
    return or_(*(column.contains(word, autoescape=True) for column in columns))


def _contact_is_due() -> ColumnElement[bool]:
    first = exists().where(Clock.complaint_id == Complaint.id, Clock.kind == "C3", Clock.stopped_at.is_(None))
    return and_(Complaint.state == "handling", first)


def is_returned() -> ColumnElement[bool]:
    """Whether the last reply came back and is to be written anew."""
    last = select(Reply.verdict).where(Reply.complaint_id == Complaint.id).order_by(Reply.at.desc()).limit(1)
    return and_(Complaint.state == "handling", last.correlate(Complaint).scalar_subquery() == "returned")


def shares_of(actor: Actor, *, answered: bool) -> Select[Assignment, Complaint]:
    """The parts that the unit has as co-handler of open matters, waiting or answered."""
    return (
        select(Assignment, Complaint)
        .join(Complaint, Complaint.id == Assignment.complaint_id)
        .where(Complaint.id.in_(select(Complaint.id).where(queries.visible(actor)).correlate(None)))
        .where(Assignment.unit == actor.unit, Assignment.role == "co_handler")
        .where(Assignment.to_at.is_(None), Complaint.state.in_((*WORKED, "published", "reviewing")))
        .where(Assignment.answered_at.is_not(None) if answered else Assignment.answered_at.is_(None))
    )


def done_by(actor: Actor) -> Select[Complaint]:
    """What the unit led to its end, or what the enterprise has now."""
    return queries.listed(actor).where(queries.held_by_unit(actor, "lead"), Complaint.state.in_(DONE))


def left_by(actor: Actor) -> Select[Complaint]:
    """What the unit once had and another has now: it knows the number only."""
    if actor.unit is None:
        return select(Complaint).where(false())
    return select(Complaint).where(queries.visible(actor), ~queries.held_by_unit(actor))
