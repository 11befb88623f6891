"""The ground's commands as an administrator types them, on a real office with keys of its own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.backup import pack
from tests.machinery.served import NewHouse, Served

pytestmark = pytest.mark.slow
PROBE = "tests.faults.probe"


@pytest.fixture(scope="module")
def office(new_house: NewHouse, tmp_path_factory: pytest.TempPathFactory) -> Served:
    """An office that has just been set up: its first keys are made by the command itself."""
    ring = tmp_path_factory.mktemp("keys") / "ring" / "keys.json"
    house = new_house(migrated=False, house=PROBE, QISHENG_DEMO="", QISHENG_KEYS=str(ring))
    house.flask("keys", "add", "seal")
    house.flask("db", "upgrade")
    house.flask("probe-put", "0", "3")
    return house


def ring_of(house: Served) -> Path:
    return Path(house.environment["QISHENG_KEYS"])


def test_keys_are_made_once_for_their_owner_only_and_then_added_to(office: Served) -> None:
    before = json.loads(ring_of(office).read_text())
    told = office.told("keys", "add", "chain")
    after = json.loads(ring_of(office).read_text())
    assert told["keys"] == len(after["keys"]) == len(before["keys"]) + 1
    assert after["current"]["chain"] == told["kid"]
    assert ring_of(office).stat().st_mode & 0o177 == 0


def test_a_ring_in_the_environment_cannot_be_added_to(office: Served) -> None:
    office_with_ring = {**office.environment, "QISHENG_KEYS": ring_of(office).read_text()}
    kept, office.environment = office.environment, office_with_ring
    done = office.flask("keys", "add", "seal", check=False)
    office.environment = kept
    assert done.returncode == 1
    assert "put it into a file" in json.loads(done.stdout)["error"]


def test_a_purpose_nobody_knows_is_wrong_use(office: Served) -> None:
    assert office.flask("keys", "add", "paint", check=False).returncode == 2


def test_reseal_names_every_column_it_walked(office: Served) -> None:
    told = office.told("keys", "reseal")
    assert told["broken"] == []
    assert told["rows"]["complaint.text_sealed"] == 0


def test_audit_answers_in_the_shape_of_the_contract(office: Served) -> None:
    assert office.told("audit", "checkpoint")["n"] == 1
    told = office.told("audit", "verify")
    assert set(told) == {"streams", "entries", "checkpoints", "broken"}
    assert (told["checkpoints"], told["broken"]) == (1, [])


def test_migrating_twice_changes_nothing_and_down_is_down(new_house: NewHouse) -> None:
    house = new_house(house=PROBE)
    house.flask("db", "upgrade")
    house.flask("db", "downgrade", "base")
    house.flask("db", "upgrade")
    assert house.told("audit", "verify")["broken"] == []


def test_a_backup_moves_the_office_to_an_empty_machine(office: Served, new_house: NewHouse, tmp_path: Path) -> None:
    made = office.told("backup", "make", str(tmp_path / "a.tar"))
    assert made["rows"]["outbox"] == 3
    assert office.flask("backup", "make", str(tmp_path / "a.tar"), check=False).returncode == 1
    assert office.told("backup", "verify", str(tmp_path / "a.tar"))["broken"] == []
    assert office.flask("backup", "restore", str(tmp_path / "a.tar"), check=False).returncode == 1
    other = new_house(migrated=False, house=PROBE, QISHENG_DEMO="", QISHENG_KEYS=str(ring_of(office)))
    assert other.told("backup", "restore", str(tmp_path / "a.tar"))["broken"] == []
    assert other.told("audit", "verify")["broken"] == []


def test_a_spoilt_backup_is_told_by_the_exit_code(office: Served, tmp_path: Path) -> None:
    office.flask("backup", "make", str(tmp_path / "a.tar"))
    content = bytearray((tmp_path / "a.tar").read_bytes())
    content[content.index(b"SQLite format 3")] ^= 1
    (tmp_path / "b.tar").write_bytes(content)
    done = office.flask("backup", "verify", str(tmp_path / "b.tar"), check=False)
    assert done.returncode == 1
    assert json.loads(done.stdout)["broken"] == [f"{pack.STORES['sqlite']} was changed"]


def test_the_doctor_is_red_where_it_must_not_stay_so(office: Served) -> None:
    done = office.flask("doctor", check=False)
    red = [line for line in done.stdout.splitlines() if line.startswith("BAD")]
    assert done.returncode == 1
    assert [line.split()[1] for line in red] == ["QISHENG_BASE_URL", "there", "the"]
    assert "worker never gave a sign of life" in red[-1]


def test_the_doctor_says_that_migrations_are_pending(new_house: NewHouse) -> None:
    assert "BAD  migrations are pending" in new_house(migrated=False, house=PROBE).flask("doctor", check=False).stdout


def test_assets_are_named_by_their_content(office: Served) -> None:
    told = office.told("assets")
    assert told["house.css"].startswith("house.")
    assert told["house.css"] != "house.css"
