"""A fresh key, and old secrets closed under it while people go on."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import select, text

from app.commands.resealing import SLICE, reseal_files, reseal_rows, sealed_columns
from app.config import Settings
from app.database import Base, db
from app.files import FileStore
from app.keys import KeyRing, ring_in_force, use_ring
from app.sealing import Look, kid_of, random_id
from app.store.complaints import Attachment

AT = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
COUNT = SLICE + 5
LOOK = Look("test", "person:1")


@pytest.fixture
def uploads(store: Flask) -> FileStore:
    """More sealed names than one slice takes, and one file."""
    settings: Settings = store.extensions["qisheng"]
    files = FileStore(settings.uploads)
    for number in range(COUNT):
        row = Attachment(id=random_id(), origin="staff", mime="image/png", size=1, at=AT)
        row.name = f"照片{number}"
        row.clean = files.put(b"content", row.id).path if number == 0 else None
        db.session.add(row)
    db.session.commit()
    use_ring(ring_in_force().add("seal"))
    return files


def _kids() -> set[int]:
    return {kid_of(bytes(blob)) for blob in db.session.scalars(select(Attachment.name_sealed)) if blob}


def test_every_sealed_column_of_the_store_is_walked() -> None:
    walked = {f"{table.name}.{column.name}" for table, column in sealed_columns()}
    binary = {
        f"{table.name}.{column.name}"
        for table in Base.metadata.tables.values()
        for column in table.columns
        if column.name.endswith("_sealed")
    }
    assert walked == binary
    assert {"complaint.text_sealed", "contact.phone_sealed", "second_factor.secret_sealed"} <= walked


def test_all_is_closed_anew_and_opens_without_the_old_key(uploads: FileStore) -> None:
    broken: list[str] = []
    assert reseal_rows(broken)["attachment.name_sealed"] == COUNT
    assert (reseal_files(uploads.folder, broken), broken) == (1, [])
    ring = ring_in_force()
    assert _kids() == {ring.current("seal").kid}
    use_ring(KeyRing(tuple(key for key in ring.keys if key.purpose != "seal" or key == ring.current("seal"))))
    row = db.session.scalars(select(Attachment).where(Attachment.clean.is_not(None))).one()
    assert row.name is not None
    assert row.name.open(LOOK) == "照片0"
    assert uploads.read(str(row.clean), row.id) == b"content"


def test_a_second_walk_finds_nothing_left(uploads: FileStore) -> None:
    reseal_rows([])
    reseal_files(uploads.folder, [])
    assert sum(reseal_rows([]).values()) + reseal_files(uploads.folder, []) == 0


def test_what_does_not_open_is_named_and_the_rest_goes_on(uploads: FileStore) -> None:
    spoilt = db.session.scalars(select(Attachment.id).order_by(Attachment.id)).first()
    db.session.execute(
        text("UPDATE attachment SET name_sealed = :blob WHERE id = :id"), {"id": spoilt, "blob": b"\1\1" + bytes(40)}
    )
    db.session.commit()
    broken: list[str] = []
    assert reseal_rows(broken)["attachment.name_sealed"] == COUNT - 1
    assert len(broken) == 1
    assert f"attachment|name_sealed|{spoilt}" in broken[0]
