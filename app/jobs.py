"""Huey as bell, clock and process shell; the outbox rows are the truth.

Tasks carry no arguments and are signed, so nothing of a complaint lies in the queue file.
"""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable
from typing import Any

from flask import Flask
from huey import PostgresHuey, SqliteHuey, crontab
from huey.serializer import SignedSerializer

from app import outbox, signs
from app.clock import local, now
from app.config import Settings
from app.database import db
from app.feature import Periodic
from app.keys import ring_in_force

Build = Callable[[], Flask]


def make_bell(settings: Settings, build: Build, works: list[Periodic]) -> Any:
    """The Huey instance of this process; its consumer builds the application itself, after the fork."""
    secret = ring_in_force().mac("token", "huey").hex()
    options = {"results": False, "serializer": SignedSerializer(secret=secret, salt="qisheng")}
    if settings.is_postgres:
        dsn = settings.database_url.replace("postgresql+psycopg://", "postgresql://")
        huey: Any = PostgresHuey("qisheng", dsn=dsn, **options)
    else:
        settings.queue.parent.mkdir(parents=True, exist_ok=True)
        huey = SqliteHuey("qisheng", filename=str(settings.queue), **options)
    _add_tasks(huey, functools.cache(build), works)
    return huey


def _add_tasks(huey: Any, build: Build, works: list[Periodic]) -> None:
    def drain() -> None:
        with build().app_context():
            outbox.drain()

    def sweep() -> None:
        with build().app_context():
            sweep_once(works)

    def warm() -> None:
        with build().app_context():
            outbox.release_dead()
            sweep_once(works)

    huey.ring = huey.task()(drain)
    huey.periodic_task(crontab(minute="*"))(sweep)
    huey.on_startup()(warm)


def sweep_once(works: list[Periodic]) -> int:
    """Put the periodic work whose slot has begun, then do all that is due; how many were done."""
    at = local(now())
    signs.leave_sign(at)
    for work in works:
        outbox.put_once(f"periodic:{work.name}", f"{work.name}:{at.strftime(work.slot)}")
    db.session.commit()
    return outbox.drain()


def register_periodic(works: list[Periodic]) -> None:
    """Make each periodic work a kind of outbox message."""
    for work in works:
        outbox.register(f"periodic:{work.name}", _as_message(work))


def _as_message(work: Periodic) -> outbox.Work:
    def run(_payload: outbox.Payload, *_prepared: Any) -> None:
        work.run(now())

    return outbox.Work(prepare=run, apply=lambda _payload, _prepared: None) if work.long else outbox.Work(apply=run)


def is_consumer() -> bool:
    """Whether this process is Huey's consumer (the worker)."""
    return "huey_consumer" in sys.argv[0]
