"""What the ground does by the clock: seals the chain, makes backups, sweeps out what has served its time."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import cast

from flask import current_app
from sqlalchemy import CursorResult, Delete, delete, func, select

from app import backup, chain
from app.clock import local
from app.config import Settings
from app.database import db
from app.feature import Periodic
from app.files import FileStore
from app.store.complaints import Attachment
from app.store.entries import Checkpoint, Entry
from app.store.outbox import Outbox, Ticket

SEAL_AFTER = timedelta(hours=1)
SEAL_ENTRIES = 500
BACKUPS = 7
KEEP_TICKETS = timedelta(days=7)  # they open nothing after 72 hours, but a late retry still finds its receipt
KEEP_DONE = timedelta(days=40)  # longer than any slot of periodic work, or a month's work would run twice
KEEP_WAITING = timedelta(hours=24)


def seal_when_due(at: datetime) -> int:
    """Seal the chain once an hour, and sooner when 500 entries have come; nothing new, nothing to seal."""
    last = db.session.scalar(select(func.max(Checkpoint.at)))
    query = select(func.count()).select_from(Entry)
    new = db.session.scalars(query if last is None else query.where(Entry.at > last)).one()
    if not new or (last is not None and at - last < SEAL_AFTER and new < SEAL_ENTRIES):
        return 0
    chain.checkpoint(at)
    return 1


def back_up(at: datetime) -> int:
    """Make the day's backup and drop those of more than a week ago."""
    settings = _settings()
    folder = backup_folder(settings)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / f"qisheng-{local(at):%Y%m%d}.tar"
    if path.exists():
        return 0
    backup.make(settings, path, replace=True)
    for old in backups(settings)[:-BACKUPS]:
        old.unlink(missing_ok=True)
    return 1


def backup_folder(settings: Settings) -> Path:
    """Where the daily backups lie."""
    return settings.folder / "backups"


def backups(settings: Settings) -> list[Path]:
    """The daily backups, oldest first."""
    return sorted(backup_folder(settings).glob("qisheng-*.tar"))


def sweep_rows(at: datetime) -> int:
    """Drop spent tickets and done messages whose time is over."""
    tickets = _dropped(delete(Ticket).where(Ticket.at < at - KEEP_TICKETS))
    return tickets + _dropped(delete(Outbox).where(Outbox.done_at < at - KEEP_DONE))


def sweep_files(at: datetime) -> int:
    """Drop files whose form never came back, rows first, and what no row knows."""
    waiting = Attachment.complaint_id.is_(None), Attachment.at < at - KEEP_WAITING
    _dropped(delete(Attachment).where(*waiting))
    db.session.commit()
    rows = db.session.execute(select(Attachment.original, Attachment.clean))
    known = {token for row in rows for token in row if token}
    db.session.rollback()
    return FileStore(_settings().uploads).sweep(known, at - KEEP_WAITING)


def _dropped(statement: Delete) -> int:
    result = db.session.execute(statement.execution_options(synchronize_session=False))
    return cast("CursorResult[int]", result).rowcount


def _settings() -> Settings:
    settings = current_app.extensions["qisheng"]
    assert isinstance(settings, Settings)
    return settings


ground_periodic: tuple[Periodic, ...] = (
    Periodic("checkpoint", "%Y%m%d%H%M", seal_when_due),
    Periodic("backup", "%Y%m%d", back_up, long=True),
    Periodic("sweep rows", "%Y%m%d", sweep_rows),
    Periodic("sweep files", "%Y%m%d", sweep_files, long=True),
)
