"""What the gate lets in, told by name and by content, and the codes of what it turns away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Family = Literal["image", "pdf", "office"]


class Refused(Exception):
    """A file is turned away; `code` is a key of `sentences.SENTENCES`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Kind:
    """A kind of file that may pass."""

    code: str
    family: Family
    mime: str
    extensions: tuple[str, ...]


_OOXML = "application/vnd.openxmlformats-officedocument."

JPEG = Kind("jpeg", "image", "image/jpeg", ("jpg", "jpeg", "jfif"))
PNG = Kind("png", "image", "image/png", ("png",))
WEBP = Kind("webp", "image", "image/webp", ("webp",))
PDF = Kind("pdf", "pdf", "application/pdf", ("pdf",))
DOCX = Kind("docx", "office", _OOXML + "wordprocessingml.document", ("docx",))
XLSX = Kind("xlsx", "office", _OOXML + "spreadsheetml.sheet", ("xlsx",))
PPTX = Kind("pptx", "office", _OOXML + "presentationml.presentation", ("pptx",))

KINDS = {kind.code: kind for kind in (JPEG, PNG, WEBP, PDF, DOCX, XLSX, PPTX)}
BY_EXTENSION = {extension: kind for kind in KINDS.values() for extension in kind.extensions}

KNOWN_BUT_REFUSED = {
    **dict.fromkeys(("doc", "xls", "ppt", "wps", "et", "dps", "rtf", "dot", "xlt"), "legacy"),
    **dict.fromkeys(("docm", "xlsm", "pptm", "dotm", "xltm", "potm", "ppsm", "xlam", "xlsb"), "macro"),
    **dict.fromkeys(("heic", "heif", "avif", "gif", "bmp", "tif", "tiff"), "other_image"),
    **dict.fromkeys(("zip", "rar", "7z", "gz", "tgz", "tar", "bz2", "xz", "iso", "cab"), "archive"),
}

ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def by_name(extension: str) -> Kind | None:
    """The kind that a file name promises; None if it has no extension; raises Refused for what never passes."""
    if not extension:
        return None
    if extension in BY_EXTENSION:
        return BY_EXTENSION[extension]
    raise Refused(KNOWN_BUT_REFUSED.get(extension, "kind"))


def by_content(content: bytes, promised: Kind | None) -> Kind:
    """The kind that *content* begins like. Pictures may bear each other's names, as phones do it; others must agree."""
    if picture := _picture(content):
        if promised is None or promised.family == "image":
            return picture
    elif promised is not None and _begins_like(content, promised):
        return promised
    if promised is not None and promised.family == "office" and content.startswith(OLE):
        raise Refused("locked")
    raise Refused("mismatch" if promised else "kind")


def _picture(content: bytes) -> Kind | None:
    if content.startswith(b"\xff\xd8\xff"):
        return JPEG
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return WEBP
    return None


def _begins_like(content: bytes, kind: Kind) -> bool:
    if kind is PDF:
        return content[:64].removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"%PDF-")
    return kind.family == "office" and content.startswith(ZIP)
