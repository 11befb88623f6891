"""What the ground does by the clock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from app import backup, chain, clock, housekeeping, jobs, outbox
from app.chain import Act
from app.config import Settings
from app.database import db
from app.feature import Periodic
from app.files import FileStore
from app.sealing import random_id
from app.store.complaints import Attachment
from app.store.outbox import Outbox, Ticket

AT = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def _append(count: int, at: datetime) -> None:
    for _ in range(count):
        chain.append("settings", chain.SYSTEM, Act("x"), at)
    db.session.commit()


def _seal(at: datetime) -> int:
    done = housekeeping.seal_when_due(at)
    db.session.commit()
    return done


def test_the_chain_is_sealed_each_hour_in_which_something_happened(store: Flask) -> None:
    assert _seal(AT) == 0
    _append(1, AT)
    assert _seal(AT + timedelta(minutes=1)) == 1
    _append(1, AT + timedelta(minutes=2))
    assert _seal(AT + timedelta(minutes=30)) == 0
    assert _seal(AT + timedelta(minutes=61)) == 1
    assert _seal(AT + timedelta(hours=5)) == 0


def test_five_hundred_entries_do_not_wait_for_the_hour(store: Flask) -> None:
    _append(1, AT)
    _seal(AT)
    _append(housekeeping.SEAL_ENTRIES - 1, AT + timedelta(minutes=1))
    assert _seal(AT + timedelta(minutes=2)) == 0
    _append(1, AT + timedelta(minutes=2))
    assert _seal(AT + timedelta(minutes=3)) == 1


def test_each_day_is_backed_up_once_and_a_week_is_kept(store: Flask) -> None:
    settings: Settings = store.extensions["qisheng"]
    assert [housekeeping.back_up(AT + day * DAY) for day in (*range(9), 8)] == [1] * 9 + [0]
    names = [path.name for path in housekeeping.backups(settings)]
    assert names == [f"qisheng-2026030{day}.tar" for day in range(4, 10)] + ["qisheng-20260310.tar"]
    assert backup.verify(settings, housekeeping.backups(settings)[-1])["broken"] == []


def test_people_go_on_writing_while_long_work_runs(store: Flask) -> None:
    """Long work runs with no transaction open: on SQLite an open one would stop every writer of the house."""
    seen: list[bool] = []
    work = Periodic("long", "%Y%m%d", lambda _at: seen.append(db.session().in_transaction()) or 1, long=True)
    jobs.register_periodic([work])
    jobs.sweep_once([work])
    jobs.sweep_once([work])
    assert seen == [False]


def test_work_of_a_slot_is_done_by_one_machine(store: Flask) -> None:
    done: list[datetime] = []
    work = Periodic("hourly", "%Y%m%d%H", lambda at: done.append(at) or 1)
    jobs.register_periodic([work])
    for minute in (0, 1, 59, 60):
        clock.move_to(AT.replace(minute=0) + timedelta(minutes=minute, seconds=1))
        jobs.sweep_once([work])
    assert len(done) == 2


def test_old_tickets_and_done_messages_go_what_waits_stays(store: Flask) -> None:
    clock.move_to(AT)
    for name, age in (("old", 8), ("new", 6)):
        db.session.add(Ticket(ticket=name, form="f", digest="", location="", at=AT - age * DAY))
    for name, done in (("old", 41), ("month", 31), ("waits", None)):
        outbox.put("probe", name)
        db.session.flush()
        row = db.session.scalars(select(Outbox).where(Outbox.key == name)).one()
        row.done_at = None if done is None else AT - done * DAY
    assert housekeeping.sweep_rows(AT) == 2
    assert db.session.scalars(select(Ticket.ticket)).all() == ["new"]
    assert set(db.session.scalars(select(Outbox.key))) == {"month", "waits"}


@pytest.mark.parametrize(("hours", "left"), [(23, 1), (25, 0)])
def test_files_of_a_form_that_never_came_back_go_after_a_day(store: Flask, hours: int, left: int) -> None:
    settings: Settings = store.extensions["qisheng"]
    files = FileStore(settings.uploads)
    clock.move_to(AT)
    row = Attachment(id=random_id(), origin="enterprise", mime="image/png", size=1, at=AT, waiting_ticket="t")
    row.original = files.put(b"photo", row.id).path
    db.session.add(row)
    db.session.commit()
    stray = files.put(b"of a filing that never committed", 1)
    housekeeping.sweep_files(AT + hours * HOUR)
    assert db.session.scalars(select(func.count()).select_from(Attachment)).one() == left
    assert files.path(str(row.original) if left else stray.path).exists() == bool(left)
