"""The XML inside Office files: no DOCTYPE, no relation that fetches, and the type that the name promises."""

from __future__ import annotations

import re
from xml.etree import ElementTree

from app.gate.kinds import Kind, Refused

DECLARED = re.compile(r"<\?xml[^>]*encoding\s*=\s*[\"']([^\"']*)")
READABLE = {"utf-8", "utf-16", "utf8", "us-ascii"}
MAIN = {"docx": "wordprocessingml.document", "xlsx": "spreadsheetml.sheet", "pptx": "presentationml.presentation"}
LOCAL_TEMPLATE = re.compile(r"file:///[a-z]:[\\/]", re.IGNORECASE)  # where Word on the author's machine has its template


def check_types(content: bytes, kind: Kind) -> None:
    """The table of contents must name the main part of *kind* and no macro."""
    text = _text(content).lower()
    if "macroenabled" in text or "vbaproject" in text:
        raise Refused("macro")
    if f"{MAIN[kind.code]}.main+xml" not in text:
        raise Refused("mismatch")


def check(name: str, content: bytes) -> None:
    """Raise Refused if the part *name* has a DOCTYPE, fetches from outside or speaks to another program."""
    text = _text(content)
    if name.endswith(".rels"):
        _check_relations(text)
    if "externallinks/" in name and "ddeLink" in text:
        raise Refused("outside")


def _text(content: bytes) -> str:
    wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    text = content.decode("utf-16" if wide else "utf-8-sig")
    if "<!DOCTYPE" in text or "\0" in text[:64]:
        raise Refused("damaged")
    declared = DECLARED.search(text[:200])
    if declared and declared[1].lower() not in READABLE:
        raise Refused("damaged")
    return text


def _check_relations(text: str) -> None:
    try:
        # Without a DOCTYPE there are no entities to blow up.
        relations = ElementTree.fromstring(text)  # noqa: S314
    except ElementTree.ParseError as error:
        raise Refused("damaged") from error
    for relation in relations.iter():
        if relation.get("TargetMode", "").lower() == "external" and not _is_harmless(relation):
            raise Refused("outside")


def _is_harmless(relation: ElementTree.Element) -> bool:
    kind = relation.get("Type", "")
    if kind.endswith("/attachedTemplate"):
        return bool(LOCAL_TEMPLATE.match(relation.get("Target", "")))
    return kind.endswith("/hyperlink")
