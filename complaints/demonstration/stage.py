"""The stage on which lives are played: who acts for whom, and what the machine said before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from app.actor import NOBODY, Actor, Role
from app.clock import day_of
from app.database import db
from app.store.complaints import Complaint
from app.store.people import Post
from complaints import policy
from complaints.demonstration import dated
from complaints.demonstration.city import City
from complaints.demonstration.model import Story
from complaints.demonstration.paths import BY_HAND, WAITS
from complaints.operations import words
from complaints.operations.steps import Move


@dataclass(frozen=True)
class Machine:
    """The reading of a complaint at its time, and the unit that is proposed first after it."""

    read: Callable[[int, datetime], None]
    first_choice: Callable[[Complaint], str | None]


@dataclass
class Life:
    """A story on its way: `number` varies who acts, `complaint_id` is set when it is filed."""

    story: Story
    number: int
    complaint_id: int = 0

    @property
    def complaint(self) -> Complaint:
        return db.session.get_one(Complaint, self.complaint_id)

    @property
    def is_going_on(self) -> bool:
        return self.story.path in WAITS


@dataclass
class Stage:
    """City and machine, as every act finds them."""

    city: City
    machine: Machine | None = None

    def intake(self, life: Life, role: Role, shift: int = 0) -> Actor:
        """Someone of the unit that has the matter at present: the office, or its superior where it is accused."""
        unit = policy.intake_unit(life.complaint) or policy.OFFICE
        return self.city.one(unit, role, life.number + shift)

    def unit(self, life: Life, role: Role) -> Actor:
        """Someone of the unit that leads now; its first handler has what is still going on."""
        return self.city.one(life.complaint.lead or "", role, 0 if life.is_going_on else life.number)

    def handler(self, life: Life) -> Actor:
        """The named handler, or the liaison where nobody was named."""
        post = life.complaint.handler
        return actor_of(post) if post else self.unit(life, Role.LIAISON)

    def filer(self, life: Life) -> Actor:
        """Who files: the enterprise itself, or a clerk for a caller, a letter, a visitor."""
        if life.story.channel in BY_HAND:
            return self.city.one(policy.OFFICE, Role.CLERK, life.number)
        account = self.account(life)
        return Actor("contact", contact_id=account) if account else NOBODY

    def account(self, life: Life) -> int | None:
        """The account that files, where the enterprise has one and writes itself."""
        if life.story.channel in BY_HAND:
            return None
        return self.city.accounts.get((life.story.enterprise, life.story.contact))


def actor_of(post: Post) -> Actor:
    """The person of *post*, acting under it."""
    return Actor("staff", post.person_id, post.id, post.unit, Role(post.role), frozenset({post.unit}))


def complainant(life: Life) -> Actor:
    """Who has shown number and query code."""
    return Actor("holder", complaint_id=life.complaint_id)


def move(actor: Actor, at: datetime, reason: str = "") -> Move:
    """An act with its reason, dated and masked as a form would hand it over."""
    return Move(actor, at, reason=words.masked(dated(reason, day_of(at))))
