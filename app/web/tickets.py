"""A form counts once: its ticket is spent in the transaction of the act, with the result beside it."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update
from werkzeug.datastructures import MultiDict

from app.database import db, insert
from app.keys import ring_in_force
from app.store.outbox import Ticket

GOOD_FOR = timedelta(hours=72)


@dataclass(frozen=True)
class Spent:
    """An earlier result of the same ticket; `same_body` tells a retry from a changed form."""

    location: str
    same_body: bool


def issue(form: str, session: str, at: datetime) -> str:
    """A fresh ticket for *form* in *session*: 128 random bits and a time, with a MAC over all."""
    body = f"{secrets.token_hex(16)}.{int(at.timestamp())}"
    return f"{body}.{_mac(body, form, session)}"


def is_good(ticket: str, form: str, session: str, at: datetime) -> bool:
    """Whether *ticket* was issued here for this form and session, less than 72 hours ago."""
    body, _, mac = ticket.rpartition(".")
    stamp = body.rpartition(".")[2]
    if not (stamp.isascii() and stamp.isdecimal() and len(stamp) < 12):
        return False
    if not secrets.compare_digest(mac.encode("utf-8", "replace"), _mac(body, form, session).encode()):
        return False
    return abs(at.timestamp() - int(stamp)) <= GOOD_FOR.total_seconds()


def _mac(body: str, form: str, session: str) -> str:
    return ring_in_force().mac("token", "ticket", body, form, session).hex()[:32]


def key_of(ticket: str) -> str:
    """What the store keeps of a ticket."""
    return hashlib.sha256(ticket.encode("utf-8", "replace")).hexdigest()


def spent(ticket: str, body: MultiDict[str, str]) -> Spent | None:
    """The result of an earlier act with *ticket*, if there was one."""
    row = db.session.scalar(select(Ticket).where(Ticket.ticket == key_of(ticket)))
    return None if row is None else Spent(row.location, row.digest == digest(body))


def spend(ticket: str, form: str, body: MultiDict[str, str], at: datetime) -> bool:
    """Spend *ticket* first thing in the transaction of its act; False if a twin was quicker.

    On PostgreSQL a twin waits here until the first has committed or failed.
    """
    row = insert(Ticket).values(ticket=key_of(ticket), form=form, digest=digest(body), location="", at=at)
    done = db.session.execute(row.on_conflict_do_nothing(index_elements=["ticket"]).returning(Ticket.ticket)).first()
    return done is not None


def keep_result(ticket: str, location: str) -> None:
    """Write where the act led to beside its ticket, in the same transaction."""
    db.session.execute(update(Ticket).where(Ticket.ticket == key_of(ticket)).values(location=location))


def digest(body: MultiDict[str, str]) -> str:
    """A keyed fingerprint of what was typed, so that the store tells nothing of it."""
    skip = {"csrf_token", "ticket"}
    pairs = sorted(f"{name}={value}" for name, value in body.items(multi=True) if name not in skip)
    return ring_in_force().mac("token", "body", *pairs).hex()
