"""`flask audit`: is the history whole, and seal it now."""

from __future__ import annotations

import dataclasses

from flask.cli import AppGroup

from app import audit as history
from app import chain
from app.clock import now
from app.commands.answers import tell
from app.database import db, reading

audit = AppGroup("audit", help="The history: append-only, chained, sealed.")


@audit.command("verify")
def verify() -> None:
    """Walk all entries, heads and checkpoints; changes nothing.

    Prints {"streams", "entries", "checkpoints", "broken": [{"stream", "seq", "what"}]}; exit 1 if anything is broken.
    """
    reading.set(True)  # people go on writing while this walks
    report = history.verify()
    tell(dataclasses.asdict(report), ok=not report.broken)


@audit.command("checkpoint")
def checkpoint() -> None:
    """Seal the heads that moved since the last checkpoint. Prints {"n", "at", "entries", "moved"}."""
    point = chain.checkpoint(now())
    answer = {"n": point.n, "at": point.at.isoformat(), "entries": point.entries, "moved": len(point.heads)}
    db.session.commit()
    tell(answer)
