"""Attachments: sealed, nameless, on the disk before their row, and swept when the row never came."""

from __future__ import annotations

import hashlib
import os
from datetime import timedelta
from pathlib import Path

import pytest

from app import clock, keys
from app.errors import NotFound, Unavailable
from app.files import FileStore
from app.keys import KeyRing
from app.sealing import Tampered


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FileStore:
    monkeypatch.setattr(keys, "_in_force", KeyRing.new())
    return FileStore(tmp_path / "uploads")


def everything_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_a_file_comes_back_and_nothing_on_the_disk_tells_of_it(store: FileStore) -> None:
    stored = store.put("营业执照".encode() * 1000, 5)
    assert store.read(stored.path, 5) == "营业执照".encode() * 1000
    assert stored.size == 12000
    [path] = everything_in(store.folder)
    assert path.name == stored.path
    assert path.stat().st_mode & 0o777 == 0o600
    assert "执照".encode() not in path.read_bytes()
    assert hashlib.sha256(path.read_bytes()).hexdigest() == stored.sha256


def test_a_file_laid_in_the_place_of_another_is_noticed(store: FileStore) -> None:
    one, two = store.put(b"one", 5), store.put(b"two", 5)
    store.path(one.path).write_bytes(store.path(two.path).read_bytes())
    with pytest.raises(Tampered):
        store.read(one.path, 5)
    with pytest.raises(Tampered):
        store.read(two.path, 6)


@pytest.mark.parametrize("token", ["", "..", "../../etc/passwd", "A" * 32, "0" * 31, "0" * 32 + "\n", "0" * 32])
def test_only_a_token_finds_a_file(store: FileStore, token: str) -> None:
    with pytest.raises(NotFound):
        store.read(token, 5)


def test_a_dropped_file_is_gone_and_may_be_dropped_again(store: FileStore) -> None:
    stored = store.put(b"x", 5)
    store.drop(stored.path)
    store.drop(stored.path)
    assert everything_in(store.folder) == []


def test_a_sweep_takes_only_old_files_without_a_row(store: FileStore) -> None:
    at = clock.now()
    clock.move_to(at - timedelta(days=3))
    try:
        kept, stray = store.put(b"kept", 1), store.put(b"stray", 2)
        half_written = store.path(stray.path).with_name(".half")
        half_written.write_bytes(b"x")
        os.utime(half_written, (0, 0))
    finally:
        clock.move_to(None)
    fresh = store.put(b"fresh", 3)
    assert store.sweep({kept.path}, at - timedelta(days=1)) == 2
    assert {path.name for path in everything_in(store.folder)} == {kept.path, fresh.path}


def test_a_full_disk_is_said_and_leaves_nothing_behind(store: FileStore, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_handle: int) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Unavailable, match="都还在"):
        store.put(b"x", 5)
    assert everything_in(store.folder) == []
