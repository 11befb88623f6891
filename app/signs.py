"""The worker's sign of life: one setting, written each minute, asked by `/readyz` and `flask doctor`."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select

from app.database import db, insert
from app.store.settings import Setting

NAME = "worker_seen"
SILENT_AFTER = timedelta(minutes=5)


def leave_sign(at: datetime) -> None:
    """Say in the running transaction that a worker lives at *at*."""
    row = insert(Setting).values(name=NAME, value=at.isoformat(), changed_at=at)
    again = {"value": row.excluded.value, "changed_at": row.excluded.changed_at}
    db.session.execute(row.on_conflict_do_update(index_elements=["name"], set_=again))


def last_sign() -> datetime | None:
    """When a worker was last seen."""
    return db.session.scalar(select(Setting.changed_at).where(Setting.name == NAME))


def is_silent(seen: datetime | None, at: datetime) -> bool:
    """Whether a worker seen at *seen* has to be called missing at *at*."""
    return seen is None or at - seen > SILENT_AFTER
