"""Words that name a person, planted where people write, and how to find them again whatever they were packed in."""

from __future__ import annotations

import base64
import gzip
import io
import json
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
# Of everybody's words: what is common to them, so that all spellings need to be sought only once.
MARKS = {"19984570": "somebody's telephone", "@qs-canary.cn": "somebody's mail", "6101131990": "somebody's identity number"}
EDGE = 4  # characters of base64 at either end that depend on what stands beside


@dataclass(frozen=True)
class Personal:
    """One person's words, of whom nobody else has any: `sentence` says them all as people do."""

    phone: str
    mail: str
    identity: str
    name: str

    @property
    def words(self) -> tuple[str, ...]:
        return (self.phone, self.mail, self.identity, self.name)

    @property
    def sentence(self) -> str:
        return (
            f"请在本周五上午十点以前到现场办理并当面答复，联系人{self.name}，电话{self.phone}，"
            f"身份证号{self.identity}，邮箱{self.mail}，依据消防法第十三条。"
        )


def personal(number: int) -> Personal:
    """The person of this number, below 1000."""
    body = f"6101131990{number % 9 + 1:02}07{number:03}"
    identity = body + "10X98765432"[sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True)) % 11]
    letters = "砚澈棠霁澜蘅翊珩琰昱"
    given = letters[number // 10 % 10] + letters[number % 10]
    surname = "赵钱孙李周吴郑王冯陈"[number // 100]
    return Personal(f"19984570{number:03}", f"canary.{number:03}@qs-canary.cn", identity, surname + given)


def spellings(word: str) -> set[bytes]:
    """*word* as it looks in the files of machines: other alphabets, escapes, parts of base64, hexadecimal."""
    plain = word.encode()
    wide = [word.encode("utf-16-le"), word.encode("utf-16-be"), word.encode("gb18030")]
    escapes = [json.dumps(word)[1:-1].encode(), json.dumps(word)[1:-1].upper().replace("\\U", "\\u").encode()]
    packed = [base64.b64encode(b"\0" * shift + plain)[EDGE:-EDGE] for shift in range(3)]
    return {
        plain,
        *wide,
        *escapes,
        *(part for part in packed if len(part) > EDGE),
        quote(word).encode(),
        quote(word).lower().encode(),
        plain.hex().encode(),
    }


def contents(name: str, blob: bytes, depth: int = 0) -> Iterator[tuple[str, bytes]]:
    """*blob* and whatever is packed in it."""
    yield name, blob
    if depth > 3:
        return
    for inner, content in _unpacked(blob):
        yield from contents(f"{name}!{inner}", content, depth + 1)


def _unpacked(blob: bytes) -> Iterator[tuple[str, bytes]]:
    file = io.BytesIO(blob)
    if blob.startswith(b"\x1f\x8b"):
        yield "gzip", gzip.decompress(blob)
    elif blob[:1] == b"\x78":
        try:
            yield "zlib", zlib.decompress(blob)
        except zlib.error:
            return
    elif blob.startswith(b"PK\3\4"):
        with zipfile.ZipFile(file) as package:
            yield from ((one, package.read(one)) for one in package.namelist())
    elif blob[257:262] == b"ustar":
        with tarfile.open(fileobj=file) as pack:
            yield from ((one.name, part.read()) for one in pack if (part := pack.extractfile(one)) is not None)


def files_of(*folders: Path) -> Iterator[tuple[str, bytes]]:
    """Every file below *folders*, unpacked."""
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                yield from contents(str(path.relative_to(folder.parent)), path.read_bytes())


def found(marks: dict[str, str], words: dict[str, str], blobs: Iterator[tuple[str, bytes]]) -> set[str]:
    """Where *marks* (word → what it is) stand in whatever spelling, and *words* as they are."""
    sought = [(what, spelling) for word, what in marks.items() for spelling in spellings(word)]
    sought += [(what, word.encode()) for word, what in words.items()]
    return {f"{what} in {name}" for name, blob in blobs for what, spelling in sought if spelling in blob}
