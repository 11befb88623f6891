"""What a balancer and a watchman ask of a process."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from app import chain, clock, jobs, schema, signs
from app.chain import Act
from app.database import db
from app.factory import build
from app.keys import KeyRing, use_ring
from app.store.settings import CalendarDay
from tests.machinery.stores import NewStore, opened


@pytest.fixture
def house(engine: str, new_store: NewStore) -> Iterator[Flask]:
    with opened(build([], new_store(engine))) as app:
        yield app


def ask(house: Flask, status: int = 200) -> dict[str, object]:
    answer = house.test_client().get("/readyz")
    assert answer.status_code == status
    told: dict[str, object] = answer.json
    return told


def test_a_living_process_says_so_even_without_a_store(house: Flask) -> None:
    schema.downgrade("base")
    assert house.test_client().get("/healthz").json == {"status": "ok"}
    assert ask(house, 503)["migrations"] is False


def test_a_silent_worker_is_told_but_filing_goes_on(house: Flask) -> None:
    assert ask(house)["worker"] == {"seen": None, "silent": True}
    jobs.sweep_once([])
    assert ask(house)["worker"]["silent"] is False  # type: ignore[index]
    clock.move_to(clock.now() + signs.SILENT_AFTER + timedelta(seconds=1))
    assert ask(house)["worker"]["silent"] is True  # type: ignore[index]


def test_foreign_keys_make_a_process_unready(house: Flask) -> None:
    chain.append("settings", chain.SYSTEM, Act("x"), clock.now())
    db.session.commit()
    assert ask(house)["keys"] is True
    use_ring(KeyRing.new())
    assert ask(house, 503)["keys"] is False


def test_a_year_that_nobody_published_is_told_until_the_office_enters_a_working_weekend(house: Flask) -> None:
    clock.move_to(datetime(2031, 2, 3, tzinfo=UTC))
    assert ask(house)["calendar"] == {"year": 2031, "provisional": True}
    saturday = datetime(2031, 2, 8, tzinfo=UTC).date()
    db.session.add(CalendarDay(on=saturday, kind="workday", entered_at=clock.now()))
    db.session.commit()
    assert ask(house)["calendar"] == {"year": 2031, "provisional": False}


def test_nothing_personal_is_told(house: Flask) -> None:
    assert set(ask(house)) == {"ready", "store", "migrations", "keys", "calendar", "worker"}
