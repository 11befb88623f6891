"""What `flask doctor` asks the store itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import func, or_, select

from app import audit, schema, signs
from app.clock import day_of
from app.commands.findings import Finding, judge
from app.database import db
from app.mode import is_demo
from app.notices.queries import undecided
from app.store.outbox import Outbox
from app.store.people import Person, Post, SecondFactor
from app.web.health import is_provisional, knows_keys


def store_findings(at: datetime) -> Iterator[Finding]:
    """Migrations, keys, triggers, people, worker, messages and calendar at *at*."""
    current = schema.is_current()
    yield judge(current, "no migration is pending", "migrations are pending: flask db upgrade")
    if not current:
        return
    yield judge(not is_demo(), "no demonstration", "demonstration mode: passwords are public, no second factor is asked")
    yield judge(knows_keys(), "the key ring knows this store", "the key ring is not the one under which this store was written")
    missing = ", ".join(sorted(audit.missing_triggers()))
    yield judge(not missing, "the history is guarded by its triggers", f"triggers are missing: {missing}")
    bare = _without_second_factor(at)
    yield judge(not bare, "all staff have a second factor", f"{bare} of staff have no second factor yet")
    yield _worker(at)
    dead = _dead_letters()
    yield judge(not dead, "no message was given up", f"{dead} messages were given up after 12 tries")
    if waiting := undecided():
        yield Finding("mind", f"{waiting} mails and short messages wait for the administrator's word")
    year = day_of(at).year
    if is_provisional(year):
        yield Finding("mind", f"the days off of {year} are not published: due dates are provisional")


def _without_second_factor(at: datetime) -> int:
    day = day_of(at)
    living = select(Post.person_id).where(Post.from_on <= day, or_(Post.to_on.is_(None), Post.to_on >= day))
    proved = select(SecondFactor.person_id).where(SecondFactor.confirmed_at.is_not(None))
    query = select(func.count()).select_from(Person).where(Person.id.in_(living), Person.id.not_in(proved))
    return db.session.scalars(query).one()


def _worker(at: datetime) -> Finding:
    seen = signs.last_sign()
    silent = "the worker never gave a sign of life" if seen is None else f"the worker is silent since {seen:%F %T} UTC"
    return judge(not signs.is_silent(seen, at), "the worker lives", silent)


def _dead_letters() -> int:
    query = select(func.count()).select_from(Outbox).where(Outbox.due_at.is_(None), Outbox.done_at.is_(None))
    return db.session.scalars(query).one()
