"""`backup restore`: into an empty place only; numbers jump ahead, so that none is given twice."""

from __future__ import annotations

import os
import tarfile
from pathlib import Path
from typing import Any

from sqlalchemy import case, select, update

from app import audit, schema
from app.backup import engines
from app.backup.pack import STORES, BrokenBackup, differences, manifest_of, opened, unpack
from app.backup.verifying import missing_files
from app.clock import day_of, now
from app.config import Settings
from app.database import db, insert
from app.disk import sync_folder
from app.store.outbox import Serial

JUMP = 1_000  # more numbers than are given between two backups
SERIES = "QS"


def restore(settings: Settings, path: Path) -> dict[str, Any]:
    """Fill an empty data folder and database from *path*, then verify; {"broken": […], …}. Raises BrokenBackup."""
    with opened(path) as tar:
        manifest = manifest_of(tar)
        if broken := list(differences(tar, manifest)):
            raise BrokenBackup("; ".join(broken))
        _check_empty(settings, manifest)
        _restore_files(settings.uploads, tar, manifest)
        _restore_store(settings, tar, manifest)
    schema.upgrade()
    _jump()
    db.session.commit()
    report = audit.verify()
    for sentence in missing_files(set(manifest["members"])):
        report.name("", None, sentence)
    return {
        "made_at": manifest["made_at"],
        "files": len(manifest["members"]) - 1,
        "entries": report.entries,
        "broken": report.broken,
    }


def _check_empty(settings: Settings, manifest: dict[str, Any]) -> None:
    if (manifest["engine"] == "postgresql") != settings.is_postgres:
        raise BrokenBackup(f"this is a backup of {manifest['engine']}; QISHENG_DATABASE_URL names another kind of database")
    if not schema.is_empty():
        raise BrokenBackup("the database is not empty; restore only into an empty one")
    if next(settings.uploads.glob("*/*"), None) is not None:
        raise BrokenBackup(f"{settings.uploads} is not empty; restore only into an empty data folder")


def _restore_files(uploads: Path, tar: tarfile.TarFile, manifest: dict[str, Any]) -> None:
    for name in manifest["members"]:
        if name in STORES.values():
            continue
        _, shard, token = name.split("/")
        (uploads / shard).mkdir(parents=True, exist_ok=True, mode=0o700)
        unpack(tar, name, uploads / shard / token)
    for folder in uploads.glob("*"):
        sync_folder(folder)


def _restore_store(settings: Settings, tar: tarfile.TarFile, manifest: dict[str, Any]) -> None:
    """The store comes last, in one step: a restore that broke off never serves half."""
    db.session.remove()
    with engines.scratch(settings.folder) as folder:
        copy = folder / STORES[manifest["engine"]]
        unpack(tar, copy.name, copy)
        if settings.is_postgres:
            engines.load_postgres(db.engine, copy)
            return
        place = Path(str(db.engine.url.database))
        db.engine.dispose()
        for rest in ("-wal", "-shm"):
            place.with_name(place.name + rest).unlink(missing_ok=True)
        os.replace(copy, place)
        sync_folder(place.parent)


def _jump() -> None:
    """After a restore nobody knows which numbers were given since the backup, today's first ones among them."""
    db.session.execute(update(Serial).values(last=Serial.last + JUMP))
    today = f"{day_of(now()):%Y%m%d}"
    for series in {series.split("-")[0] for series in db.session.scalars(select(Serial.series))} | {SERIES}:
        row = insert(Serial).values(series=f"{series}-{today}", last=JUMP)
        higher = case((Serial.last > JUMP, Serial.last), else_=JUMP)
        db.session.execute(row.on_conflict_do_update(index_elements=["series"], set_={"last": higher}))
