"""From a notice to what leaves the house: by the ways that its reader chose, within a limit a day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from flask import current_app
from sqlalchemy import func, select

from app.clock import at_local, day_of, now
from app.database import db
from app.notices import adapters
from app.notices.kinds import WAYS, burst, kinds
from app.notices.reaching import Wish, wishes
from app.notices.rendering import DIGEST
from app.notices.telling import alone_key, send_later
from app.store.notices import Notice, Sending

Sent = Counter[tuple[int | None, str]]


def fan_out(payload: dict[str, Any], _prepared: object) -> None:
    """Put what is to leave; in the transaction that marks the outbox row done."""
    at, due = now(), datetime.fromisoformat(payload["due"])
    query = select(Notice).where(Notice.id.in_(payload["notices"]), Notice.handed_at.is_(None)).order_by(Notice.id)
    rows = list(db.session.scalars(query))
    people = {row.person_id for row in rows}
    wished, sent, ways = wishes(people, day_of(at)), _sent_today(people, at), open_ways()
    for row in rows:
        if _hand(row, wished[row.person_id], ways, sent, due):
            row.handed_at = at


def open_ways() -> list[str]:
    """The ways that are set up."""
    return [way for way in WAYS if adapters.is_open(way, current_app.extensions["qisheng"])]


def _hand(row: Notice, wish: Wish, ways: list[str], sent: Sent, due: datetime) -> bool:
    """Whether nothing of *row* is left for the digest."""
    kind, left = kinds()[row.kind], False
    for way in wish.ways(kind):
        if way not in ways:
            continue
        if sent[row.person_id, way] >= burst() and not kind.any_hour:
            left = True
            continue
        key = alone_key(row.id, way)
        new = Sending(key=key, way=way, kind=kind.code, person_id=row.person_id, notices=[row.id], created_at=now())
        sent[row.person_id, way] += send_later(new, due)
    return not left


def _sent_today(people: Iterable[int], at: datetime) -> Sent:
    since = at_local(day_of(at), "00:00")
    query = (
        select(Sending.person_id, Sending.way, func.count())
        .where(Sending.person_id.in_(sorted(people)), Sending.created_at >= since, Sending.kind != DIGEST)
        .group_by(Sending.person_id, Sending.way)
    )
    return Counter({(person, way): n for person, way, n in db.session.execute(query)})
