"""Honest files of every kind, made here, and the parts to spoil them with."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from PIL import Image

TYPES = """<?xml version="1.0" encoding="UTF-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Override PartName="/{part}" ContentType="application/vnd.openxmlformats-officedocument.{main}.main+xml"/></Types>"""
RELATIONS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
RELATION = (
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{}" Target="{}" {}/>'
)
MAIN = {
    "docx": ("word/document.xml", "wordprocessingml.document"),
    "xlsx": ("xl/workbook.xml", "spreadsheetml.sheet"),
    "pptx": ("ppt/presentation.xml", "presentationml.presentation"),
}


def relation(kind: str, target: str, *, external: bool = True) -> str:
    return RELATIONS.format(RELATION.format(kind, target, 'TargetMode="External"' if external else ""))


def office(kind: str = "docx", parts: dict[str, str | bytes] | None = None) -> bytes:
    main, kind_of_main = MAIN[kind]
    everything: dict[str, str | bytes] = {
        "[Content_Types].xml": TYPES.format(part=main, main=kind_of_main),
        "_rels/.rels": relation("officeDocument", main, external=False),
        main: '<?xml version="1.0" encoding="UTF-8"?><doc>关于验收的诉求</doc>',
        **(parts or {}),
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in everything.items():
            package.writestr(name, content)
    return file.getvalue()


def picture(kind: str = "png", size: tuple[int, int] = (60, 40), mode: str = "RGB", **save: object) -> bytes:
    file = io.BytesIO()
    Image.new(mode, size, 1 if mode in {"1", "L", "P", "I;16"} else None).save(file, kind, **save)  # type: ignore[arg-type]
    return file.getvalue()


def photo_with_place(canary: str) -> bytes:
    """A picture taken with the phone upright: GPS, camera, comment; red on its left, which is to become its top."""
    image = Image.new("RGB", (64, 32), "blue")
    image.paste("red", (0, 0, 16, 32))
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = canary
    exif.get_ifd(0x8825).update({1: "N", 2: (34.0, 15.0, 0.0), 29: canary})
    file = io.BytesIO()
    image.save(file, "jpeg", exif=exif, comment=canary.encode(), quality=95)
    return file.getvalue()


def png_header(width: int, height: int) -> bytes:
    """The head of a PNG that claims to be large, and an almost empty body."""
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(b"\0" * 100)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body)) for name, body in chunks
    )


def pdf(extra: bytes = b"", stream: bytes = b"BT (QiSheng) Tj ET", trailer: bytes = b"") -> bytes:
    packed = zlib.compress(stream)
    body = b"%PDF-1.7\n1 0 obj <</Type /Catalog /Pages 2 0 R " + extra + b">> endobj\n"
    body += b"3 0 obj <</Length %d /Filter /FlateDecode>> stream\n" % len(packed) + packed + b"\nendstream endobj\n"
    return body + b"trailer <</Root 1 0 R " + trailer + b">>\nstartxref\n%d\n%%%%EOF\n" % len(body)
