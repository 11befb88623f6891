"""Eight people file while every process is killed, eight times: each receipt is one complaint, read in the end."""

from __future__ import annotations

import random
import threading
import time
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, text

from app import config
from tests.faults.load import Client, Fields, until_killed
from tests.machinery.served import NewHouse, Served
from tests.machinery.stores import ENGINES
from tests.machinery.trials import FULL

pytestmark = pytest.mark.slow
CLIENTS = 8
KILLS, SECONDS = (8, 10.0) if FULL else (2, 2.0)
PATIENCE = 240


@pytest.fixture(scope="module", params=ENGINES)
def house(request: pytest.FixtureRequest, new_house: NewHouse) -> Served:
    """The real house, both engines."""
    workers = 2 if request.param == "postgresql" else 1
    return new_house(request.param, seed="roles", workers=workers, QISHENG_PROXIES="1")


def filing(client: int, number: int) -> Fields:
    return [
        ("kind", "help"),
        ("text", f"第 {client} 位企业的第 {number} 件事：新厂房的用电报装一直没有人来勘查现场。"),
        ("enterprise_name", f"安澜试件{client}号制造有限公司"),
        ("phone", "19900001234"),
        ("mode", "named"),
        ("area", ""),
        ("about_unit", ""),
        ("consent", "y"),
    ]


def store_of(house: Served) -> Engine:
    return create_engine(config.read(house.environment).database_url)


def asked(engine: Engine, query: str) -> list[str]:
    with engine.connect() as connection:
        return [str(value) for value in connection.execute(text(query)).scalars()]


def test_eight_people_file_while_all_processes_are_killed(house: Served, tmp_path: Path) -> None:
    chance = random.Random(5)
    clients = [Client(house.address, "/file", lambda n, i=i: filing(i, n)) for i in range(CLIENTS)]
    house.start()
    backup = tmp_path / "under-load.tar"
    for turn in range(KILLS):
        saved = _back_up_meanwhile(house, backup) if turn == 0 else None
        until_killed(house, clients, SECONDS, chance, house.kill)
        if saved:
            saved.join()
    receipts = [receipt.rsplit("/", 1)[-1] for client in clients for receipt in client.receipts]
    engine = store_of(house)
    try:
        stored = asked(engine, "SELECT number FROM complaint")
        assert sorted(receipts) == sorted(stored)
        assert len(set(stored)) == len(stored) > CLIENTS
        ids = set(asked(engine, "SELECT id FROM complaint"))
        assert sorted(asked(engine, "SELECT stream FROM entry WHERE verb = 'T1'")) == sorted(f"complaint:{id_}" for id_ in ids)
        assert {row.split(":")[1] for row in asked(engine, "SELECT key FROM outbox WHERE kind = 'read'")} == ids
        assert house.told("audit", "verify")["broken"] == []
        _wait_until_read(engine, ids)
        print(f"{len(stored)} complaints, {len(receipts)} receipts, {KILLS} kills, {engine.dialect.name}")
    finally:
        engine.dispose()
        house.stop()
    house.flask("backup", "verify", str(backup))


def _back_up_meanwhile(house: Served, backup: Path) -> threading.Thread:
    """A backup while they file."""
    saving = threading.Thread(target=lambda: house.flask("backup", "make", str(backup)))
    saving.start()
    return saving


def _wait_until_read(engine: Engine, ids: set[str]) -> None:
    until = time.monotonic() + PATIENCE
    found: set[str] = set()
    while found != ids and time.monotonic() < until:
        time.sleep(1)
        found = set(asked(engine, "SELECT complaint_id FROM reading WHERE engine = 'house'"))
    assert found == ids


def test_the_same_form_sent_five_times_at_once_is_one_complaint(house: Served) -> None:
    house.start()
    try:
        client = Client(house.address, "/file", lambda n: filing(99, n))
        client.write_next()
        body = client.pending
        answers: list[tuple[int, str]] = []
        senders = [threading.Thread(target=lambda: answers.append(client.send(body))) for _ in range(5)]
        for sender in senders:
            sender.start()
        for sender in senders:
            sender.join()
        assert len(set(answers)) == 1
        assert len(answers) == 5
        assert answers[0][0] == 303
        engine = store_of(house)
        number = answers[0][1].rsplit("/", 1)[-1]
        assert len(asked(engine, f"SELECT number FROM complaint WHERE number = '{number}'")) == 1
        assert len(asked(engine, "SELECT number FROM complaint WHERE enterprise_name LIKE '%99号%'")) == 1
        engine.dispose()
    finally:
        house.stop()
