"""One digest a person and day, however much has come: warnings, and what was over the limit."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select, update

from app.clock import at_local, day_of, local
from app.database import db
from app.notices.fan_out import open_ways
from app.notices.kinds import kinds
from app.notices.reaching import Wish, wishes
from app.notices.rendering import DIGEST, seen
from app.notices.telling import alone_key, send_later
from app.store.notices import Notice, Sending


def make(at: datetime) -> int:
    """Put the digests whose hour has come; how many people were served. To be called in office minutes."""
    clock, day = f"{local(at):%H:%M}", day_of(at)
    people = set(db.session.scalars(select(Notice.person_id).where(Notice.handed_at.is_(None)).distinct()))
    waiting = people - _served(day) if people else set()
    due = {person: wish for person, wish in wishes(waiting, day).items() if wish.digest_at <= clock}
    for person, wish in due.items():
        _serve(person, wish, day, at)
    return len(due)


def _served(day: date) -> set[int | None]:
    since = at_local(day, "00:00")
    return set(db.session.scalars(select(Sending.person_id).where(Sending.kind == DIGEST, Sending.created_at >= since)))


def _serve(person: int, wish: Wish, day: date, at: datetime) -> None:
    rows = list(db.session.scalars(select(Notice.id).where(Notice.person_id == person, Notice.handed_at.is_(None))))
    told = [notice for notice, _ in seen(rows, at)] if wish.addresses and wish.digest_at else []
    for way in open_ways():
        alone = _sent_alone(rows, way)
        ids = [notice.id for notice in told if notice.id not in alone and way in wish.ways(kinds()[notice.kind])]
        if ids:
            key = f"{DIGEST}:{person}:{day.isoformat()}:{way}"
            send_later(Sending(key=key, way=way, kind=DIGEST, person_id=person, notices=ids, created_at=at), at)
    handed = update(Notice).where(Notice.id.in_(rows)).values(handed_at=at)
    db.session.execute(handed.execution_options(synchronize_session=False))


def _sent_alone(rows: list[int], way: str) -> set[int]:
    """Those that had a message of their own by *way*, while another way was over its limit."""
    keys = {alone_key(id_, way): id_ for id_ in rows}
    return {keys[key] for key in db.session.scalars(select(Sending.key).where(Sending.key.in_(keys)))}
