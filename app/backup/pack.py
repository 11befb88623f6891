"""The tar file of a backup: each member hashed on its way in, the whole file there at once or not at all."""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import secrets
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from app.disk import sync_folder

FORMAT = "qisheng-backup-1"
MANIFEST = "manifest.json"
STORES = {"sqlite": "store.sqlite3", "postgresql": "store.pgdump"}
FILE = re.compile(r"files/[0-9a-f]{2}/[0-9a-f]{32}")
BLOCK = 1 << 20


class BrokenBackup(Exception):
    """The file is not a whole backup; the sentence says what is wrong with it."""


class _Hashing:
    """A file being read that remembers the digest of what was read."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        block = self._file.read(size)
        self.digest.update(block)
        return block


class Pack:
    """A backup in the making."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self._tar = tar
        self._members: dict[str, dict[str, Any]] = {}

    def add(self, name: str, source: Path) -> None:
        """Put the file *source* in under *name*."""
        with source.open("rb") as file:
            info = _info(name, os.fstat(file.fileno()).st_size)
            hashing = _Hashing(file)
            self._tar.addfile(info, hashing)
        self._members[name] = {"size": info.size, "sha256": hashing.digest.hexdigest()}

    def close(self, facts: dict[str, Any]) -> dict[str, Any]:
        """Write the manifest: *facts* and every member's size and hash."""
        manifest = {"format": FORMAT, **facts, "members": self._members}
        content = json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True).encode()
        self._tar.addfile(_info(MANIFEST, len(content)), io.BytesIO(content))
        return manifest


def _info(name: str, size: int) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.size, info.mode = size, 0o600
    return info


@contextmanager
def new_pack(path: Path) -> Iterator[Pack]:
    """A pack that stands at *path*, on the disk, once the block is left without an error."""
    aside = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        with open(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            with tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT) as tar:
                yield Pack(tar)
            file.flush()
            os.fsync(file.fileno())
        os.replace(aside, path)
    finally:
        aside.unlink(missing_ok=True)
    sync_folder(path.parent)


@contextmanager
def opened(path: Path) -> Iterator[tarfile.TarFile]:
    """The tar file at *path*; raises BrokenBackup."""
    try:
        with tarfile.open(path, "r:") as tar:
            yield tar
    except (tarfile.TarError, EOFError) as error:
        raise BrokenBackup(f"{path} is not a whole tar file: {error}") from error
    except OSError as error:
        raise BrokenBackup(f"{path} cannot be read: {error.strerror}") from error


def manifest_of(tar: tarfile.TarFile) -> dict[str, Any]:
    """What the backup says of itself; raises BrokenBackup."""
    try:
        found = tar.extractfile(MANIFEST)
        manifest = json.loads(found.read()) if found else None
    except (KeyError, ValueError):
        manifest = None
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT or manifest.get("engine") not in STORES:
        raise BrokenBackup("it holds no manifest of a backup of this house")
    return manifest


def differences(tar: tarfile.TarFile, manifest: dict[str, Any]) -> Iterator[str]:
    """Where members and manifest differ."""
    expected: dict[str, Any] = manifest["members"]
    there = {info.name: info for info in tar if info.name != MANIFEST}
    for name in sorted(expected.keys() - there.keys()):
        yield f"{name} is missing"
    for name, info in there.items():
        if name not in expected or not (info.isreg() and _is_ours(name)):
            yield f"{name} does not belong here"
        elif _hash(tar, info) != expected[name]["sha256"]:
            yield f"{name} was changed"


def _is_ours(name: str) -> bool:
    return name in STORES.values() or FILE.fullmatch(name) is not None


def _hash(tar: tarfile.TarFile, info: tarfile.TarInfo) -> str:
    file = tar.extractfile(info)
    return hashlib.file_digest(file, "sha256").hexdigest() if file else ""  # type: ignore[arg-type]


def unpack(tar: tarfile.TarFile, name: str, target: Path) -> None:
    """Write member *name* to *target*, readable by its owner only and on the disk."""
    source = tar.extractfile(name)
    if source is None:
        raise BrokenBackup(f"{name} is no file")
    with open(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        while block := source.read(BLOCK):
            file.write(block)
        file.flush()
        os.fsync(file.fileno())
