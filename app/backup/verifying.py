"""`backup verify`: are all members whole, does the copy open, does its chain hold?"""

from __future__ import annotations

import dataclasses
import sqlite3
import tarfile
from contextlib import closing
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import select

from app import audit, database
from app.backup import engines
from app.backup.pack import STORES, BrokenBackup, differences, manifest_of, opened, unpack
from app.config import Settings
from app.database import db, reading
from app.store.complaints import Attachment

__all__ = ["BrokenBackup", "missing_files", "verify"]


def verify(settings: Settings, path: Path) -> dict[str, Any]:
    """Look through the backup at *path*: {"broken": [sentences], …}. Needs the key ring of its time."""
    with opened(path) as tar:
        manifest = manifest_of(tar)
        broken = list(differences(tar, manifest))
        if not broken:
            broken += _look_into(settings, tar, manifest, path)
    told = {name: manifest.get(name) for name in ("engine", "made_at", "revision", "checkpoint")}
    return {**told, "files": len(manifest["members"]) - 1, "entries": manifest["rows"].get("entry"), "broken": broken}


def _look_into(settings: Settings, tar: tarfile.TarFile, manifest: dict[str, Any], path: Path) -> list[str]:
    with engines.scratch(path.absolute().parent) as folder:
        copy = folder / STORES[manifest["engine"]]
        unpack(tar, copy.name, copy)
        if manifest["engine"] == "postgresql":
            return _look_into_dump(copy)
        return _look_into_sqlite(settings, copy, set(manifest["members"]))


def _look_into_dump(copy: Path) -> list[str]:
    """A dump is read as far as this goes without a server: its list of contents."""
    try:
        engines.run("pg_restore", db.engine, "--list", f"--file={copy.with_suffix('.list')}", str(copy))
    except BrokenBackup as error:
        return [str(error)]
    return []


def _look_into_sqlite(settings: Settings, copy: Path, members: set[str]) -> list[str]:
    with closing(sqlite3.connect(copy)) as connection:
        said = [row[0] for row in connection.execute("PRAGMA integrity_check")]
    if said != ["ok"]:
        return [f"{copy.name}: {sentence}" for sentence in said]
    app = Flask("copy")
    database.configure(app, dataclasses.replace(settings, database_url=f"sqlite:///{copy}"))
    with app.app_context():
        reading.set(True)
        try:
            return _broken_entries() + missing_files(members)
        finally:
            db.session.remove()
            db.engine.dispose()


def _broken_entries() -> list[str]:
    return [f"{row['stream']} {row['seq']}: {row['what']}" for row in audit.verify().broken]


def missing_files(members: set[str]) -> list[str]:
    """Files that rows name and the backup does not hold."""
    tokens = {token for row in db.session.execute(select(Attachment.original, Attachment.clean)) for token in row if token}
    return [f"file {token} is missing" for token in sorted(tokens) if f"files/{token[:2]}/{token}" not in members]
