"""A backup is whole, says so, and comes back; what is not whole is refused by name."""

from __future__ import annotations

import io
import json
import tarfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from app import audit, backup, chain, clock
from app.backup import BrokenBackup
from app.chain import Act, Who
from app.config import Settings
from app.database import db
from app.files import FileStore
from app.keys import KeyRing, use_ring
from app.sealing import random_id
from app.store.complaints import Attachment
from app.store.outbox import Serial
from tests.machinery.stores import NewStore, bare_app, opened

AT = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
PHOTO = b"\xff\xd8 a photograph of the gate"


@pytest.fixture
def house(store: Flask) -> Settings:
    """A store with a history, a running number and one file."""
    settings: Settings = store.extensions["qisheng"]
    clock.move_to(AT)
    for number in range(3):
        chain.append("complaint:1", Who("staff", 5, 7), Act("T1", f"理由{number}"), AT)
    row = Attachment(id=random_id(), origin="enterprise", mime="image/jpeg", size=len(PHOTO), at=AT)
    row.name = "大门.jpg"
    row.original = FileStore(settings.uploads).put(PHOTO, row.id).path
    db.session.add_all([row, Serial(series="QS-20260302", last=17), Serial(series="CD-2026", last=2)])
    db.session.commit()
    return settings


@pytest.fixture
def made(house: Settings, tmp_path: Path) -> Path:
    """Its backup."""
    path = tmp_path / "a.tar"
    backup.make(house, path)
    return path


def _rewritten(path: Path, change: Callable[[str, bytes], bytes | None]) -> Path:
    """A copy of the backup in which *change* had its way with each member."""
    target = path.with_name("changed.tar")
    with tarfile.open(path) as old, tarfile.open(target, "w") as new:
        for info in old:
            found = old.extractfile(info)
            assert found is not None
            content = change(info.name, found.read())
            if content is not None:
                info.size = len(content)
                new.addfile(info, io.BytesIO(content))
    return target


def test_a_backup_is_sealed_first_and_verifies(house: Settings, made: Path) -> None:
    found = backup.verify(house, made)
    assert (found["broken"], found["entries"], found["files"]) == ([], 3, 1)
    assert found["checkpoint"]["n"] == 1
    assert made.stat().st_mode & 0o077 == 0


def test_a_backup_never_holds_the_keys_and_only_what_is_sealed(house: Settings, made: Path) -> None:
    (house.folder / "keys.json").write_text("secret")
    again = backup.make(house, made.with_name("b.tar"))
    with tarfile.open(again["file"]) as tar:
        assert not [name for name in tar.getnames() if "key" in name]
    assert PHOTO not in made.read_bytes()


def test_a_backup_does_not_overwrite_another(house: Settings, made: Path) -> None:
    with pytest.raises(BrokenBackup, match="is there already"):
        backup.make(house, made)


@pytest.mark.parametrize("where", ["store", "files"])
def test_a_changed_byte_is_named(house: Settings, made: Path, where: str) -> None:
    changed = _rewritten(made, lambda name, content: b"!" + content[1:] if name.startswith(where) else content)
    assert [line for line in backup.verify(house, changed)["broken"] if line.endswith("was changed") and where in line]


def test_a_missing_or_foreign_member_is_named(house: Settings, made: Path) -> None:
    shorter = _rewritten(made, lambda name, content: None if name.startswith("files/") else content)
    assert "is missing" in backup.verify(house, shorter)["broken"][0]
    with tarfile.open(shorter, "a") as tar:
        tar.addfile(tarfile.TarInfo("../../etc/cron.d/x"), io.BytesIO())
    assert "../../etc/cron.d/x does not belong here" in backup.verify(house, shorter)["broken"]


