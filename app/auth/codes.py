"""Codes that are read out and typed in: one-time codes and recovery codes, kept as keyed hashes."""

from __future__ import annotations

import secrets
import unicodedata
from datetime import timedelta

from app.keys import ring_in_force
from app.sealing import lookup_key, lookup_keys

SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # 32: five bits each, without I L O U
READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})
ONE_TIME_SIGNS = 16  # 80 bits
ONE_TIME_GOOD_FOR = timedelta(hours=24)
RECOVERY_SIGNS = 10
RECOVERY_CODES = 10


def one_time_code(seed: str) -> str:
    """The code of a form's ticket: the same form sent again shows the same code."""
    bits = int.from_bytes(ring_in_force().mac("token", "one_time", seed)[:10], "big")
    return grouped("".join(SIGNS[bits >> 5 * place & 31] for place in range(ONE_TIME_SIGNS)))


def new_seed() -> str:
    """A seed where no form stands behind: the command line."""
    return secrets.token_hex(16)


def recovery_codes() -> list[str]:
    """Ten fresh codes for the day the telephone is lost."""
    return [grouped("".join(secrets.choice(SIGNS) for _ in range(RECOVERY_SIGNS)), 5) for _ in range(RECOVERY_CODES)]


def grouped(code: str, size: int = 4) -> str:
    """ABCD-EFGH: easier to read out."""
    return "-".join(code[at : at + size] for at in range(0, len(code), size))


def plain(text: str) -> str:
    """A code however it was typed: small letters, blanks, O for 0."""
    wide = unicodedata.normalize("NFKC", text).upper().translate(READ_AS)
    return "".join(sign for sign in wide if sign in SIGNS)


def kept(what: str, code: str) -> str:
    """What the store keeps of *code*."""
    return lookup_key(ring_in_force(), what, plain(code))


def is_right(what: str, typed: str, stored: str | None) -> bool:
    """Whether *typed* is the code behind *stored*."""
    macs = lookup_keys(ring_in_force(), what, plain(typed))
    return any([secrets.compare_digest(mac, stored or "") for mac in macs])  # a list: every key is tried
