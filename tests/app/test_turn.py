"""Writers of an SQLite store come one after the other, in the order they asked."""

from __future__ import annotations

import multiprocessing
import threading
import time
from pathlib import Path

import pytest

from app.errors import Unavailable
from app.turn import Turn


def test_writers_are_served_in_the_order_they_asked(tmp_path: Path) -> None:
    turn, served = Turn(str(tmp_path / "turn"), patient=8, wait=10), []
    first = turn.take()

    def write(number: int) -> None:
        held = turn.take()
        served.append(number)
        held.set()

    threads = [threading.Thread(target=write, args=(number,)) for number in range(5)]
    for thread in threads:
        thread.start()
        time.sleep(0.05)
    first.set()
    for thread in threads:
        thread.join()
    assert served == [0, 1, 2, 3, 4]


def test_only_so_many_wait_long_the_others_are_told_once_it_stands_still(tmp_path: Path) -> None:
    turn, gave_up = Turn(str(tmp_path / "turn"), patient=1, wait=3, standstill=1), []
    held = turn.take()

    def wait() -> None:
        began = time.monotonic()
        with pytest.raises(Unavailable):
            turn.take()
        gave_up.append(round(time.monotonic() - began))

    threads = [threading.Thread(target=wait) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(gave_up) == [1, 1, 3]
    held.set()
    turn.take().set()


def _hold(path: str, seconds: float) -> None:
    held = Turn(path, patient=1, wait=5).take()
    time.sleep(seconds)
    held.set()


@pytest.mark.slow
def test_a_turn_held_by_a_process_that_is_killed_is_free_again(tmp_path: Path) -> None:
    path = str(tmp_path / "turn")
    other = multiprocessing.get_context("spawn").Process(target=_hold, args=(path, 60))
    other.start()
    turn = Turn(path, patient=1, wait=2)
    until = time.monotonic() + 20
    while time.monotonic() < until:  # until the other process has it
        try:
            turn.take().set()
        except Unavailable:
            break
        time.sleep(0.1)
    else:
        pytest.fail("the other process never took the turn")
    other.kill()
    other.join()
    turn.take().set()
