"""Follow-ups: rows written with the change are the truth; a bell after the commit only hurries them."""

from __future__ import annotations

import logging
import os
import secrets
import socket
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import event, select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from app.clock import now
from app.database import db, insert
from app.store.outbox import Outbox

LEASE = timedelta(seconds=60)
TRIES = 12
LONGEST_WAIT = 3600
HOST = socket.gethostname()
log = logging.getLogger("qisheng.outbox")

Payload = dict[str, Any]


@dataclass(frozen=True)
class Work:
    """How a kind of message is done: `prepare` with no transaction open, `apply` in the one that marks it done."""

    apply: Callable[[Payload, Any], None]
    prepare: Callable[[Payload], Any] | None = None


_works: dict[str, Work] = {}
_ring: Callable[[], object] | None = None


def register(kind: str, work: Work) -> None:
    """Say how messages of *kind* are done."""
    _works[kind] = work


def put(kind: str, key: str, **payload: Any) -> None:
    """Add a message to the running transaction; ids and codes only."""
    at = now()
    db.session.add(Outbox(kind=kind, key=key, payload=payload, created_at=at, due_at=at))
    db.session().info["ring"] = True


def put_once(kind: str, key: str, at: datetime | None = None, **payload: Any) -> bool:
    """The same, but a second message with this key is no message: so one machine wins a slot. *at*: not due before."""
    written = now()
    due = written if at is None else max(at, written)
    new = insert(Outbox).values(kind=kind, key=key, payload=payload, created_at=written, due_at=due, tries=0)
    row = db.session.execute(new.on_conflict_do_nothing(index_elements=["key"]).returning(Outbox.id)).first()
    if row is not None:
        db.session().info["ring"] = True
    return row is not None


def hang_bell(ring: Callable[[], object]) -> None:
    """Let *ring* be called after each commit that wrote a message."""
    global _ring
    _ring = ring


@event.listens_for(Session, "after_commit")
def _after_commit(session: Session) -> None:
    if session.info.pop("ring", False) and _ring is not None:
        try:
            _ring()
        except (OSError, sqlite3.Error, SQLAlchemyError) as error:
            log.warning("the bell is broken (%s); the sweep will find the rows", type(error).__name__)


@event.listens_for(Session, "after_rollback")
def _after_rollback(session: Session) -> None:
    session.info.pop("ring", None)


def drain(limit: int = 10) -> int:
    """Do all that is due; how many were done."""
    done = 0
    while True:
        token, ids = _claim(limit)
        if not ids:
            return done
        done += sum(_one(id_, token) for id_ in ids)


def _claim(limit: int) -> tuple[str, list[int]]:
    token, at = f"{HOST}/{os.getpid()}/{secrets.token_hex(4)}", now()
    due = (
        select(Outbox.id)
        .where(Outbox.due_at <= at)
        .order_by(Outbox.due_at, Outbox.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    taken = db.session.scalars(
        update(Outbox)
        .where(Outbox.id.in_(due.scalar_subquery()))
        .values(token=token, due_at=at + LEASE, tries=Outbox.tries + 1)
        .returning(Outbox.id)
        .execution_options(synchronize_session=False)
    )
    ids = sorted(taken)
    db.session.commit()
    return token, ids


def _one(id_: int, token: str) -> int:
    row = db.session.get_one(Outbox, id_, populate_existing=True)
    kind, payload, tries = row.kind, dict(row.payload), row.tries
    db.session.rollback()  # no lock is held while a text is read
    try:
        work = _works[kind]
        prepared = work.prepare(payload) if work.prepare else None
        db.session.rollback()
        if not _mark_done(id_, token):
            return 0
        work.apply(payload, prepared)
        db.session.commit()
    except Exception as error:  # noqa: BLE001 - the worker's outermost loop: kept for later, never lost
        db.session.rollback()
        _put_back(id_, token, tries, error)
        return 0
    return 1


def _mark_done(id_: int, token: str) -> bool:
    mine = update(Outbox).where(Outbox.id == id_, Outbox.token == token, Outbox.done_at.is_(None))
    values = mine.values(done_at=now(), due_at=None, token=None, error=None).returning(Outbox.id)
    if db.session.execute(values.execution_options(synchronize_session=False)).first() is None:
        db.session.rollback()  # the lease ran out and another worker has it
        return False
    return True


def _put_back(id_: int, token: str, tries: int, error: Exception) -> None:
    """The outermost loop of the worker: whatever failed is kept for later, after the last try for a person."""
    log.error("outbox %s failed (try %s): %s", id_, tries, type(error).__name__, exc_info=error)
    due = now() + timedelta(seconds=min(LONGEST_WAIT, 2 ** min(tries, TRIES))) if tries < TRIES else None
    mine = update(Outbox).where(Outbox.id == id_, Outbox.token == token)
    db.session.execute(mine.values(due_at=due, error=type(error).__name__, token=None))
    db.session.commit()


def release_dead() -> int:
    """At start: rows held by processes of this host that no longer live are due again at once."""
    held = db.session.execute(select(Outbox.id, Outbox.token).where(Outbox.token.like(f"{HOST}/%"))).all()
    dead = [id_ for id_, token in held if token and not _lives(int(token.split("/")[1]))]
    if dead:
        db.session.execute(update(Outbox).where(Outbox.id.in_(dead)).values(due_at=now(), token=None))
    db.session.commit()
    return len(dead)


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
