"""Sentences that come back in a unit's replies: kept by the unit, without anybody's name or number."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select

from app.actor import Actor
from app.database import db
from app.errors import Invalid, NotFound, WrongState
from app.store.desks import ReplyTemplate
from complaints.operations import words
from complaints.operations.steps import STALE

MOST = 50
TOO_MANY = f"一个单位最多存 {MOST} 条，请先删掉用不着的。"
TAKEN = "已经有一条叫这个名字，请换一个。"


def of_unit(actor: Actor) -> Sequence[ReplyTemplate]:
    """The sentences of the actor's unit, by name."""
    mine = select(ReplyTemplate).where(ReplyTemplate.unit == actor.unit)
    return db.session.scalars(mine.order_by(ReplyTemplate.name, ReplyTemplate.id)).all()


def own(actor: Actor, sentence_id: int) -> ReplyTemplate:
    """One of the actor's unit; another's is not found."""
    row = db.session.get(ReplyTemplate, sentence_id)
    if row is None or row.unit != actor.unit:
        raise NotFound
    return row


def add(actor: Actor, name: str, text: str, at: datetime) -> ReplyTemplate:
    """One more."""
    assert actor.unit
    assert actor.post_id
    number = select(func.count()).select_from(ReplyTemplate).where(ReplyTemplate.unit == actor.unit)
    if db.session.scalars(number).one() >= MOST:
        raise Invalid(TOO_MANY, name=TOO_MANY)
    row = ReplyTemplate(unit=actor.unit, name="", text="", by=actor.post_id, at=at)
    _write(row, actor, name, text, at)
    db.session.add(row)
    db.session.flush()
    return row


def change(row: ReplyTemplate, actor: Actor, name: str, text: str, at: datetime, version: int | None) -> None:
    """Say it better."""
    if version != row.version:
        raise WrongState(STALE)
    _write(row, actor, name, text, at)
    db.session.flush()


def _write(row: ReplyTemplate, actor: Actor, name: str, text: str, at: datetime) -> None:
    name = words.masked(name)
    same = select(ReplyTemplate.id).where(ReplyTemplate.unit == row.unit, ReplyTemplate.name == name)
    if db.session.scalar(same.where(ReplyTemplate.id != (row.id or 0))) is not None:
        raise Invalid(TAKEN, name=TAKEN)
    row.name, row.text, row.by, row.at = name, words.masked(text), actor.post_id or row.by, at


def drop(row: ReplyTemplate) -> None:
    """It is not needed any more."""
    db.session.delete(row)
