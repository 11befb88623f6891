"""`audit verify` from the auditor's page: asked for here, walked in the worker, the result kept."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from app import audit, chain, outbox
from app.actor import Actor
from app.auth.record import record, who_of
from app.clock import now
from app.database import db, reading
from app.store.settings import Setting

KIND = "audit_verify"
RESULT = "audit_verified"
STREAM = "audit"
MOST_BROKEN = 200


@dataclass(frozen=True)
class Result:
    """The last walk over all entries."""

    at: datetime
    entries: int
    streams: int
    checkpoints: int
    broken: list[dict[str, Any]]


def ask(actor: Actor, at: datetime) -> None:
    """Have all entries walked; the worker does it after the commit."""
    record(STREAM, who_of(actor), "audit_asked", at)
    outbox.put_once(KIND, f"{KIND}:{int(at.timestamp())}")


def last_result() -> Result | None:
    """What the last walk found."""
    row = db.session.get(Setting, RESULT)
    return None if row is None else Result(row.changed_at, **json.loads(row.value))


def _walk(_payload: outbox.Payload) -> dict[str, Any]:
    only_reads = reading.set(True)  # a long walk must not hold the writers' turn
    try:
        found = asdict(audit.verify())
        db.session.rollback()
    finally:
        reading.reset(only_reads)
    return found


def _keep(_payload: outbox.Payload, found: dict[str, Any]) -> None:
    row = db.session.get(Setting, RESULT) or Setting(name=RESULT)
    broken = len(found["broken"])
    row.value = json.dumps({**found, "broken": found["broken"][:MOST_BROKEN]}, ensure_ascii=False)
    row.changed_at = now()
    db.session.add(row)
    record(STREAM, chain.SYSTEM, "audit_verified", now(), after={"entries": found["entries"], "broken": broken})


work = outbox.Work(apply=_keep, prepare=_walk)
