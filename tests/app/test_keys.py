"""The key ring: where it may lie, who may read it, and that old keys keep their doors."""

from __future__ import annotations

import json
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from app.config import BadSetting, Settings, read
from app.keys import PURPOSES, KeyRing, UnknownKey


def settings(tmp_path: Path, keys: str = "") -> Settings:
    return read({"QISHENG_DATA": str(tmp_path / "store"), "QISHENG_KEYS": keys})


def test_a_real_office_does_not_start_without_keys(tmp_path: Path) -> None:
    with pytest.raises(BadSetting, match="QISHENG_KEYS is missing"):
        KeyRing.load(settings(tmp_path), demo=False)


def test_a_real_office_makes_no_keys_by_itself(tmp_path: Path) -> None:
    missing = tmp_path / "keys.json"
    with pytest.raises(BadSetting, match="cannot be read"):
        KeyRing.load(settings(tmp_path, str(missing)), demo=False)
    assert not missing.exists()


def test_keys_that_others_may_read_stop_the_start(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    KeyRing.new().write(path)
    path.chmod(0o640)
    with pytest.raises(BadSetting, match="0640; it must be 0600"):
        KeyRing.load(settings(tmp_path, str(path)), demo=False)


def test_keys_beside_the_store_stop_the_start_even_behind_a_link(tmp_path: Path) -> None:
    inside = tmp_path / "store" / "keys.json"
    inside.parent.mkdir()
    KeyRing.new().write(inside)
    link = tmp_path / "link.json"
    link.symlink_to(inside)
    for path in (inside, link):
        with pytest.raises(BadSetting, match="lies in"):
            KeyRing.load(settings(tmp_path, str(path)), demo=False)


def test_a_ring_written_is_the_ring_read(tmp_path: Path) -> None:
    ring, path = KeyRing.new().add("seal"), tmp_path / "keys.json"
    ring.write(path)
    assert path.stat().st_mode & 0o777 == 0o600
    again = KeyRing.load(settings(tmp_path, str(path)), demo=False)
    assert set(again.keys) == set(ring.keys)
    assert all(again.current(purpose) == ring.current(purpose) for purpose in PURPOSES)
    assert os.listdir(tmp_path) == ["keys.json"]


def test_the_ring_itself_may_stand_in_the_environment(tmp_path: Path) -> None:
    ring = KeyRing.new()
    assert KeyRing.load(settings(tmp_path, ring.dump()), demo=False).current("chain") == ring.current("chain")


def test_processes_that_start_a_demonstration_together_share_one_ring(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        rings = list(pool.map(lambda _: KeyRing.load(settings(tmp_path), demo=True), range(16)))
    assert len(set(rings)) == 1
    assert os.listdir(tmp_path / "store") == ["keys.json"]
    assert (tmp_path / "store" / "keys.json").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    "spoil",
    [
        lambda ring: ring.update(format="other"),
        lambda ring: ring.update(keys=ring["keys"][:-1]),
        lambda ring: ring.update(keys=ring["keys"] + ring["keys"][:1]),
        lambda ring: ring["keys"][0].update(secret="c2hvcnQ="),
        lambda ring: ring["keys"][0].update(secret="?"),
        lambda ring: ring["current"].update(seal=7),
        lambda ring: ring.pop("current"),
    ],
)
def test_a_damaged_ring_stops_the_start_and_shows_no_secret(spoil) -> None:  # type: ignore[no-untyped-def]
    document = json.loads(KeyRing.new().dump())
    spoil(document)
    with pytest.raises(BadSetting) as refused:
        KeyRing.parse(json.dumps(document), "keys.json")
    assert not any(key["secret"] in str(refused.value) for key in document["keys"] if len(key["secret"]) > 10)


def test_a_new_key_is_used_and_the_old_one_still_found() -> None:
    old = KeyRing.new()
    new = old.add("lookup")
    assert new.current("lookup") != old.current("lookup")
    assert new.current("seal") == old.current("seal")
    assert new.macs("lookup", "phone", "029") == [new.mac("lookup", "phone", "029"), old.mac("lookup", "phone", "029")]
    assert new.mac("lookup", "a", kid=old.current("lookup").kid) == old.mac("lookup", "a")


def test_a_key_serves_one_purpose_only() -> None:
    ring = KeyRing.new()
    with pytest.raises(UnknownKey):
        ring.key(ring.current("chain").kid, "seal")
    assert len({ring.mac(purpose, "same") for purpose in PURPOSES}) == len(PURPOSES)


def test_parts_of_a_mac_cannot_lend_each_other_letters() -> None:
    ring = KeyRing.new()
    assert ring.mac("token", "ab", "c") != ring.mac("token", "a", "bc") != ring.mac("token", "abc")
    assert ring.mac("token", "企声") == ring.mac("token", "企声".encode())
    assert ring.mac("token", "\ud800")


def test_a_ring_shows_nothing_when_printed() -> None:
    ring = KeyRing.new()
    assert repr(ring) == "KeyRing(***)"
    assert repr(ring.current("seal").secret) not in f"{ring.current('seal')!r} {ring}"