@pytest.mark.parametrize("content", [b"", b"not a tar file" * 100])
def test_what_is_no_backup_is_refused(house: Settings, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.tar"
    path.write_bytes(content)
    with pytest.raises(BrokenBackup):
        backup.verify(house, path)


def test_a_cut_off_backup_is_refused_or_named(house: Settings, made: Path) -> None:
    short = made.with_name("short.tar")
    short.write_bytes(made.read_bytes()[: made.stat().st_size // 2])
    with pytest.raises(BrokenBackup):
        backup.verify(house, short)


def test_a_file_that_a_row_names_and_the_disk_lost_is_named(
    house: Settings, engine: str, tmp_path: Path, new_store: NewStore
) -> None:
    token = db.session.scalars(select(Attachment.original)).one()
    FileStore(house.uploads).drop(str(token))
    backup.make(house, tmp_path / "c.tar")
    if engine == "sqlite":  # a dump would need a server to look into its rows
        assert backup.verify(house, tmp_path / "c.tar")["broken"] == [f"file {token} is missing"]
    fresh = new_store(engine, migrated=False)
    with opened(bare_app(fresh)):
        assert [row["what"] for row in backup.restore(fresh, tmp_path / "c.tar")["broken"]] == [f"file {token} is missing"]


def test_a_restored_store_holds_everything_and_gives_no_number_twice(made: Path, engine: str, new_store: NewStore) -> None:
    clock.move_to(datetime(2026, 3, 4, 1, 0, tzinfo=UTC))  # two days of numbers are lost
    fresh = new_store(engine, migrated=False)
    with opened(bare_app(fresh)):
        done = backup.restore(fresh, made)
        assert (done["broken"], done["entries"], done["files"]) == ([], 3, 1)
        last = dict(db.session.execute(select(Serial.series, Serial.last)).all())
        assert last["QS-20260302"] == 1017
        assert last["QS-20260304"] == 1000
        assert last["CD-2026"] == 1002
        row = db.session.scalars(select(Attachment)).one()
        assert FileStore(fresh.uploads).read(str(row.original), row.id) == PHOTO
        chain.append("complaint:1", Who("staff", 5, 7), Act("T2"), clock.now())
        db.session.commit()
        assert audit.verify().broken == []


def test_a_restore_under_other_keys_says_so(made: Path, engine: str, new_store: NewStore) -> None:
    fresh = new_store(engine, migrated=False)
    with opened(bare_app(fresh)):
        use_ring(KeyRing.new())
        assert backup.restore(fresh, made)["broken"]


def test_a_restore_never_goes_over_something(house: Settings, made: Path, engine: str, new_store: NewStore) -> None:
    with pytest.raises(BrokenBackup, match="the database is not empty"):
        backup.restore(house, made)
    fresh = new_store(engine, migrated=False)
    with opened(bare_app(fresh)):
        FileStore(fresh.uploads).put(b"here already", 1)
        with pytest.raises(BrokenBackup, match="uploads is not empty"):
            backup.restore(fresh, made)


def test_a_broken_backup_restores_nothing(made: Path, engine: str, new_store: NewStore) -> None:
    changed = _rewritten(made, lambda name, content: content + b"!" if name.startswith("files/") else content)
    fresh = new_store(engine, migrated=False)
    with opened(bare_app(fresh)):
        with pytest.raises(BrokenBackup, match="was changed"):
            backup.restore(fresh, changed)
        assert not fresh.uploads.exists()


def test_a_backup_of_another_engine_is_refused(made: Path, engine: str, new_store: NewStore) -> None:
    other = _rewritten(made, lambda name, content: _other(content) if name == "manifest.json" else content)
    fresh = new_store(engine, migrated=False)
    with opened(bare_app(fresh)), pytest.raises(BrokenBackup, match="another kind of database"):
        backup.restore(fresh, other)


def _other(manifest: bytes) -> bytes:
    told = json.loads(manifest)
    told["engine"] = {"sqlite": "postgresql", "postgresql": "sqlite"}[told["engine"]]
    return json.dumps(told).encode()
