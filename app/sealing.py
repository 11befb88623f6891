"""Sealed columns: what is personal is stored encrypted, bound to its row, and opened only by a look."""

from __future__ import annotations

import re
import secrets
import unicodedata
from dataclasses import dataclass
from typing import Any, Self, overload

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import inspect

from app.keys import KeyRing, UnknownKey, ring_in_force

VERSION = 1
AES_256_GCM = 1
NONCE_BYTES = 12
TAG_BYTES = 16
HEAD_BYTES = 6  # version 1, algorithm 1, key id 4

MOBILE = re.compile(r"1[3-9]\d{9}")
EXTENSION = re.compile(r"转|分机|ext\.?|x|#|,", re.IGNORECASE)


class Tampered(Exception):
    """A sealed value does not open: changed, moved from another row, or its key is gone. Names the place only."""


@dataclass(frozen=True)
class Look:
    """The right to open a secret: policy, or a reason already recorded, gave it to *actor* for *purpose*."""

    purpose: str
    actor: str

    def __post_init__(self) -> None:
        if not self.purpose or not self.actor:
            raise ValueError("a look needs a purpose and an actor")


class Secret:
    """A sealed text. Shows *** wherever it is printed; `open` needs a look."""

    __slots__ = ("_blob", "_where")

    def __init__(self, blob: bytes, where: str) -> None:
        self._blob = blob
        self._where = where

    def __repr__(self) -> str:
        return "***"

    def open(self, look: Look) -> str:
        """The text, for the holder of *look*; raises Tampered."""
        if not isinstance(look, Look):  # templates are not type-checked
            raise TypeError("a secret opens by a Look only")
        return unseal(ring_in_force(), self._blob, self._where).decode("utf-8", "surrogatepass")


class SealedField:
    """A text attribute over a binary column: `phone = SealedField("_phone")` beside `_phone: Mapped[bytes | None]`.

    Assigning seals, reading gives a Secret. The row's id is part of the seal, so it must be set first.
    """

    def __init__(self, column_attr: str) -> None:
        self.column_attr = column_attr

    @overload
    def __get__(self, row: None, owner: type) -> Self: ...

    @overload
    def __get__(self, row: object, owner: type) -> Secret | None: ...

    def __get__(self, row: object | None, owner: type) -> Self | Secret | None:
        if row is None:
            return self
        blob: bytes | None = getattr(row, self.column_attr)
        return None if blob is None else Secret(bytes(blob), self.where(row))

    def __set__(self, row: object, text: str | None) -> None:
        if text is None:
            setattr(row, self.column_attr, None)
            return
        content = text.encode("utf-8", "surrogatepass")
        setattr(row, self.column_attr, seal(ring_in_force(), content, self.where(row)))

    def where(self, row: Any) -> str:
        """The place this field has in *row*, as it enters the seal."""
        if row.id is None:
            raise ValueError(f"{type(row).__name__}.{self.column_attr}: set the id (random_id) before sealing")
        return place(row.__tablename__, inspect(type(row)).columns[self.column_attr].name, row.id)


def place(table: str, column: str, row_id: int) -> str:
    """The *where* of a sealed value."""
    return f"{table}|{column}|{row_id}"


def seal(ring: KeyRing, plaintext: bytes, where: str) -> bytes:
    """*plaintext* closed under the current key and bound to *where*."""
    key = ring.current("seal")
    nonce = secrets.token_bytes(NONCE_BYTES)
    head = bytes((VERSION, AES_256_GCM)) + key.kid.to_bytes(4, "big")
    return head + nonce + AESGCM(key.secret).encrypt(nonce, plaintext, _bound(where, key.kid))


def unseal(ring: KeyRing, blob: bytes, where: str) -> bytes:
    """The content of *blob*; raises Tampered."""
    if len(blob) < HEAD_BYTES + NONCE_BYTES + TAG_BYTES or blob[0] != VERSION or blob[1] != AES_256_GCM:
        raise Tampered(f"{where}: not a sealed value of a known form")
    kid = kid_of(blob)
    nonce, rest = blob[HEAD_BYTES : HEAD_BYTES + NONCE_BYTES], blob[HEAD_BYTES + NONCE_BYTES :]
    try:
        return AESGCM(ring.key(kid, "seal").secret).decrypt(nonce, rest, _bound(where, kid))
    except UnknownKey as error:
        raise Tampered(f"{where}: {error}") from error
    except InvalidTag:
        raise Tampered(f"{where}: changed, or sealed in another place") from None


def kid_of(blob: bytes) -> int:
    """The id of the key that closed *blob*."""
    return int.from_bytes(blob[2:HEAD_BYTES], "big")


def reseal(ring: KeyRing, blob: bytes, where: str) -> bytes:
    """*blob* under the current key: itself, if it is so already."""
    if kid_of(blob) == ring.current("seal").kid:
        return blob
    return seal(ring, unseal(ring, blob, where), where)


def _bound(where: str, kid: int) -> bytes:
    return f"qs1|{where}|{kid}".encode()


def random_id() -> int:
    """A row id before the insert: 53 random bits, never 0, exact in JSON and JavaScript too."""
    return secrets.randbelow(2**53 - 1) + 1


def lookup_key(ring: KeyRing, what: str, text: str) -> str:
    """The keyed hash by which *text* is found as a *what* ("phone", "query_code") without standing in the store."""
    return ring.mac("lookup", what, text).hex()


def lookup_keys(ring: KeyRing, what: str, text: str) -> list[str]:
    """The same under every key, current first: search with `in`."""
    return [mac.hex() for mac in ring.macs("lookup", what, text)]


def phone_key(ring: KeyRing, phone: str) -> str:
    """The keyed hash of a phone number, however it was typed."""
    return lookup_key(ring, "phone", normalise_phone(phone))


def normalise_phone(text: str) -> str:
    """One spelling per number: ０２９－８８８８ and +86 29 8888 become 0298888; an extension follows after x."""
    number, *extension = EXTENSION.split(unicodedata.normalize("NFKC", text).strip(), maxsplit=1)
    digits = "".join(filter(str.isdecimal, number))
    tail = "".join(filter(str.isdecimal, "".join(extension)))
    return _national(digits, abroad=number.startswith(("+", "00"))) + (f"x{tail}" if tail else "")


def _national(digits: str, *, abroad: bool) -> str:
    if abroad:
        digits = digits.removeprefix("00")
        if not digits.startswith("86"):
            return f"+{digits}"
        rest = digits.removeprefix("86")
        dialled_as_is = MOBILE.fullmatch(rest) or rest.startswith(("0", "400", "800"))
        return rest if dialled_as_is else f"0{rest}"
    if digits.startswith("86") and MOBILE.fullmatch(digits[2:]):
        return digits[2:]
    return digits
