"""Telling: rows written with the act, and one outbox row that carries them outside after the commit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from app import outbox
from app.actor import Actor
from app.database import db, insert
from app.notices.kinds import DUTY, kinds
from app.store.notices import Notice, Sending

FAN_OUT = "notices"
SEND = "send"


@dataclass(frozen=True)
class Telling:
    """What is told about a matter. `key` names the occasion; `outside_from`: not before that may it leave the house."""

    kind: str
    complaint_id: int
    key: str
    at: datetime
    outside_from: datetime
    said: dict[str, Any] = field(default_factory=dict)


def tell(readers: Iterable[Actor], what: Telling) -> int:
    """A notice for each of *readers*; the same occasion is told once. How many are new."""
    kind = kinds()[what.kind]
    rows = [
        {
            "key": f"{what.key}:{reader.post_id}", "kind": kind.code, "post_id": reader.post_id, "person_id": reader.person_id,
            "complaint_id": what.complaint_id, "said": what.said, "at": what.at,
        }
        for reader in readers
    ]  # fmt: skip
    if not rows:
        return 0
    new = insert(Notice).values(rows).on_conflict_do_nothing(index_elements=["key"]).returning(Notice.id)
    ids = sorted(db.session.scalars(new))
    if ids and not kind.digest:
        outbox.put_once(FAN_OUT, f"{FAN_OUT}:{what.key}", notices=ids, due=what.outside_from.isoformat())
    return len(ids)


def tell_enterprise(kind: str, complaint_id: int, key: str, at: datetime, outside_from: datetime) -> None:
    """A short message to the telephone that the complainant left."""
    send_later(Sending(key=key, way="sms", kind=kind, complaint_id=complaint_id, notices=[], created_at=at), outside_from)


def ring_duty_phone(complaint_id: int, at: datetime) -> None:
    """At once, at any hour, and once a matter."""
    row = Sending(key=f"{DUTY}:{complaint_id}", way="sms", kind=DUTY, complaint_id=complaint_id, notices=[], created_at=at)
    send_later(row, at)


def alone_key(notice_id: int, way: str) -> str:
    """The key of a notice that leaves in a message of its own."""
    return f"notice:{notice_id}:{way}"


def send_later(row: Sending, due: datetime) -> bool:
    """Put a message to the outside in the running transaction; False where its key is known."""
    values = {name: getattr(row, name) for name in ("key", "way", "kind", "person_id", "complaint_id", "notices", "created_at")}
    new = insert(Sending).values(**values, state="waiting", tries=0).on_conflict_do_nothing(index_elements=["key"])
    id_ = db.session.scalar(new.returning(Sending.id))
    if id_ is not None:
        outbox.put_once(SEND, f"{SEND}:{id_}:1", at=due, sending=id_)
    return id_ is not None
