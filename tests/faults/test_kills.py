"""Workers die at the worst moment: what must follow follows, once."""

from __future__ import annotations

import random
import subprocess
import time

import pytest

from tests.machinery.served import BIN, ROOT, NewHouse, Served
from tests.machinery.stores import ENGINES

pytestmark = pytest.mark.slow
PROBE = "tests.faults.probe"
MESSAGES = 300
PATIENCE = 90


@pytest.fixture(scope="module", params=ENGINES)
def house(request: pytest.FixtureRequest, new_house: NewHouse) -> Served:
    """A house to break, on both engines."""
    return new_house(request.param, house=PROBE, workers=2 if request.param == "postgresql" else 1)


def counted(house: Served) -> tuple[int, int]:
    """How many follow-ups were done, and how many more than once."""
    done, twice = house.flask("probe-count").stdout.split()
    return int(done), int(twice)


def wait_for(house: Served, count: int) -> tuple[int, int]:
    until = time.monotonic() + PATIENCE
    while counted(house)[0] < count and time.monotonic() < until:
        time.sleep(2)
    return counted(house)


def test_a_worker_that_dies_again_and_again_loses_nothing_and_does_nothing_twice(house: Served) -> None:
    chance = random.Random(7)
    before = counted(house)[0]
    arriving = [str(BIN / "flask"), "probe-put", "0", str(MESSAGES)]
    with subprocess.Popen(arriving, cwd=ROOT, env=house.environment) as writer:
        for _ in range(4):
            house.start_work()
            time.sleep(chance.uniform(1.5, 3.0))  # it has begun by then
            house.kill()
        assert writer.wait() == 0
    house.start_work()
    assert wait_for(house, before + MESSAGES) == (before + MESSAGES, 0)
    house.stop()
