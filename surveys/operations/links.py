"""Links: personal ones made from the wave's secret, those of the open channel from chance; only hashes are kept.

What marks a link as used is made with another key than what finds its invitation, so the two cannot be joined without
keys; after the closing of a 匿名 wave its secret and hashes are gone, and not even with them.
"""

from __future__ import annotations

import base64
import hmac
import secrets
from hashlib import sha256

from app.keys import ring_in_force
from app.sealing import Look, lookup_key, lookup_keys
from app.store.surveys import Invitation, Wave

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
CODE_LENGTH = 8
MAKING = Look("making links", "house")
MARK_BYTES = 6


def new_code() -> str:
    """A wave's public code."""
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))


def new_secret() -> str:
    """What a wave's links are made from."""
    return secrets.token_hex(32)


def token_of(wave: Wave, invitation: Invitation) -> str:
    """The link of an invitation, the same whenever it is made again; "" where the secret is gone."""
    secret = wave.secret.open(MAKING) if wave.secret else ""
    if not secret:
        return ""
    mac = hmac.new(secret.encode(), str(invitation.id).encode(), sha256).digest()[:16]
    return base64.b32encode(mac).decode().rstrip("=").lower()


def hash_of(token: str) -> str:
    """What the store keeps of a personal link."""
    return lookup_key(ring_in_force(), "survey link", token)


def hashes_of(token: str) -> list[str]:
    """The same under every key."""
    return lookup_keys(ring_in_force(), "survey link", token)


def open_token(code: str) -> str:
    """A fresh link of the open channel of the wave *code*; nothing is written for it."""
    body = secrets.token_hex(10)
    return f"{code}-{body}{_mark(code, body)}"


def open_code(token: str) -> str:
    """The wave of an open channel's link, "" if we never gave it out."""
    code, _, rest = token.partition("-")
    body, mark = rest[:20], rest[20:]
    marks = [mac[:MARK_BYTES].hex() for mac in ring_in_force().macs("token", "open survey link", code, body)]
    known = any(hmac.compare_digest(mark.encode("utf-8", "replace"), one.encode()) for one in marks)
    return code if known else ""


def _mark(code: str, body: str) -> str:
    return ring_in_force().mac("token", "open survey link", code, body)[:MARK_BYTES].hex()


def spent_tag(token: str) -> str:
    """What marks *token* as used."""
    return ring_in_force().mac("token", "spent survey link", token).hex()


def spent_tags(token: str) -> list[str]:
    """The same under every key."""
    return [mac.hex() for mac in ring_in_force().macs("token", "spent survey link", token)]
