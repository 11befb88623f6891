"""The ground's commands as an administrator types them, on a real office with keys of its own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask

from app import outbox, schema
from app.backup import pack
from app.config import Settings
from app.database import db, reading
from app.factory import build
from tests.machinery.served import NewHouse
from tests.machinery.stores import RING, NewStore, opened


@pytest.fixture
def ring(tmp_path: Path) -> Path:
    """The key ring's file, away from the data."""
    path = tmp_path / "ring" / "keys.json"
    path.parent.mkdir()
    RING.write(path)
    return path


@pytest.fixture
def office(new_store: NewStore, ring: Path) -> Iterator[Flask]:
    """An office with three messages that wait."""
    with opened(build([], new_store("sqlite", QISHENG_KEYS=str(ring)))) as app:
        for number in range(3):
            outbox.put("probe", f"probe:{number}")
        db.session.commit()
        yield app


def run(app: Flask, *words: str) -> Result:
    db.session.remove()
    result = app.test_cli_runner().invoke(args=list(words))
    reading.set(False)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
    return result


def told(app: Flask, *words: str, exit_code: int = 0) -> Any:
    """The JSON that the command prints."""
    result = run(app, *words)
    assert result.exit_code == exit_code, result.output
    return json.loads(result.stdout)


def test_a_key_is_added_beside_the_old_ones(office: Flask, ring: Path) -> None:
    before = json.loads(ring.read_text())
    answer = told(office, "keys", "add", "chain")
    after = json.loads(ring.read_text())
    assert answer["keys"] == len(after["keys"]) == len(before["keys"]) + 1
    assert after["current"]["chain"] == answer["kid"]
    assert ring.stat().st_mode & 0o177 == 0


def test_a_ring_in_the_environment_cannot_be_added_to(office: Flask, ring: Path) -> None:
    settings: Settings = office.extensions["qisheng"]
    office.extensions["qisheng"] = replace(settings, keys=ring.read_text())
    assert "put it into a file" in told(office, "keys", "add", "seal", exit_code=1)["error"]


def test_a_purpose_nobody_knows_is_wrong_use(office: Flask) -> None:
    assert run(office, "keys", "add", "paint").exit_code == 2


def test_reseal_names_every_column_it_walked(office: Flask) -> None:
    answer = told(office, "keys", "reseal")
    assert answer["broken"] == []
    assert answer["rows"]["complaint.text_sealed"] == 0


def test_audit_answers_in_the_shape_of_the_contract(office: Flask) -> None:
    assert told(office, "audit", "checkpoint")["n"] == 1
    answer = told(office, "audit", "verify")
    assert set(answer) == {"streams", "entries", "checkpoints", "broken"}
    assert (answer["checkpoints"], answer["broken"]) == (1, [])


def test_a_backup_moves_the_office_to_an_empty_machine(office: Flask, ring: Path, new_store: NewStore, tmp_path: Path) -> None:
    file = str(tmp_path / "a.tar")
    assert told(office, "backup", "make", file)["rows"]["outbox"] == 3
    assert "is there already" in told(office, "backup", "make", file, exit_code=1)["error"]
    assert told(office, "backup", "verify", file)["broken"] == []
    assert "not empty" in told(office, "backup", "restore", file, exit_code=1)["error"]
    with opened(build([], new_store("sqlite", migrated=False, QISHENG_KEYS=str(ring)))) as other:
        assert told(other, "backup", "restore", file)["broken"] == []
        assert told(other, "audit", "verify")["broken"] == []


def test_a_spoilt_backup_is_told_by_the_exit_code(office: Flask, tmp_path: Path) -> None:
    told(office, "backup", "make", str(tmp_path / "a.tar"))
    content = bytearray((tmp_path / "a.tar").read_bytes())
    content[content.index(b"SQLite format 3")] ^= 1
    (tmp_path / "b.tar").write_bytes(content)
    answer = told(office, "backup", "verify", str(tmp_path / "b.tar"), exit_code=1)
    assert answer["broken"] == [f"{pack.STORES['sqlite']} was changed"]


def test_the_doctor_is_red_where_it_must_not_stay_so(office: Flask) -> None:
    result = run(office, "doctor")
    red = [line for line in result.stdout.splitlines() if line.startswith("BAD")]
    assert result.exit_code == 1
    assert [line.split()[1] for line in red] == ["QISHENG_BASE_URL", "there", "the"]
    assert "worker never gave a sign of life" in red[-1]


def test_the_doctor_says_that_migrations_are_pending(office: Flask) -> None:
    schema.downgrade("0001")
    assert "BAD  migrations are pending" in run(office, "doctor").stdout


def test_migrations_go_down_and_up_by_command(office: Flask) -> None:
    assert run(office, "db", "downgrade", "base").exit_code == 0
    assert not schema.is_current()
    assert run(office, "db", "upgrade").exit_code == 0
    assert schema.is_current()


def test_assets_are_named_by_their_content(office: Flask) -> None:
    answer = told(office, "assets")
    assert answer["house.css"].startswith("house.")
    assert answer["house.css"] != "house.css"


@pytest.mark.slow
def test_an_office_gets_its_first_keys_by_the_command_itself(new_house: NewHouse, tmp_path: Path) -> None:
    path = tmp_path / "ring" / "keys.json"
    house = new_house(migrated=False, house="tests.faults.probe", QISHENG_DEMO="", QISHENG_KEYS=str(path))
    assert house.flask("db", "upgrade", check=False).returncode != 0
    house.flask("keys", "add", "seal")
    house.flask("db", "upgrade")
    assert path.stat().st_mode & 0o177 == 0
