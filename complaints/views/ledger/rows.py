"""Lines of the ledger: by leader, by enterprise or project, by difficulty."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from analytics.statistics import wilson
from app import taxonomy
from app.auth.posts import is_living
from app.clock import day_of
from app.database import db
from app.lists.spec import Reader
from app.store.clocks import Clock
from app.store.complaints import Complaint
from app.store.enterprises import Enterprise
from app.store.people import Post
from app.store.stewardships import Project, Stewardship
from complaints.operations import times
from complaints.views.carried import Carried, Stand, carried_rows, key_of, stands_of
from complaints.views.clock_words import open_words, tone_of


@dataclass(frozen=True)
class LeaderLine:
    """A leader: what he carries, how much of what he owes is done, what was solved."""

    post: Post
    is_living: bool
    rows: list[Carried]

    @property
    def enterprises(self) -> int:
        return sum(one.row.enterprise_id is not None for one in self.rows)

    @property
    def projects(self) -> int:
        return len(self.rows) - self.enterprises

    @property
    def stand(self) -> Stand:
        return sum((one.stand for one in self.rows), Stand())

    @property
    def contacted(self) -> int:
        return sum(not one.duties.contact.is_open for one in self.rows)

    @property
    def visited(self) -> int:
        return sum(not one.duties.visit.is_open for one in self.rows)

    @property
    def interval(self) -> tuple[float, float] | None:
        """Of the share that enterprises call solved."""
        stand = self.stand
        return wilson(stand.solved, stand.rated) if stand.rated else None


@dataclass(frozen=True)
class TargetLine:
    """An enterprise or project, with who carries it."""

    thing: Enterprise | Project
    carried: Carried | None
    is_left: bool  # the post of its steward is no more
    stand: Stand

    @property
    def steward(self) -> str:
        return self.carried.row.post.person.name if self.carried else ""

    @property
    def area(self) -> str:
        known = taxonomy.areas()
        return known[self.thing.area].short if self.thing.area in known else ""

    @property
    def lead(self) -> str:
        return self.carried.row.lead.short if self.carried and self.carried.row.lead else ""

    @property
    def plan(self) -> str:
        return self.carried.row.plan if self.carried else ""

    @property
    def days(self) -> tuple[date | None, date | None, date | None]:
        """Carried since, contacted this week, visited this month."""
        if self.carried is None:
            return None, None, None
        duties = self.carried.duties
        return self.carried.row.from_on, duties.contact.done_on, duties.visit.done_on

    @property
    def state(self) -> str:
        """In words, as list and export say it."""
        return "没有包抓人" if self.carried is None else "岗位变动待交接" if self.is_left else "已包抓"


@dataclass(frozen=True)
class DifficultyLine:
    """A matter, and whose it is."""

    complaint: Complaint
    steward: str
    words: str
    tone: str


LOADED = (
    joinedload(Stewardship.post).joinedload(Post.person),
    joinedload(Stewardship.enterprise),
    joinedload(Stewardship.project).joinedload(Project.enterprise),
    joinedload(Stewardship.lead),
)


def leader_lines(reader: Reader, posts: Sequence[Post]) -> list[LeaderLine]:
    """*posts* with what each carries."""
    query = select(Stewardship).where(Stewardship.to_on.is_(None), Stewardship.post_id.in_([post.id for post in posts]))
    rows = carried_rows(reader.actor, db.session.scalars(query.options(*LOADED)).all(), reader.at)
    mine: dict[int, list[Carried]] = {}
    for one in rows:
        mine.setdefault(one.row.post_id, []).append(one)
    return [LeaderLine(post, is_living(post, day_of(reader.at)), mine.get(post.id, [])) for post in posts]


def target_lines(reader: Reader, things: Sequence[Enterprise | Project]) -> list[TargetLine]:
    """*things* with their open stewardship."""
    ids = [thing.id for thing in things]
    is_project = bool(things) and isinstance(things[0], Project)
    column = Stewardship.project_id if is_project else Stewardship.enterprise_id
    query = select(Stewardship).where(Stewardship.to_on.is_(None), column.in_(ids)).options(*LOADED)
    rows = carried_rows(reader.actor, db.session.scalars(query).all(), reader.at)
    carried = {key_of(one.row): one for one in rows}
    stands, kind = stands_of(reader.actor, reader.at), "project" if is_project else "enterprise"
    return [_line(thing, carried.get((kind, thing.id)), stands.get((kind, thing.id), Stand()), reader) for thing in things]


def _line(thing: Enterprise | Project, carried: Carried | None, stand: Stand, reader: Reader) -> TargetLine:
    is_left = carried is not None and not is_living(carried.row.post, day_of(reader.at))
    return TargetLine(thing, carried, is_left, stand)


def difficulty_lines(reader: Reader, rows: Sequence[Complaint]) -> list[DifficultyLine]:
    """*rows* with their steward and the office's promise."""
    names = _stewards_by_target(rows)
    query = select(Clock).where(
        Clock.complaint_id.in_([row.id for row in rows]), Clock.kind == "C4", Clock.stopped_at.is_(None)
    )
    clocks = {clock.complaint_id: times.running(clock) for clock in db.session.scalars(query)}
    calendar, found = times.current_calendar(), []
    for row in rows:
        clock = clocks.get(row.id)
        words = (open_words(clock, reader.at, calendar), tone_of(clock, reader.at, calendar)) if clock else ("", "")
        steward = names.get(("project", row.project_id or 0)) or names.get(("enterprise", row.enterprise_id or 0), "")
        found.append(DifficultyLine(row, steward, *words))
    return found


def _stewards_by_target(rows: Sequence[Complaint]) -> dict[tuple[str, int], str]:
    enterprises = [row.enterprise_id for row in rows if row.enterprise_id]
    projects = [row.project_id for row in rows if row.project_id]
    its = Stewardship.enterprise_id.in_(enterprises) | Stewardship.project_id.in_(projects)
    query = select(Stewardship).where(Stewardship.to_on.is_(None), its).options(*LOADED)
    return {key_of(one): one.post.person.name for one in db.session.scalars(query)}
