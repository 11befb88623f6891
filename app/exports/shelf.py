"""Where large exports wait to be fetched: closed piece by piece, so that no size needs memory."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from app.errors import NotFound
from app.files import TOKEN
from app.keys import ring_in_force
from app.sealing import place, seal, unseal

PIECE = 1024 * 1024
LENGTH_BYTES = 4


@dataclass(frozen=True)
class Shelf:
    """A folder of sealed files under random names."""

    folder: Path

    def __post_init__(self) -> None:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def put(self, source: BinaryIO, row_id: int) -> tuple[str, int]:
        """Seal all of *source* for the row *row_id*: the name, and how large the content is."""
        token, size, number = secrets.token_hex(16), 0, 0
        with open(self.folder / token, "xb", opener=_private) as out:
            while piece := source.read(PIECE):
                _write(out, seal(ring_in_force(), piece, _where(token, row_id, number)))
                size, number = size + len(piece), number + 1
            _write(out, seal(ring_in_force(), b"", _where(token, row_id, number)))  # so that a cut is noticed
        return token, size

    def read(self, token: str, row_id: int) -> Iterator[bytes]:
        """The content piece by piece; raises Tampered, NotFound."""
        try:
            source = self._path(token).open("rb")
        except FileNotFoundError as error:
            raise NotFound("这份文件已经删了，请重新导出。") from error
        return self._pieces(source, token, row_id)

    def _pieces(self, source: BinaryIO, token: str, row_id: int) -> Iterator[bytes]:
        number = 0
        with source:
            while True:
                length = int.from_bytes(source.read(LENGTH_BYTES), "big")
                piece = unseal(ring_in_force(), source.read(length), _where(token, row_id, number))
                if not piece:
                    return
                number += 1
                yield piece

    def drop(self, token: str) -> None:
        """Remove a file; none there is as good."""
        self._path(token).unlink(missing_ok=True)

    def _path(self, token: str) -> Path:
        if not TOKEN.fullmatch(token):
            raise NotFound
        return self.folder / token


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _write(out: BinaryIO, blob: bytes) -> None:
    out.write(len(blob).to_bytes(LENGTH_BYTES, "big"))
    out.write(blob)


def _where(token: str, row_id: int, number: int) -> str:
    return place("export", f"{token}:{number}", row_id)
