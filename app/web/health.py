"""`/healthz`: the process lives. `/readyz`: store, keys and calendar are as they must be. No personal data."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from flask import Blueprint, Response, jsonify
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from app import schema, signs
from app.clock import day_of, now
from app.database import db
from app.keys import UnknownKey, ring_in_force
from app.officetime import OfficeCalendar
from app.officetime.rules import DayKind, DayRule
from app.store.entries import Head
from app.store.settings import CalendarDay

health = Blueprint("health", __name__)


@health.get("/healthz")
def alive() -> Response:
    """The process answers, whatever the store does."""
    return jsonify(status="ok")


@health.get("/readyz")
def ready() -> tuple[Response, int]:
    """Whether this process can serve. A silent worker is told, but filing goes on without it."""
    state = state_of(now())
    return jsonify(state), 200 if state["ready"] else 503


def state_of(at: datetime) -> dict[str, Any]:
    """What `/readyz` says at *at*."""
    try:
        state = {"store": True, "migrations": schema.is_current()}
        state |= _deeper(at) if state["migrations"] else {}
    except SQLAlchemyError:
        db.session.rollback()
        state = {"store": False}
    ready_now = all(state.get(name) for name in ("store", "migrations", "keys"))
    return {"ready": ready_now, **state}


def _deeper(at: datetime) -> dict[str, Any]:
    seen = signs.last_sign()
    year = day_of(at).year
    return {
        "keys": knows_keys(),
        "calendar": {"year": year, "provisional": is_provisional(year)},
        "worker": {"seen": seen.isoformat() if seen else None, "silent": signs.is_silent(seen, at)},
    }


def knows_keys() -> bool:
    """Whether the ring in force is the one under which this store's history was written."""
    hash_ = db.session.scalar(select(Head.hash).limit(1))
    if hash_ is None:
        return True
    try:
        ring_in_force().key(int(hash_.split(":", 1)[0]), "chain")
    except (UnknownKey, ValueError):
        return False
    return True


def is_provisional(year: int) -> bool:
    """Whether nobody, neither the state nor the office, has said which days of *year* are off."""
    days = db.session.execute(select(CalendarDay.on, CalendarDay.kind)).all()
    return OfficeCalendar.build(DayRule(on, cast("DayKind", kind)) for on, kind in days).is_provisional(year)
