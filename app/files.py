"""The sealed file store: attachments lie encrypted under random names; what a file was called stands in its row."""

from __future__ import annotations

import hashlib
import os
import re
import secrets
from collections.abc import Iterator, Set
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app import clock
from app.disk import sync_folder, write_whole
from app.errors import NotFound, Unavailable
from app.keys import ring_in_force
from app.sealing import place, reseal, seal, unseal

TOKEN = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True)
class StoredFile:
    """What the row keeps of a file; `sha256` is of the sealed bytes, so a backup is checked without keys."""

    path: str
    size: int
    sha256: str


@dataclass(frozen=True)
class FileStore:
    """A folder of sealed files, spread over 256 folders."""

    folder: Path

    def put(self, content: bytes, row_id: int) -> StoredFile:
        """Seal *content* for the row *row_id*; it is on the disk when this returns, before the row commits."""
        token = secrets.token_hex(16)
        blob = seal(ring_in_force(), content, _where(token, row_id))
        path = self.path(token)
        try:
            self._make_folder(path.parent)
            write_whole(path, blob)
            stamp = clock.now().timestamp()  # `sweep` reckons by the same clock
            os.utime(path, (stamp, stamp))
        except OSError as error:
            raise Unavailable("文件没有存上，您填写的内容都还在，请再试一次。") from error
        return StoredFile(token, len(content), hashlib.sha256(blob).hexdigest())

    def read(self, token: str, row_id: int) -> bytes:
        """The content that was put for *row_id*; raises Tampered if these are other bytes, NotFound if none."""
        path = self.path(token)
        try:
            blob = path.read_bytes()
        except FileNotFoundError as error:
            raise NotFound("这个文件已经不在了。") from error
        except OSError as error:
            raise Unavailable("文件暂时打不开，请再试一次。") from error
        return unseal(ring_in_force(), blob, _where(token, row_id))

    def renew(self, token: str, row_id: int) -> bool:
        """Close the file under the current key, in its place; False if it is so already."""
        path = self.path(token)
        try:
            blob = path.read_bytes()
        except FileNotFoundError as error:
            raise NotFound("这个文件已经不在了。") from error
        fresh = reseal(ring_in_force(), blob, _where(token, row_id))
        if fresh is blob:
            return False
        stamp = path.stat().st_mtime
        write_whole(path, fresh)
        os.utime(path, (stamp, stamp))
        return True

    def drop(self, token: str) -> None:
        """Remove a file; none there is as good."""
        self.path(token).unlink(missing_ok=True)

    def sweep(self, known: Set[str], older_than: datetime) -> int:
        """Remove what no row knows and was put before *older_than*: the rest of filings that never committed."""
        strays = [path for path in self._all() if path.name not in known and path.stat().st_mtime < older_than.timestamp()]
        for path in strays:
            path.unlink()
        return len(strays)

    def path(self, token: str) -> Path:
        """Where the file *token* lies; anything but a token is not found."""
        if not TOKEN.fullmatch(token):
            raise NotFound("这个文件已经不在了。")
        return self.folder / token[:2] / token

    def _all(self) -> Iterator[Path]:
        return self.folder.glob("[0-9a-f][0-9a-f]/*")

    def _make_folder(self, shard: Path) -> None:
        if not shard.exists():
            shard.mkdir(mode=0o700, parents=True, exist_ok=True)
            sync_folder(self.folder)


def _where(token: str, row_id: int) -> str:
    return place("file", token, row_id)
