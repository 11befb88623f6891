"""Eight people answer a survey while every process is killed: what was thanked for is stored, once, and counted once."""

from __future__ import annotations

import random
import threading
import urllib.parse
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from sqlalchemy import create_engine, text

from app import config, keys
from app.clock import now
from app.database import db, reading
from tests.faults.load import Client, until_killed
from tests.machinery.served import NewHouse, Served
from tests.machinery.stores import ENGINES, bare_app, opened
from tests.machinery.trials import FULL
from tests.markup import read
from tests.surveys.town import asked

pytestmark = pytest.mark.slow
CLIENTS = 8
KILLS, SECONDS = (8, 10.0) if FULL else (2, 2.0)


@dataclass
class Respondent(Client):
    """Somebody who scans the code anew for each answer; what was not thanked for is sent again by the same link."""

    def write_next(self) -> None:
        self.path = self.door
        html = self.send(None)[1]
        hidden = [(node["name"], node["value"]) for node in read(html)[0].all("input", type="hidden")]
        status, link = self.send(urllib.parse.urlencode(hidden).encode())
        assert status == 303, html
        self.path = urllib.parse.urlsplit(link).path
        super().write_next()

    @property
    def door(self) -> str:
        return f"/q/{CODE[0]}"


CODE: list[str] = []


@pytest.fixture(scope="module", params=ENGINES if FULL else ENGINES[:1])
def house(request: pytest.FixtureRequest, new_house: NewHouse) -> Iterator[Served]:
    """The real house with an open wave."""
    workers = 2 if request.param == "postgresql" else 1
    served = new_house(request.param, seed="roles", workers=workers, QISHENG_PROXIES="1")
    settings = config.read(served.environment)
    with opened(bare_app(settings)):
        keys.use_ring(keys.KeyRing.load(settings, demo=True))
        reading.set(False)
        CODE[:] = [asked(0, "named", now()).wave.code]
        db.session.commit()
    yield served
    served.stop()


def numbers(house: Served) -> tuple[int, int, int]:
    """Responses, spent links, and what the counters say."""
    engine = create_engine(config.read(house.environment).database_url)
    with engine.connect() as connection:
        queries = (
            "count(*) FROM response",
            "count(*) FROM spent_token",
            "coalesce(sum(n), 0) FROM survey_cell WHERE item = ''",
        )
        found = [int(connection.execute(text(f"SELECT {query}")).scalar_one()) for query in queries]
    engine.dispose()
    return found[0], found[1], found[2]


def people() -> list[Respondent]:
    return [Respondent("", "", lambda n, i=i: [("q:window_rating", str(3 + (i + n) % 3))]) for i in range(CLIENTS)]


def test_eight_people_answer_while_all_processes_are_killed(house: Served) -> None:
    clients = people()
    for client in clients:
        client.address = house.address
    house.start()
    for _ in range(KILLS):
        until_killed(house, clients, SECONDS, random.Random(5), house.kill)
    receipts = [receipt for client in clients for receipt in client.receipts]
    assert len(receipts) == len(set(receipts)) > CLIENTS
    assert numbers(house) == (len(receipts),) * 3
    assert house.told("surveys", "rebuild-counters", "--check")["differences"] == 0
    print(f"{len(receipts)} answers, {KILLS} kills")


def test_the_same_answers_sent_five_times_at_once_are_one_response(house: Served) -> None:
    house.start()
    before = numbers(house)
    client = people()[0]
    client.address = house.address
    client.write_next()
    answers: list[tuple[int, str]] = []
    senders = [threading.Thread(target=lambda: answers.append(client.send(client.pending))) for _ in range(5)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    assert {(status, place.endswith("/done")) for status, place in answers} == {(303, True)}
    assert numbers(house) == tuple(n + 1 for n in before)
