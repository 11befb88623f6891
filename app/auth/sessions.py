"""Sessions: the cookie carries a random token, the store its keyed hash, so a session ends everywhere at once."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from sqlalchemy import select, update

from app import chain
from app.auth.record import of_contact, of_person, record
from app.database import db
from app.errors import NotFound
from app.keys import ring_in_force
from app.store.people import SignIn

IDLE_STAFF = timedelta(minutes=30)
IDLE_ENTERPRISE = timedelta(minutes=60)
WHOLE = timedelta(hours=12)


def token_hash(token: str) -> str:
    """What the store keeps of a cookie's token."""
    return ring_in_force().mac("token", "sign_in", token).hex()


def token_hashes(token: str) -> list[str]:
    """The same under every key."""
    return [mac.hex() for mac in ring_in_force().macs("token", "sign_in", token)]


def start_staff(person_id: int, post_id: int | None, at: datetime) -> str:
    """Open a session of a person; the answer is the token for the cookie."""
    record(of_person(person_id), chain.Who("staff", person_id, post_id), "signed_in", at)
    return _start(SignIn(person_id=person_id, post_id=post_id), at)


def start_contact(contact_id: int, at: datetime) -> str:
    """Open a session of an enterprise's account."""
    record(of_contact(contact_id), chain.ENTERPRISE, "signed_in", at)
    return _start(SignIn(contact_id=contact_id), at)


def _start(row: SignIn, at: datetime) -> str:
    token = secrets.token_urlsafe(32)
    row.token, row.created_at, row.ends_at = token_hash(token), at, at + WHOLE
    db.session.add(row)
    return token


def renew(sign_in_id: int) -> str:
    """A fresh token for the session: the one before is worth nothing from now on."""
    token = secrets.token_urlsafe(32)
    db.session.get_one(SignIn, sign_in_id).token = token_hash(token)
    return token


def choose_post(sign_in_id: int, post_id: int) -> str:
    """Act under *post_id* from now on; the session gets a fresh token."""
    db.session.get_one(SignIn, sign_in_id).post_id = post_id
    return renew(sign_in_id)


def end(sign_in_id: int, at: datetime) -> None:
    """End one session."""
    row = db.session.get_one(SignIn, sign_in_id)
    if row.revoked_at is None:
        row.revoked_at = at


def end_own(sign_in_id: int, person_id: int | None, contact_id: int | None, at: datetime) -> None:
    """End one session of one's own; others' are not found."""
    row = db.session.get(SignIn, sign_in_id)
    if row is None or (row.person_id, row.contact_id) != (person_id, contact_id):
        raise NotFound
    end(sign_in_id, at)


def end_all(at: datetime, *, person_id: int | None = None, contact_id: int | None = None, but: int | None = None) -> int:
    """End every session of a person or an account, but for *but*; how many."""
    whose = SignIn.person_id == person_id if person_id is not None else SignIn.contact_id == contact_id
    living = [whose, SignIn.revoked_at.is_(None), SignIn.ends_at > at]
    if but is not None:
        living.append(SignIn.id != but)
    ended = update(SignIn).where(*living).values(revoked_at=at).returning(SignIn.id)
    return len(db.session.scalars(ended).all())


def living_of(person_id: int | None, contact_id: int | None, at: datetime) -> list[SignIn]:
    """The sessions that have not ended, newest first."""
    whose = SignIn.person_id == person_id if person_id is not None else SignIn.contact_id == contact_id
    query = select(SignIn).where(whose, SignIn.revoked_at.is_(None), SignIn.ends_at > at)
    return list(db.session.scalars(query.order_by(SignIn.id.desc())))
