"""Word, Excel and PowerPoint: no macro, no file inside, nothing fetched from outside, no trick of the zip."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from dataclasses import dataclass

from app.gate import markup
from app.gate.kinds import BY_EXTENSION, OLE, Kind, Refused
from app.gate.names import extension_of

MOST_PARTS = 2000
MOST_UNPACKED = 200 * 1024 * 1024
CHUNK = 1024 * 1024
TYPES = "[content_types].xml"

MACRO = re.compile(r"vbaproject|vbadata|activex/|macrosheets/")
INSIDE = re.compile(r"\.(html?|mht|mhtml|rtf|exe|dll|js|vbs|bat|cmd|ps1|lnk|hta|swf|jar)$")
FOREIGN = (b"PK\x03\x04", b"Rar!", b"7z\xbc\xaf", b"MZ", b"\x7fELF", OLE, b"%PDF-", b"\x1f\x8b")
SQUEEZED_DRAWINGS = {"emz", "wmz"}
END = b"PK\x05\x06"
END_BYTES = 22


@dataclass
class Budget:
    """What may still be unpacked, over the file and the charts' tables in it."""

    parts: int = MOST_PARTS
    size: int = MOST_UNPACKED

    def spend(self, parts: int = 0, size: int = 0) -> None:
        self.parts -= parts
        self.size -= size
        if self.parts < 0 or self.size < 0:
            raise Refused("unpacked")


def examine(content: bytes, kind: Kind) -> None:
    """Raise Refused unless *content* may be kept as a file of *kind*."""
    _examine(content, kind, Budget(), inside=False)


def _examine(content: bytes, kind: Kind, budget: Budget, *, inside: bool) -> None:
    if content[-END_BYTES:-18] != END:  # bytes behind the end could be another file
        raise Refused("damaged")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            entries = package.infolist()
            budget.spend(parts=len(entries))
            _check_entries(entries)
            types = _read(package, entries, TYPES, budget)
            markup.check_types(types, kind)
            for entry in entries:
                _check_part(entry.filename.lower(), _unpack(package, entry, budget), budget, inside=inside)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, UnicodeDecodeError) as error:
        raise Refused("damaged") from error


def _check_entries(entries: list[zipfile.ZipInfo]) -> None:
    names = [entry.filename.lower() for entry in entries]
    if any(entry.flag_bits & 1 for entry in entries):
        raise Refused("locked")
    if any(MACRO.search(name) for name in names):
        raise Refused("macro")
    if any(INSIDE.search(name) for name in names):
        raise Refused("embedded")
    strange = any(name.startswith("/") or ".." in name.split("/") or "\\" in name for name in names)
    strange |= any(entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED} for entry in entries)
    if strange or len(set(names)) < len(names) or min((entry.header_offset for entry in entries), default=0) != 0:
        raise Refused("damaged")


def _read(package: zipfile.ZipFile, entries: list[zipfile.ZipInfo], name: str, budget: Budget) -> bytes:
    for entry in entries:
        if entry.filename.lower() == name:
            return _unpack(package, entry, budget)
    raise Refused("mismatch")


def _unpack(package: zipfile.ZipFile, entry: zipfile.ZipInfo, budget: Budget) -> bytes:
    """The part, counted while it is read: what the zip says about sizes is not believed."""
    chunks = []
    with package.open(entry) as part:
        while chunk := part.read(CHUNK):
            budget.spend(size=len(chunk))
            chunks.append(chunk)
    return b"".join(chunks)


def _check_part(name: str, content: bytes, budget: Budget, *, inside: bool) -> None:
    if content.startswith(FOREIGN):
        _check_foreign(name, content, budget, inside=inside)
    elif name.endswith((".xml", ".rels", ".vml")) or content[:64].lstrip(b"\xef\xbb\xbf\xff\xfe\0 \r\n\t").startswith(b"<"):
        markup.check(name, content)


def _check_foreign(name: str, content: bytes, budget: Budget, *, inside: bool) -> None:
    """A chart carries its table as a small workbook: that one is examined too. Anything else inside is refused."""
    extension = extension_of(name)
    if extension in SQUEEZED_DRAWINGS:
        return
    kind = BY_EXTENSION.get(extension)
    if inside or kind is None or kind.family != "office" or "/embeddings/" not in f"/{name}":
        raise Refused("embedded")
    _examine(content, kind, budget, inside=True)
