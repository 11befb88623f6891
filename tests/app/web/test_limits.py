"""How often is too often: counted for all processes together, and never by name in clear."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask

from app import clock
from app.clock import now
from app.store.limits import Throttle
from app.web import limits
from tests.machinery.stores import NewStore, bare_app, opened


@pytest.fixture
def house(store: Flask) -> Iterator[Flask]:
    return store


def test_the_limit_holds_until_its_window_is_over(store: Flask) -> None:
    for _ in range(3):
        limits.hit("filing", "somebody", "3/10 minutes")
    with pytest.raises(limits.TooMany) as refusal:
        limits.hit("filing", "somebody", "3/10 minutes")
    assert refusal.value.status == 429
    at = clock.local(refusal.value.until)
    assert f"{at.hour}:{at.minute:02}" in str(refusal.value)
    limits.hit("filing", "somebody else", "3/10 minutes")
    limits.hit("search", "somebody", "3/10 minutes")
    clock.move_to(now() + timedelta(minutes=10, seconds=1))
    limits.hit("filing", "somebody", "3/10 minutes")


def test_checking_counts_nothing_and_forgiving_begins_anew(store: Flask) -> None:
    for _ in range(5):
        limits.check("code", "a", "1/minute")
    limits.hit("code", "a", "1/minute")
    with pytest.raises(limits.TooMany):
        limits.check("code", "a", "1/minute")
    limits.forgive("code", "a", "1/minute")
    limits.check("code", "a", "1/minute")


def test_many_at_once_are_all_counted(store: Flask) -> None:
    def one(_n: int) -> bool:
        with store.app_context():
            return limits.count("burst", "a", "10/minute")

    limits.storage()
    with ThreadPoolExecutor(8) as threads:
        assert sum(threads.map(one, range(40))) == 10


def test_what_has_ended_is_swept(store: Flask) -> None:
    limits.hit("filing", "a", "3/minute")
    limits.hit("filing", "a", "3/hour")
    clock.move_to(now() + timedelta(minutes=2))
    assert limits.forget_ended(now()) == 1
    assert limits.storage().check()
    assert limits.storage().reset() == 1


def test_two_processes_count_together_and_neither_name_nor_address_stands_in_the_file(new_store: NewStore) -> None:
    settings = new_store("sqlite")
    for _ in range(2):
        with opened(bare_app(settings)):
            limits.hit("filing", "203.0.113.9", "2/hour")
    with opened(bare_app(settings)), pytest.raises(limits.TooMany):
        limits.hit("filing", "203.0.113.9", "2/hour")
    assert b"203.0.113" not in b"".join(path.read_bytes() for path in settings.folder.glob("limits.db*"))
    rows = sqlite3.connect(settings.folder / "limits.db")
    assert rows.execute("SELECT n FROM throttle").fetchall() == [(3,)]
    rows.close()
    assert Throttle.__tablename__ == "throttle"


@pytest.mark.parametrize(
    ("address", "source"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::1%eth0", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("", "unknown"),
        ("somewhere", "unknown"),
    ],
)
def test_a_source_is_an_address_or_a_network_of_ipv6(address: str, source: str) -> None:
    assert limits.source_of(address) == source
