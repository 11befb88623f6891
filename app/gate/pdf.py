"""PDF: whole, unlocked, nothing in it that acts by itself. It is kept as it is and handed out as attachment only."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator

from app.gate.kinds import Refused

ACTIVE = re.compile(rb"/(JavaScript|Launch|EmbeddedFiles?|RichMedia|Rendition)(?![A-Za-z0-9])")
LOCKED = re.compile(rb"/Encrypt(?![A-Za-z0-9])")
ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
STREAM = re.compile(rb"stream(?:\r\n|\r|\n)")
OBJECTS = re.compile(rb"(?:[\s\0]|%[^\r\n]*[\r\n])*\d")  # how a stream of objects begins
PIECE = 4096
MOST_UNPACKED = 200 * 1024 * 1024


def examine(content: bytes) -> None:
    """Raise Refused unless *content* may be kept."""
    end = content.rstrip(b"\0\r\n\t ")[-1024:]
    if b"%%EOF" not in end or b"startxref" not in content:
        raise Refused("damaged")
    if zipfile.is_zipfile(io.BytesIO(content)):  # two files in one
        raise Refused("mismatch")
    _check(content)
    for objects in _object_streams(content):
        _check(objects)


def _check(text: bytes) -> None:
    plain = ESCAPED.sub(lambda match: bytes([int(match[1], 16)]), text)
    if ACTIVE.search(plain):
        raise Refused("pdf_active")
    if LOCKED.search(plain):
        raise Refused("pdf_locked")


def _object_streams(content: bytes) -> Iterator[bytes]:
    """What may be objects in compressed streams: every stream is tasted, whatever its dictionary says."""
    left = MOST_UNPACKED
    view = memoryview(content)
    for match in STREAM.finditer(content):
        unpacked = _inflate(view[match.end() :], left)
        left -= len(unpacked)
        yield unpacked


def _inflate(packed: memoryview, most: int) -> bytes:
    packer, unpacked = zlib.decompressobj(), bytearray()
    try:
        for at in range(0, len(packed), PIECE):
            unpacked += packer.decompress(packed[at : at + PIECE])
            if packer.eof or not OBJECTS.match(unpacked):
                break
            if len(unpacked) > most:
                raise Refused("unpacked")
    except zlib.error:  # another filter, or damage behind which a reader would still read
        pass
    return bytes(unpacked)
