"""Workers die while they send: nothing leaves twice, nothing is forgotten, and what is in doubt stands in the open."""

from __future__ import annotations

import json
import random
import subprocess
import time
from collections import Counter

import pytest
from sqlalchemy import create_engine, text

from app import config
from tests.machinery.served import BIN, ROOT, NewHouse, Served
from tests.machinery.stores import ENGINES
from tests.machinery.trials import FULL

pytestmark = pytest.mark.slow
TOLD, KILLS = (1000, 20) if FULL else (60, 2)  # each is told to two people
PATIENCE = 120
TELLING = "kind IN ('notices', 'send')"


@pytest.fixture(scope="module", params=ENGINES if FULL else ENGINES[1:])
def house(request: pytest.FixtureRequest, new_house: NewHouse) -> Served:
    """The real house in demonstration, where each message that leaves is a file of its own."""
    workers = 2 if request.param == "postgresql" else 1
    served = new_house(request.param, workers=workers, house="tests.faults.telling")
    served.flask("seed", "roles")
    return served


def test_nothing_is_sent_twice_and_nothing_lost_though_workers_die(house: Served) -> None:
    chance = random.Random(11)
    with subprocess.Popen([BIN / "flask", "tell-people", str(TOLD)], cwd=ROOT, env=house.environment) as telling:
        for _ in range(KILLS):
            house.start_work()
            _until_more_left(house, chance.randint(3, 2 * TOLD // KILLS - 4))
            house.kill()
        assert telling.wait() == 0
    house.start_work()
    states = _until_all_is_done(house)
    house.stop()
    left = Counter(message["message_id"].split("-")[1] for message in _messages(house))
    assert [sending for sending, times in left.items() if times > 1] == []
    assert states["sent"] + states["doubtful"] == 2 * TOLD
    assert states["doubtful"] <= KILLS * house.workers
    assert states["sent"] <= len(left)


def _messages(house: Served) -> list[dict[str, str]]:
    files = (house.folder / "outgoing").glob("*.json")
    return [json.loads(words) for words in (file.read_text(encoding="utf-8") for file in files) if words]


def _until_more_left(house: Served, number: int) -> None:
    """Until some messages more have left, so that the kill meets a worker that sends."""
    folder, until = house.folder / "outgoing", time.monotonic() + PATIENCE / 4
    known = len(list(folder.glob("*.json")))
    while len(list(folder.glob("*.json"))) < known + number and time.monotonic() < until:
        time.sleep(0.002)


def _until_all_is_done(house: Served) -> Counter[str]:
    """The messages by what became of them, once nothing is left to do."""
    engine, until = create_engine(config.read(house.environment).database_url), time.monotonic() + PATIENCE
    try:
        while time.monotonic() < until:
            with engine.connect() as connection:
                open_rows = connection.scalar(text(f"SELECT count(*) FROM outbox WHERE done_at IS NULL AND {TELLING}"))
                states = Counter(connection.scalars(text("SELECT state FROM sending")).all())
            if states.total() == 2 * TOLD and not open_rows:
                return states
            time.sleep(0.2)
    finally:
        engine.dispose()
    raise AssertionError(f"not done within {PATIENCE} s: {states} {house.log()}")
