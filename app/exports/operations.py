"""Carrying a list away is an act: it leaves a row and an entry."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import func, select

from app import chain, outbox
from app.actor import Actor
from app.auth.record import who_of
from app.database import db
from app.errors import NotFound, WrongState
from app.exports.making import Wanted
from app.sealing import random_id
from app.store.lists import Export
from app.store.people import Post

STREAM = "export"
KIND = "export"
GOOD_AT_ONCE = timedelta(minutes=15)
GOOD_FOR = timedelta(days=1)
MOST_AT_A_TIME = 3
OPEN = ("waiting", "working")
BUSY = f"您已有 {MOST_AT_A_TIME} 份正在生成，等好了再导出下一份。"


def ask(actor: Actor, wanted: Wanted, form: str) -> Export:
    """Carry *wanted* away: at once where it is small, else by the worker."""
    at, rows = wanted.reader.at, wanted.small()
    assert actor.post_id
    if rows is None:
        _check_few(actor.post_id)
    row = Export(
        id=random_id(), post_id=actor.post_id, list=wanted.spec.name, query=wanted.query, form=form, at=at,
        rows=rows or 0, state="waiting" if rows is None else "ready",
        ends_at=at + (GOOD_FOR if rows is None else GOOD_AT_ONCE),
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    if rows is None:
        outbox.put(KIND, f"export:{row.id}", id=row.id)
    _record(actor, "export_asked" if rows is None else "exported", row, wanted, at)
    return row


def _check_few(post_id: int) -> None:
    query = select(func.count()).select_from(Export).where(Export.post_id == post_id, Export.state.in_(OPEN))
    if db.session.scalars(query).one() >= MOST_AT_A_TIME:
        raise WrongState(BUSY)


def finish(row: Export, wanted: Wanted, rows: int, token: str, size: int, at: datetime) -> None:
    """The worker has made it."""
    row.state, row.rows, row.token, row.size, row.ends_at = "done", rows, token, size, at + GOOD_FOR
    _record(wanted.reader.actor, "exported", row, wanted, at)


def _record(actor: Actor, verb: str, row: Export, wanted: Wanted, at: datetime) -> None:
    after = {"list": wanted.spec.title, "form": row.form, "filters": wanted.in_words()}
    counted = {"rows": row.rows} if verb == "exported" else {}
    chain.append(STREAM, who_of(actor), chain.Act(verb, after={**after, **counted}), at)


def own(actor: Actor, export_id: int) -> Export:
    """The export of *actor*; another's is not found."""
    row = db.session.get(Export, export_id)
    if row is None or row.post_id != actor.post_id:
        raise NotFound
    return row


def post_of(row: Export) -> Post:
    """Who asked for it."""
    return db.session.get_one(Post, row.post_id)
