"""`/metrics` for Prometheus: how much waits, and since when. For this machine, or whoever shows the token; no personal data."""

from __future__ import annotations

import hmac
from collections.abc import Iterator
from datetime import datetime
from ipaddress import ip_address
from typing import cast

from flask import Blueprint, Response, current_app, request
from sqlalchemy import ColumnElement, func, select

from app import signs, taxonomy
from app.clock import now
from app.config import Settings
from app.database import db
from app.errors import NotFound
from app.store.clocks import Clock
from app.store.complaints import Complaint
from app.store.outbox import Outbox

Metric = tuple[str, str, float]  # name, help, value
metrics = Blueprint("metrics", __name__)
FORWARDED = ("X-Forwarded-For", "Forwarded", "X-Real-IP")


@metrics.get("/metrics")
def show() -> Response:
    """The figures of this house's machinery."""
    if not _may_read():
        raise NotFound
    lines = [
        line for name, about, value in measured(now())
        for line in (f"# HELP {name} {about}", f"# TYPE {name} gauge", f"{name} {value:g}")
    ]  # fmt: skip
    return Response("\n".join(lines) + "\n", content_type="text/plain; version=0.0.4; charset=utf-8")


def _may_read() -> bool:
    """With the token, or from this machine itself and not through a proxy that stands on it."""
    token = cast("Settings", current_app.extensions["qisheng"]).metrics_token
    shown = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if token and hmac.compare_digest(shown.encode(), token.encode()):
        return True
    is_relayed = any(name in request.headers for name in FORWARDED)
    return not is_relayed and bool(request.remote_addr) and ip_address(request.remote_addr or "").is_loopback


def measured(at: datetime) -> Iterator[Metric]:
    """Everything that is told, at *at*."""
    waiting = Outbox.done_at.is_(None) & Outbox.due_at.is_not(None)
    oldest = db.session.scalar(select(func.min(Outbox.created_at)).where(waiting))
    seen = signs.last_sign()
    yield "qisheng_outbox_waiting", "Follow-ups that are not done yet.", _count(waiting)
    yield "qisheng_outbox_oldest_seconds", "Age of the oldest of them.", _age(oldest, at)
    given_up = Outbox.done_at.is_(None) & Outbox.due_at.is_(None)
    yield "qisheng_outbox_given_up", "Follow-ups that failed too often.", _count(given_up)
    yield "qisheng_worker_seen_seconds", "Since a worker was last seen; -1: never.", _age(seen, at) if seen else -1
    running = Clock.stopped_at.is_(None) & (Clock.due_at < at)
    yield "qisheng_clocks_late", "Clocks that run and are past due.", _count(running)
    states = [code for code, state in taxonomy.codes("states").items() if state.more["open"]]
    is_open = Complaint.state.in_(states)
    yield "qisheng_complaints_open", "Complaints that are not over.", _count(is_open)


def _count(condition: ColumnElement[bool]) -> int:
    return db.session.scalars(select(func.count()).where(condition)).one()


def _age(since: datetime | None, at: datetime) -> float:
    return max(0.0, (at - since).total_seconds()) if since else 0.0
