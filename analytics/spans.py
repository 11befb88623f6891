"""How long things take and in whose hands the time lies: office minutes, by query over the matters of a period."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from analytics.queries import base_of
from analytics.statistics import Quantile, kaplan_meier, quantile
from app.actor import Actor
from app.database import db
from app.store.clocks import Holding
from app.store.counters import Fact
from app.workdays import current_calendar

HOLDERS = {"office": "营商办", "lead": "承办单位", "enterprise": "企业", "arbiter": "裁定", "deferred": "挂账"}


@dataclass(frozen=True)
class Durations:
    """From acceptance to the first answer of all that were accepted then; what still waits is counted as waiting."""

    replied: int
    waiting: int
    median: Quantile
    ninth: Quantile  # nine in ten


def durations(actor: Actor, months: Sequence[str], at: datetime, *, is_public: bool) -> Durations:
    """Kaplan and Meier's, in office minutes: the event is the first published answer."""
    calendar = current_calendar()
    query = select(Fact.at, Fact.until, Fact.outcome).where(Fact.figure == "duration", Fact.month.in_(months))
    rows = db.session.execute(query.where(base_of(actor, is_public))).all()
    times = [(calendar.minutes_between(since, until or at), outcome == "replied") for since, until, outcome in rows]
    curve, replied = kaplan_meier(times), sum(is_end for _, is_end in times)
    return Durations(replied, len(times) - replied, quantile(curve, 0.5), quantile(curve, 0.9))


def held_minutes(actor: Actor, months: Sequence[str], at: datetime, *, is_public: bool) -> dict[str, int]:
    """Office minutes by holder over the matters that were closed then."""
    closed = select(Fact.complaint_id).where(Fact.figure == "closed", Fact.month.in_(months), base_of(actor, is_public))
    query = select(Holding.holder, Holding.from_at, Holding.to_at).where(Holding.complaint_id.in_(closed))
    calendar = current_calendar()
    seconds = dict.fromkeys(HOLDERS, 0)
    for holder, since, until in db.session.execute(query):
        seconds[holder] += max(0, calendar.seconds_between(since, until or at))
    return {holder: total // 60 for holder, total in seconds.items() if total}
