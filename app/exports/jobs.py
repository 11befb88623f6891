"""Large exports are made by the worker, who does what else is due between two slices; old ones are swept away."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, cast

from flask import current_app
from sqlalchemy import CursorResult, or_, select, update

from app import outbox
from app.auth.posts import actors, is_living
from app.clock import day_of, now
from app.config import Settings
from app.database import db
from app.exports import operations
from app.exports.making import Wanted
from app.exports.operations import KIND, OPEN
from app.exports.sheets import sheet_of
from app.exports.shelf import Shelf
from app.feature import Periodic
from app.lists.registry import lists
from app.lists.spec import ListSpec
from app.outbox import Payload, Work
from app.store.lists import Export

STALE = timedelta(minutes=3)  # without a sign of life


def shelf() -> Shelf:
    """Where they wait."""
    settings = cast("Settings", current_app.extensions["qisheng"])
    return Shelf(settings.folder / "exports")


def make(payload: Payload) -> None:
    """Make one, with no transaction open; who comes while somebody makes it has nothing to do."""
    export_id, at = int(payload["id"]), now()
    if not _claim(export_id, at):
        return
    row = db.session.get_one(Export, export_id, populate_existing=True)
    wanted, form = _wanted(row, at), row.form
    db.session.rollback()
    if wanted is None:
        _set(export_id, state="failed")
        return
    with current_app.test_request_context(), tempfile.TemporaryDirectory(dir=shelf().folder) as folder:
        rows, token, size = _written(export_id, wanted, form, Path(folder))
    row = db.session.get_one(Export, export_id, populate_existing=True)
    operations.finish(row, wanted, rows, token, size, now())
    db.session.commit()


def _claim(export_id: int, at: datetime) -> bool:
    """Whether it is ours now."""
    alone = or_(Export.beat_at.is_(None), Export.beat_at < at - STALE)
    mine = update(Export).where(Export.id == export_id, Export.state.in_(OPEN), alone).values(state="working", beat_at=at)
    result = cast("CursorResult[Any]", db.session.execute(mine.execution_options(synchronize_session=False)))
    db.session.commit()
    return result.rowcount == 1


def _wanted(row: Export, at: datetime) -> Wanted | None:
    """The list as its reader would see it now; None where he may not carry it away any more."""
    post, spec = operations.post_of(row), lists().get(row.list)
    if spec is None or not is_living(post, day_of(at)):
        return None
    (actor,) = actors([post], day_of(at))
    return Wanted.read(spec, actor, row.query, row.at) if may_carry(spec, actor) else None


def may_carry(spec: ListSpec, actor: Any) -> bool:
    """Whether *actor* may open this list and carry it away."""
    return spec.opens(actor) and spec.exports(actor)


def _written(export_id: int, wanted: Wanted, form: str, folder: Path) -> tuple[int, str, int]:
    plain = folder / "plain"
    with plain.open("xb") as out:
        sheet = sheet_of(form, out, wanted.heads, folder)
        rows = wanted.write(sheet, lambda written: _beat(export_id, written))
        sheet.close()
    with plain.open("rb") as source:
        token, size = shelf().put(source, export_id)
    return rows, token, size


def _beat(export_id: int, rows: int) -> None:
    """Say how far it is; then do what else is due, for a large export must not keep anybody waiting."""
    _set(export_id, rows=rows, beat_at=now())
    outbox.drain()


def _set(export_id: int, **values: Any) -> None:
    one = update(Export).where(Export.id == export_id).values(**values)
    db.session.execute(one.execution_options(synchronize_session=False))
    db.session.commit()


def sweep(at: datetime) -> int:
    """Drop what nobody fetched in time, and take up again what its worker left."""
    return sum(_dropped(row_id, token) for row_id, token in _ended(at)) + _taken_up(at)


def _ended(at: datetime) -> Iterator[tuple[int, str | None]]:
    query = select(Export.id, Export.token).where(Export.ends_at < at, Export.state.in_(("ready", "done")))
    yield from [(id_, token) for id_, token in db.session.execute(query)]


def _dropped(export_id: int, token: str | None) -> int:
    if token:
        shelf().drop(token)
    _set(export_id, state="gone", token=None)
    return 1


def _taken_up(at: datetime) -> int:
    query = select(Export.id).where(Export.state.in_(OPEN), Export.at < at - STALE)
    left = list(db.session.scalars(query.where(or_(Export.beat_at.is_(None), Export.beat_at < at - STALE))))
    for export_id in left:
        outbox.put_once(KIND, f"export:{export_id}:{int(at.timestamp())}", id=export_id)
    db.session.commit()
    return len(left)


WORKS = ((KIND, Work(prepare=make, apply=lambda _payload, _prepared: None)),)
PERIODIC = (Periodic("exports", "%Y%m%d%H%M", sweep, long=True),)
