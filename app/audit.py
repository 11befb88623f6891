"""`audit verify`: walk all entries, heads and checkpoints and name what does not fit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select, text

from app import chain
from app.database import db, is_postgres
from app.keys import KeyRing, UnknownKey, ring_in_force
from app.store.entries import Checkpoint, Entry, Head

SLICE = 5_000
TRIGGERS = {"entry_no_update", "entry_no_delete"}


@dataclass
class Report:
    """What was walked and what is broken: rows of stream, seq, what."""

    streams: int = 0
    entries: int = 0
    checkpoints: int = 0
    broken: list[dict[str, Any]] = field(default_factory=list)

    def name(self, stream: str, seq: int | None, what: str) -> None:
        """Put a finding on the list."""
        self.broken.append({"stream": stream, "seq": seq, "what": what})


def verify() -> Report:
    """Check the whole history of the store; reads only."""
    report = Report()
    ring = ring_in_force()
    heads = {head.stream: head for head in db.session.scalars(select(Head))}
    ends = _walk_entries(ring, report)
    _compare_heads(heads, ends, report)
    _walk_checkpoints(ring, report)
    for trigger in sorted(missing_triggers()):
        report.name("", None, f"trigger {trigger} is missing")
    report.streams = len(ends.keys() | heads.keys())
    return report


def _walk_entries(ring: KeyRing, report: Report) -> dict[str, tuple[int, str]]:
    """Seq and hash of the last entry found per stream."""
    ends: dict[str, tuple[int, str]] = {}
    for entry in _all_entries():
        report.entries += 1
        seq, hash_ = ends.get(entry.stream, (0, None))
        if entry.seq != seq + 1:
            report.name(entry.stream, entry.seq, f"entry {seq + 1} is missing before this one")
        elif not _chained(ring, entry, hash_):
            report.name(entry.stream, entry.seq, "does not continue the entry before it")
        if not _recomputed(ring, entry):
            report.name(entry.stream, entry.seq, "was changed")
        ends[entry.stream] = (entry.seq, entry.hash)
    return ends


def _all_entries() -> Iterator[Entry]:
    stream, seq = "", 0
    while True:
        after = (Entry.stream > stream) | ((Entry.stream == stream) & (Entry.seq > seq))
        rows = db.session.scalars(select(Entry).where(after).order_by(Entry.stream, Entry.seq).limit(SLICE)).all()
        yield from rows
        if len(rows) < SLICE:
            return
        stream, seq = rows[-1].stream, rows[-1].seq
        db.session.expunge_all()


def _kid(hash_: str) -> int:
    front = hash_.split(":", 1)[0]
    return int(front) if front.isascii() and front.isdecimal() else 0


def _chained(ring: KeyRing, entry: Entry, before: str | None) -> bool:
    if before is not None:
        return chain.same(entry.prev_hash, before)
    try:
        return chain.same(entry.prev_hash, chain.origin(ring, entry.stream, _kid(entry.prev_hash)))
    except UnknownKey:
        return False


def _recomputed(ring: KeyRing, entry: Entry) -> bool:
    try:
        return chain.same(entry.hash, chain.digest(ring, entry, _kid(entry.hash)))
    except UnknownKey:
        return False


def _compare_heads(heads: dict[str, Head], ends: dict[str, tuple[int, str]], report: Report) -> None:
    for stream in sorted(heads.keys() | ends.keys()):
        head, end = heads.get(stream), ends.get(stream, (0, ""))
        if head is None:
            report.name(stream, end[0], "the head is missing")
        elif head.seq > end[0]:
            report.name(stream, end[0] + 1, f"entries up to {head.seq} are cut off")
        elif (head.seq, head.hash) != end and end[0]:
            report.name(stream, end[0], "the head does not stand on the last entry")


def _walk_checkpoints(ring: KeyRing, report: Report) -> None:
    n, prev = 0, ""
    for point in db.session.scalars(select(Checkpoint).order_by(Checkpoint.n)):
        report.checkpoints += 1
        if point.n != n + 1:
            report.name("checkpoint", point.n, f"checkpoint {n + 1} is missing before this one")
        elif point.prev != prev:
            report.name("checkpoint", point.n, "does not continue the checkpoint before it")
        if not _sealed(ring, point):
            report.name("checkpoint", point.n, "was changed")
        n, prev = point.n, point.mac
    _compare_sealed(report)
    total = db.session.scalars(select(func.count()).select_from(Entry)).one()
    last = db.session.scalar(select(Checkpoint).order_by(Checkpoint.n.desc()).limit(1))
    if last is not None and total < last.entries:
        report.name("checkpoint", last.n, f"it counted {last.entries} entries, now there are {total}")


def _sealed(ring: KeyRing, point: Checkpoint) -> bool:
    try:
        return chain.same(point.mac, chain.seal_of(ring, point, _kid(point.mac)))
    except UnknownKey:
        return False


def _compare_sealed(report: Report) -> None:
    for stream, (seq, hash_) in sorted(chain.sealed_heads().items()):
        found = db.session.scalar(select(Entry.hash).where(Entry.stream == stream, Entry.seq == seq))
        if found is None:
            report.name(stream, seq, "a checkpoint saw this entry; it is gone")
        elif found != hash_:
            report.name(stream, seq, "a checkpoint saw another entry here")


def missing_triggers() -> set[str]:
    """The guards against UPDATE and DELETE that this store lacks."""
    if is_postgres():
        query = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
    else:
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    return TRIGGERS - set(db.session.scalars(text(query)))
