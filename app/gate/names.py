"""File names as they are shown: readable in Chinese, harmless everywhere else."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 120
NAMELESS = "未命名"
UNSEEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}  # control, bidi and zero-width marks, half characters, line breaks
EXTENSION = re.compile(r"\.([A-Za-z][A-Za-z0-9]{0,7}|7z)$")


def clean_name(name: str) -> str:
    """*name* without folders, unseen marks and surplus length; the extension stays."""
    last = re.split(r"[/\\]", name)[-1]
    seen = "".join(letter for letter in last if unicodedata.category(letter) not in UNSEEN)
    tidy = _trim(unicodedata.normalize("NFC", seen))
    extension = EXTENSION.search(tidy)
    if extension is None:
        return tidy[:LONGEST].rstrip() or NAMELESS
    stem = tidy[: extension.start()].rstrip()
    return (stem[: LONGEST - len(extension[0])].rstrip() or NAMELESS) + extension[0]


def extension_of(name: str) -> str:
    """The extension in small letters, "" if the name has none (图片 1 or 2026.3)."""
    match = EXTENSION.search(name)
    return match[1].lower() if match else ""


def with_extension(name: str, extensions: tuple[str, ...]) -> str:
    """*name* ending in one of *extensions*: a picture is called what it is."""
    if extension_of(name) in extensions:
        return name
    return clean_name(f"{EXTENSION.sub('', name)}.{extensions[0]}")


def _trim(name: str) -> str:
    return " ".join(name.split()).lstrip(". ")
