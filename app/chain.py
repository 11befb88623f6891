"""Entries are appended here and nowhere else: each is chained to the one before by a keyed hash."""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import CursorResult, func, select, update

from app.database import db, insert
from app.errors import WrongState
from app.keys import KeyRing, ring_in_force
from app.store.entries import Checkpoint, Entry, Head

DOMAIN = "qs-entry-1\n"
COLUMNS = tuple(name for name in (column.name for column in Entry.__table__.columns) if name not in {"id", "hash"})


@dataclass(frozen=True)
class Who:
    """Who acts, as an entry remembers it. `kind`: staff, enterprise or system."""

    kind: str
    person_id: int | None = None
    post_id: int | None = None


SYSTEM = Who("system")
ENTERPRISE = Who("enterprise")


@dataclass(frozen=True)
class Act:
    """What is recorded: codes and ids in before and after, sentences masked."""

    verb: str
    reason: str = ""
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)
    clocks: dict[str, Any] = field(default_factory=dict)
    public_text: str = ""


def append(stream: str, who: Who, act: Act, at: datetime) -> Entry:
    """Add *act* to *stream* in the running transaction."""
    head = _locked_head(stream)
    entry = Entry(
        stream=stream, seq=head.seq + 1, at=at, actor=who.kind, person_id=who.person_id, post_id=who.post_id,
        verb=act.verb, reason=act.reason, before=act.before, after=act.after, clocks=act.clocks,
        public_text=act.public_text, prev_hash=head.hash,
    )  # fmt: skip
    entry.hash = digest(ring_in_force(), entry)
    db.session.add(entry)
    _move(head, entry)
    return entry


def _locked_head(stream: str) -> Head:
    """The head, locked against a second writer of the same stream; made on first use."""
    query = select(Head).where(Head.stream == stream).with_for_update().execution_options(populate_existing=True)
    head = db.session.scalar(query)
    if head is None:
        first = insert(Head).values(stream=stream, seq=0, hash=origin(ring_in_force(), stream))
        db.session.execute(first.on_conflict_do_nothing(index_elements=["stream"]))
        head = db.session.scalars(query).one()
    return head


def _move(head: Head, entry: Entry) -> None:
    moved = update(Head).where(Head.stream == head.stream, Head.seq == entry.seq - 1).values(seq=entry.seq, hash=entry.hash)
    result = db.session.execute(moved.execution_options(synchronize_session=False))
    db.session.expire(head)
    if isinstance(result, CursorResult) and result.rowcount != 1:
        raise WrongState("这件事刚刚由别人处理了，请看最新记录。")


def origin(ring: KeyRing, stream: str, kid: int | None = None) -> str:
    """What the first entry of *stream* is chained to."""
    kid = ring.current("chain").kid if kid is None else kid
    return f"{kid}:{ring.mac('chain', 'origin', stream, kid=kid).hex()}"


def digest(ring: KeyRing, entry: Entry, kid: int | None = None) -> str:
    """The keyed hash over every column of *entry* but the hash itself, with its key's id in front."""
    kid = ring.current("chain").kid if kid is None else kid
    row = {name: _plain(getattr(entry, name)) for name in COLUMNS}
    return f"{kid}:{ring.mac('chain', DOMAIN + canon(row), kid=kid).hex()}"


def canon(value: Any) -> str:
    """The one spelling of a JSON value: sorted keys, UTF-8, no spaces."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return int(value.astimezone(UTC).timestamp() * 1_000_000)
    return value


def checkpoint(at: datetime) -> Checkpoint:
    """Seal the heads that moved since the last checkpoint."""
    last = db.session.scalar(select(Checkpoint).order_by(Checkpoint.n.desc()).limit(1))
    sealed = sealed_heads()
    heads = db.session.scalars(select(Head).order_by(Head.stream).execution_options(populate_existing=True))
    moved = [[h.stream, h.seq, h.hash] for h in heads if h.seq > sealed.get(h.stream, (0, ""))[0]]
    point = Checkpoint(
        n=1 if last is None else last.n + 1,
        at=at,
        entries=db.session.scalars(select(func.count()).select_from(Entry)).one(),
        heads=moved,
        prev="" if last is None else last.mac,
    )
    point.mac = seal_of(ring_in_force(), point)
    db.session.add(point)
    db.session.flush()
    return point


def sealed_heads() -> dict[str, tuple[int, str]]:
    """The newest sealed (seq, hash) of each stream."""
    found: dict[str, tuple[int, str]] = {}
    for heads in db.session.scalars(select(Checkpoint.heads).order_by(Checkpoint.n)):
        found.update({stream: (seq, hash_) for stream, seq, hash_ in heads})
    return found


def seal_of(ring: KeyRing, point: Checkpoint, kid: int | None = None) -> str:
    """The keyed hash of a checkpoint."""
    kid = ring.current("checkpoint").kid if kid is None else kid
    heads = hashlib.sha256(canon(point.heads).encode()).hexdigest()
    row = canon([point.n, _plain(point.at), point.entries, heads, point.prev])
    return f"{kid}:{ring.mac('checkpoint', row, kid=kid).hex()}"


def same(a: str, b: str) -> bool:
    """Compare two hashes without telling by time where they differ."""
    return hmac.compare_digest(a.encode(), b.encode())
