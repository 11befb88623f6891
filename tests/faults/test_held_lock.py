"""Somebody holds the SQLite store: writers are told within seconds that nothing was kept, readers notice nothing."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from statistics import median

import pytest

from tests.faults.load import Client
from tests.machinery.served import NewHouse, Served

pytestmark = pytest.mark.slow
WRITERS = 8
LONGEST = 12.0


@pytest.fixture(scope="module")
def house(new_house: NewHouse) -> Served:
    served = new_house(house="tests.faults.probe", QISHENG_PROXIES="1")
    served.start(work=False)
    return served


@contextmanager
def held(house: Served) -> Iterator[None]:
    with closing(sqlite3.connect(house.folder / "qisheng.db", isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        yield
        connection.execute("ROLLBACK")


def test_writers_get_503_readers_are_served_and_afterwards_all_is_well(house: Served) -> None:
    clients = [Client(house.address, "/probe", lambda n, i=i: [("word", f"{i}-{n}")]) for i in range(WRITERS)]
    for client in clients:
        client.write_next()
    seconds: list[float] = []

    def submit(client: Client) -> None:
        began = time.monotonic()
        client.send_pending()
        seconds.append(time.monotonic() - began)

    threads = [threading.Thread(target=submit, args=(client,)) for client in clients]
    with held(house):
        for thread in threads:
            thread.start()
        time.sleep(2)  # those who may not wait have given up
        reads = [_seconds_to_read(house) for _ in range(10)]
        for thread in threads:
            thread.join()
    assert [client.refused for client in clients] == [[503]] * WRITERS
    assert max(seconds) < LONGEST
    assert median(reads) < 1
    for client in clients:
        client.send_pending()
    assert [client.receipts for client in clients] == [[f"/probe/{i}-1"] for i in range(WRITERS)]


def _seconds_to_read(house: Served) -> float:
    began = time.monotonic()
    assert Client(house.address, "/probe", lambda _n: []).send(None)[0] == 200
    return time.monotonic() - began
