"""Follow-ups: written with their cause, done once, tried again, and given up in the open."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from app import clock, outbox
from app.database import db
from app.store.outbox import Outbox
from app.store.settings import Setting

AT = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _at(store: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(outbox, "_works", {})
    clock.move_to(AT)
    yield


def _row() -> Outbox:
    db.session.rollback()
    return db.session.scalars(select(Outbox)).one()


def _note(payload: dict[str, Any], prepared: Any) -> None:
    db.session.add(Setting(name=f"done:{payload['n']}", value=str(prepared), changed_at=clock.now()))


def _fail(_payload: dict[str, Any], _prepared: Any) -> None:
    db.session.add(Setting(name="half", value="", changed_at=clock.now()))
    raise RuntimeError("the outside does not answer")


def test_a_message_and_its_cause_are_written_together_or_not_at_all() -> None:
    outbox.put("note", "a", n=1)
    db.session.rollback()
    assert db.session.scalar(select(Outbox.id)) is None


def test_what_is_prepared_is_applied_and_the_message_is_done() -> None:
    outbox.register("note", outbox.Work(_note, prepare=lambda payload: payload["n"] * 2))
    outbox.put("note", "a", n=21)
    db.session.commit()
    assert (outbox.drain(), outbox.drain()) == (1, 0)
    assert db.session.scalars(select(Setting.value)).one() == "42"
    assert _row().done_at is not None


def test_nothing_is_held_while_a_text_is_read() -> None:
    held: list[bool] = []
    outbox.register("note", outbox.Work(_note, prepare=lambda _payload: held.append(db.session().in_transaction())))
    outbox.put("note", "a", n=1)
    db.session.commit()
    outbox.drain()
    assert held == [False]


def test_a_failure_leaves_no_half_effect_and_waits_longer_each_time() -> None:
    outbox.register("note", outbox.Work(_fail))
    outbox.put("note", "a", n=1)
    db.session.commit()
    waits = []
    for _ in range(outbox.TRIES):
        outbox.drain()
        due = _row().due_at
        if due is not None:
            waits.append(round((due - clock.now()).total_seconds()))
            clock.move_to(due)
    assert waits == [2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048]
    assert (_row().done_at, _row().due_at, _row().error) == (None, None, "RuntimeError")
    assert db.session.scalar(select(Setting.name)) is None


def test_whoever_lost_the_lease_writes_nothing() -> None:
    def slow(_payload: dict[str, Any]) -> None:
        db.session.execute(update(Outbox).values(token="another worker"))
        db.session.commit()

    outbox.register("note", outbox.Work(_note, prepare=slow))
    outbox.put("note", "a", n=1)
    db.session.commit()
    assert outbox.drain() == 0
    assert db.session.scalar(select(Setting.name)) is None
    assert _row().done_at is None


def test_a_lease_that_ran_out_is_taken_over() -> None:
    outbox.register("note", outbox.Work(_note))
    outbox.put("note", "a", n=1)
    db.session.commit()
    outbox._claim(10)
    assert outbox.drain() == 0
    clock.move_to(AT + outbox.LEASE + timedelta(seconds=1))
    assert outbox.drain() == 1


def test_rows_of_dead_processes_of_this_machine_are_free_at_once() -> None:
    outbox.register("note", outbox.Work(_note))
    outbox.put("note", "a", n=1)
    db.session.commit()
    outbox._claim(10)
    assert outbox.release_dead() == 0  # we live
    db.session.execute(update(Outbox).values(token=f"{outbox.HOST}/{_dead_pid()}/x"))
    assert (outbox.release_dead(), outbox.drain()) == (1, 1)


def _dead_pid() -> int:
    with subprocess.Popen(["true"]) as process:
        pass
    return process.pid


def test_the_bell_rings_after_the_commit_and_a_broken_one_stops_nobody() -> None:
    rung: list[int] = []

    def ring() -> None:
        rung.append(1)
        raise OSError("the queue file is gone")

    outbox.hang_bell(ring)
    outbox.put("note", "a", n=1)
    db.session.flush()
    assert rung == []
    db.session.commit()
    assert rung == [1]
    db.session.commit()
    assert rung == [1]


def test_of_two_machines_one_wins_a_slot() -> None:
    assert outbox.put_once("digest", "digest:20260302")
    assert not outbox.put_once("digest", "digest:20260302")
