"""Answers not yet sent: sealed under the link itself, so that nobody without it opens them; gone once they are sent."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass, field
from datetime import datetime

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import delete, select

from app.clock import day_of
from app.database import db, insert
from app.keys import ring_in_force
from app.store.surveys import ResponseDraft
from surveys.definition import Answer

NONCE = 12
MOST_BYTES = 200_000  # longer than any answers that may be sent


@dataclass(frozen=True)
class Draft:
    """What was answered so far, and the section that is open."""

    answers: dict[str, Answer] = field(default_factory=dict)
    page: str = ""


def load(token: str) -> Draft:
    """The draft of *token*; an empty one where there is none."""
    for tag, key in _keys(token):
        row = db.session.scalar(select(ResponseDraft).where(ResponseDraft.tag == tag))
        if row is not None:
            return _opened(bytes(row.sealed), key, tag)
    return Draft()


def save(wave_id: int, token: str, draft: Draft, at: datetime) -> None:
    """Keep *draft* in the place of an earlier one, unless it is so long that it could never be sent."""
    tag, key = _keys(token)[0]
    plain = json.dumps({"answers": draft.answers, "page": draft.page}, ensure_ascii=False).encode("utf-8", "replace")
    if len(plain) > MOST_BYTES:
        return
    nonce = secrets.token_bytes(NONCE)
    sealed = nonce + AESGCM(key).encrypt(nonce, plain, tag.encode())
    row = insert(ResponseDraft).values(tag=tag, wave_id=wave_id, sealed=sealed, on=day_of(at))
    again = row.on_conflict_do_update(index_elements=["tag"], set_={"sealed": sealed, "on": day_of(at)})
    db.session.execute(again)


def drop(token: str) -> None:
    """Forget the draft of *token*."""
    tags = [tag for tag, _ in _keys(token)]
    gone = delete(ResponseDraft).where(ResponseDraft.tag.in_(tags))
    db.session.execute(gone.execution_options(synchronize_session=False))


def _keys(token: str) -> list[tuple[str, bytes]]:
    """Tag and key of a draft under every key of the ring, current first; the token goes into both."""
    ring = ring_in_force()
    tags = ring.macs("token", "survey draft", token)
    return [(tag.hex(), key) for tag, key in zip(tags, ring.macs("token", "survey draft key", token), strict=True)]


def _opened(sealed: bytes, key: bytes, tag: str) -> Draft:
    try:
        plain = json.loads(AESGCM(key).decrypt(sealed[:NONCE], sealed[NONCE:], tag.encode()))
    except InvalidTag:
        return Draft()
    return Draft(plain["answers"], plain["page"])
