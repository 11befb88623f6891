"""What people of the demonstration were told: all but the newest is read and sent, and one message is in doubt."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import select, update

from app.actor import Role
from app.database import db
from app.notices.telling import FAN_OUT, SEND
from app.sealing import random_id
from app.store.notices import Notice, Reach, Sending
from app.store.outbox import Outbox
from app.store.people import Person

NEW = timedelta(hours=22)  # since yesterday noon: that waits in the bells
REACHED = (Role.CLERK, Role.REVIEWER, Role.OFFICE_HEAD, Role.HANDLER, Role.LIAISON, Role.DEPARTMENT_HEAD, Role.STEWARD)


def settle_told(at: datetime) -> None:
    """The bells, the addresses and what went outside as they are on the day of the demonstration."""
    db.session.flush()
    since = at - NEW
    _leave_addresses()
    db.session.execute(update(Notice).where(Notice.at < since).values(read_at=Notice.at, handed_at=Notice.at))
    _send_old(since)
    _leave_one_in_doubt()
    new = set(db.session.scalars(select(Notice.id).where(Notice.at >= since)))
    rows = db.session.scalars(select(Outbox).where(Outbox.kind == FAN_OUT))
    _finish((row for row in rows if not new.intersection(row.payload["notices"])), at)


def _leave_addresses() -> None:
    """Those of the sign-in page, whose logins are named after their roles."""
    people = db.session.scalars(select(Person).where(Person.login.in_([role.value for role in REACHED])).order_by(Person.id))
    for number, person in enumerate(people):
        row = Reach(id=random_id(), person_id=person.id, digest_at="09:10")
        row.mail, row.phone = f"{person.login}@anlan.example", f"1990000{9000 + number}"
        db.session.add(row)


def _send_old(since: datetime) -> None:
    old = db.session.scalars(select(Sending).where(Sending.created_at < since).order_by(Sending.id)).all()
    for row in old:
        row.state, row.tries, row.settled_at = "sent", 1, row.created_at
        row.message_id = f"{SEND}-{row.id}-demonstration@qisheng"
    keys = {f"{SEND}:{row.id}:1" for row in old}
    rows = db.session.scalars(select(Outbox).where(Outbox.kind == SEND))
    _finish((row for row in rows if row.key in keys), since)


def _leave_one_in_doubt() -> None:
    last = db.session.scalar(select(Sending).where(Sending.state == "sent").order_by(Sending.created_at.desc()).limit(1))
    if last is not None:
        last.state = "doubtful"


def _finish(rows: Iterable[Outbox], at: datetime) -> None:
    for row in rows:
        row.done_at, row.due_at = at, None
