"""Lets the demonstration city live: every story through the operations, in the order of time, with the clock between."""

from __future__ import annotations

from datetime import datetime, timedelta
from heapq import heappop, heappush
from random import Random

from sqlalchemy import func, select, update

from app import chain, mode
from app.clock import day_of
from app.database import db
from app.errors import WrongState
from app.store.clocks import Clock
from app.store.complaints import Complaint
from app.store.enterprises import Contact, Enterprise
from app.store.entries import Entry
from app.store.outbox import Outbox
from app.store.people import Person, Post, Unit
from app.store.settings import Setting
from app.store.stewardships import Project, Stewardship, Visit
from complaints.demonstration import stories
from complaints.demonstration.acts import ACTS
from complaints.demonstration.city import found_city
from complaints.demonstration.stage import Life, Machine, Stage
from complaints.demonstration.stewarding import say_a_word, visit_everybody
from complaints.demonstration.timing import Scene, scenes
from complaints.demonstration.told import settle_told
from complaints.operations import clockwork, times
from complaints.operations.clockwork import REMINDERS

CITY = "demonstration_city"  # the day on which this store was seeded
A_MINUTE = timedelta(minutes=1)


def seed_demo(at: datetime, machine: Machine | None = None) -> dict[str, int]:
    """Found the city and let it live until *at*; a city that is there already is left as it is. What there is now.

    All in the running transaction: half a city is never seen. Raises WrongState over any other store.
    """
    if db.session.get(Setting, CITY) is None:
        if db.session.scalar(select(Person.id).limit(1)) is not None:
            raise WrongState("the store is not empty")
        told = stories()
        stage = Stage(found_city(at, told), machine)
        plan = scenes(told, at, times.current_calendar(), _dice(at))
        _live(stage, [Life(story, number) for number, story in enumerate(told)], plan, at)
        visit_everybody(at, _dice(at))
        say_a_word(at)
        settle_told(at)
        if machine:
            _mark_read(at)
        mode.leave_mark()
        db.session.add(Setting(name=CITY, value=day_of(at).isoformat(), changed_at=at))
        chain.checkpoint(at)
    return counts()


def _dice(at: datetime) -> Random:
    return Random(f"anlan {day_of(at)}")  # noqa: S311 - when people act, not a secret


def _live(stage: Stage, lives: list[Life], plan: list[Scene], until: datetime) -> None:
    reminders: list[datetime] = []
    gone = plan[0].at
    for scene in plan:
        gone = _let_time_pass(gone, scene.at, reminders)
        ACTS[scene.act](stage, lives[scene.life], scene.at)
        if scene.act == "ask_amend":
            _note_reminders(lives[scene.life].complaint_id, reminders)
    _let_time_pass(gone, until, reminders)


def _let_time_pass(gone: datetime, until: datetime, reminders: list[datetime]) -> datetime:
    """What the clock does by itself between two scenes, minute by minute where there is something to do."""
    while True:
        known = (_next_due(gone), _next_warning(gone), reminders[0] if reminders else None)
        dues = [due for due in known if due is not None]
        if not dues or min(dues) + A_MINUTE >= until:
            return gone
        gone = min(dues) + A_MINUTE
        clockwork.tick(gone)
        while reminders and reminders[0] < gone:
            heappop(reminders)


def _next_due(gone: datetime) -> datetime | None:
    waiting = select(func.min(Clock.due_at)).where(Clock.stopped_at.is_(None), Clock.crossed_at.is_(None))
    return db.session.scalar(waiting.where(Clock.due_at >= gone))


def _next_warning(gone: datetime) -> datetime | None:
    first = db.session.scalar(select(func.min(Clock.warn_at)))
    return None if first is None else times.current_calendar().next_office_minute(max(first, gone))


def _note_reminders(complaint_id: int, reminders: list[datetime]) -> None:
    clock, calendar = times.open_clock(complaint_id, "C7"), times.current_calendar()
    assert clock
    for number, share in enumerate(REMINDERS):  # both may wait for the end of the same holiday
        moment = clock.started_at + share * (clock.due_at - clock.started_at)
        heappush(reminders, calendar.next_office_minute(moment) + 2 * number * A_MINUTE)


def _mark_read(at: datetime) -> None:
    db.session.flush()
    db.session.execute(update(Outbox).where(Outbox.kind == "read").values(done_at=at, due_at=None))


def counts() -> dict[str, int]:
    """How many of everything, and of complaints in each state."""
    tables = {
        "units": Unit, "people": Person, "posts": Post, "enterprises": Enterprise, "accounts": Contact,
        "complaints": Complaint, "entries": Entry, "projects": Project, "stewardships": Stewardship, "visits": Visit,
    }  # fmt: skip
    db.session.flush()
    found = {name: db.session.scalars(select(func.count()).select_from(table)).one() for name, table in tables.items()}
    states = select(Complaint.state, func.count()).group_by(Complaint.state).order_by(Complaint.state)
    return found | {f"complaints_{state}": number for state, number in db.session.execute(states)}
