"""`backup make`: a seal over the chain first, then the store at one moment, then its files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy.exc import IntegrityError

from app import chain
from app.backup import engines
from app.backup.pack import STORES, BrokenBackup, Pack, new_pack
from app.clock import now
from app.config import Settings
from app.database import db


def make(settings: Settings, path: Path, *, replace: bool = False) -> dict[str, Any]:
    """Write a backup to *path* while people work; the counts that it holds. Commits a checkpoint of its own."""
    path = path.absolute()
    if path.exists() and not replace:
        raise BrokenBackup(f"{path} is there already; name another file")
    _seal()
    engine = "postgresql" if settings.is_postgres else "sqlite"
    with engines.scratch(path.parent) as folder, new_pack(path) as pack:
        copy = folder / STORES[engine]
        facts = _copy(settings, copy)
        pack.add(copy.name, copy)
        files = _add_files(pack, settings.uploads)
        pack.close({"engine": engine, "made_at": now().isoformat(), **facts})
    return {
        "file": str(path),
        "bytes": path.stat().st_size,
        "files": files,
        "checkpoint": facts["checkpoint"],
        "rows": facts["rows"],
    }


def _seal() -> None:
    try:
        chain.checkpoint(now())
        db.session.commit()
    except IntegrityError:  # the worker has sealed in this very moment: as good
        db.session.rollback()


def _copy(settings: Settings, copy: Path) -> dict[str, Any]:
    if settings.is_postgres:
        return engines.copy_postgres(db.engine, copy)
    return engines.copy_sqlite(Path(str(db.engine.url.database)), copy)


def _add_files(pack: Pack, uploads: Path) -> int:
    """Files are on the disk before their rows commit, so all that the copied rows name are there."""
    count = 0
    for path in sorted(uploads.glob("[0-9a-f][0-9a-f]/[0-9a-f]*")):
        try:
            pack.add(f"files/{path.parent.name}/{path.name}", path)
        except FileNotFoundError:  # erased since it was listed
            continue
        count += 1
    return count
