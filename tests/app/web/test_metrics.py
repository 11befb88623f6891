"""What a watchman of machines is told, and whom it is told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import clock, outbox, signs
from app.database import db
from app.factory import build
from tests.machinery.stores import NewStore, opened

TOKEN = "a-long-token-of-the-office"


@pytest.fixture
def house(engine: str, new_store: NewStore) -> Iterator[Flask]:
    with opened(build([], new_store(engine, QISHENG_METRICS_TOKEN=TOKEN))) as app:
        yield app


def told(client: FlaskClient) -> dict[str, float]:
    answer = client.get("/metrics")
    assert answer.mimetype == "text/plain"
    lines = answer.get_data(as_text=True).splitlines()
    return {name: float(value) for name, value in (line.split() for line in lines if not line.startswith("#"))}


def test_how_much_waits_and_since_when(house: Flask) -> None:
    before = told(house.test_client())
    assert (before["qisheng_outbox_waiting"], before["qisheng_worker_seen_seconds"]) == (0, -1)
    outbox.put("read", "read:1")
    signs.leave_sign(clock.now())
    db.session.commit()
    clock.move_to(clock.now() + timedelta(minutes=3))
    after = told(house.test_client())
    assert after["qisheng_outbox_waiting"] == 1
    assert 170 < after["qisheng_outbox_oldest_seconds"] < 200
    assert 170 < after["qisheng_worker_seen_seconds"] < 200


@pytest.mark.parametrize(
    ("source", "headers", "status"),
    [
        ("127.0.0.1", {}, 200),
        ("127.0.0.1", {"X-Forwarded-For": "203.0.113.9"}, 404),  # a proxy stands between
        ("203.0.113.9", {}, 404),
        ("203.0.113.9", {"Authorization": "Bearer wrong"}, 404),
        ("203.0.113.9", {"Authorization": f"Bearer {TOKEN}"}, 200),
    ],
)
def test_whom_it_is_told(house: Flask, source: str, headers: dict[str, str], status: int) -> None:
    answer = house.test_client().get("/metrics", headers=headers, environ_overrides={"REMOTE_ADDR": source})
    assert answer.status_code == status
