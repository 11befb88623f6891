"""The one place where the shell reads the time; rules are handed it."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

CITY = ZoneInfo(os.environ.get("QISHENG_TIME_ZONE", "Asia/Shanghai"))

_shift = timedelta(0)


def now() -> datetime:
    """The present moment in UTC, moved by `move_to` in demonstrations and tests."""
    return datetime.now(UTC) + _shift


def move_to(at: datetime | None) -> None:
    """Let the clock run on from *at*; None returns it to the real time."""
    global _shift
    _shift = timedelta(0) if at is None else at - datetime.now(UTC)


def local(at: datetime) -> datetime:
    """*at* on the city's wall clock."""
    return at.astimezone(CITY)


def day_of(at: datetime) -> date:
    """The city's calendar day at *at*."""
    return local(at).date()


def at_local(on: date, clock: str) -> datetime:
    """The moment in UTC when the city's clock shows *clock* ("18:00") on day *on*."""
    hour, minute = map(int, clock.split(":"))
    return datetime(on.year, on.month, on.day, hour, minute, tzinfo=CITY).astimezone(UTC)
