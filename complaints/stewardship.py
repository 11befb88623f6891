"""双包一解 as rules: what a steward owes each week and month, and who may do what. Pure: no session, no clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from app.actor import Actor, Role
from app.store.complaints import Complaint
from complaints import policy
from complaints.policy import OFFICE, Relation

VERBS = {
    "stewardship_taken": "登记包抓", "stewardship_planned": "改包抓安排", "stewardship_handed": "交接包抓",
    "stewardship_ended": "结束包抓", "visited": "记走访", "secretary_set": "定领导联络员",
}  # fmt: skip
VISIT, WAYS = "visit", ("visit", "phone", "meeting")
# States in which a steward's word still finds somebody who must answer.
INSTRUCTABLE = frozenset({"dispatched", "handling", "asking", "refused", "ruling", "replied", "reviewing"})
LOGGED_LATE = timedelta(days=31)  # a visit is entered at the latest a month afterwards


@dataclass(frozen=True)
class Duty:
    """What is owed between two days: done on `done_on`, or not yet. `missed`: nothing in the whole period before."""

    since: date
    due_on: date
    done_on: date | None
    missed: bool

    @property
    def is_open(self) -> bool:
        return self.done_on is None


@dataclass(frozen=True)
class Duties:
    """A contact each week, a visit each month."""

    contact: Duty
    visit: Duty


def week_of(day: date) -> tuple[date, date]:
    """Monday and Sunday."""
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)


def month_of(day: date) -> tuple[date, date]:
    """The first and the last of the month."""
    first = day.replace(day=1)
    return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def duties(from_on: date, contacted_on: date | None, visited_on: date | None, today: date) -> Duties:
    """What is owed today of a stewardship that began on *from_on*; the last contact and the last visit are known."""
    contacted = max(filter(None, (contacted_on, visited_on)), default=None)  # who was there has made contact
    week, month = week_of(today), month_of(today)
    return Duties(
        _duty(week, week_of(week[0] - timedelta(days=1)), from_on, contacted),
        _duty(month, month_of(month[0] - timedelta(days=1)), from_on, visited_on),
    )


def _duty(period: tuple[date, date], earlier: tuple[date, date], from_on: date, last: date | None) -> Duty:
    done_on = last if last is not None and last >= period[0] else None
    missed = from_on <= earlier[0] and (last is None or last < earlier[0])
    return Duty(period[0], period[1], done_on, missed)


def may_read_ledger(actor: Actor) -> bool:
    """The office, and who looks over the whole."""
    of_office = actor.role in {Role.CLERK, Role.REVIEWER, Role.OFFICE_HEAD} and actor.unit == OFFICE
    return actor.is_staff and (of_office or actor.role == Role.LEADER)


def may_keep_ledger(actor: Actor) -> bool:
    """Who takes on, hands over and ends: the office's clerks and head."""
    return actor.is_staff and actor.unit == OFFICE and actor.role in {Role.CLERK, Role.OFFICE_HEAD}


def may_countersign(actor: Actor, complaint: Complaint, steward_id: int | None) -> bool:
    """The enterprise's steward (a post); where there is none or the mode hides it from him, the head of the office."""
    if steward_id is not None:
        return actor.post_id == steward_id
    return actor.role == Role.OFFICE_HEAD and policy.relation(actor, complaint) == Relation.INTAKE


def may_instruct(actor: Actor, complaint: Complaint) -> bool:
    """Its steward, while there is a unit that must answer."""
    is_steward = policy.relation(actor, complaint) == Relation.STEWARD
    return is_steward and complaint.lead is not None and complaint.state in INSTRUCTABLE


def may_draft(actor: Actor, complaint: Complaint) -> bool:
    """His secretary, of a named matter."""
    is_his = policy.relation(actor, complaint) == Relation.SECRETARY and policy.may_see(actor, complaint, "masked")
    return is_his and complaint.lead is not None and complaint.state in INSTRUCTABLE
