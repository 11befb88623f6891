"""`flask seed` and `flask complaints workflow` as somebody at the command line meets them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import select

from app import clock, mode
from app.clock import at_local, local
from app.database import db
from app.store.complaints import Complaint
from app.store.people import Person, Unit
from complaints.commands import seed as seed_module
from complaints.commands.seed import seed
from complaints.commands.workflow import complaints_group
from complaints.demonstration.stage import Machine
from complaints.workflow import STEPS
from tests.machinery.stores import NewStore, bare_app, opened


@pytest.fixture
def empty(new_store: NewStore) -> Iterator[Flask]:
    """An empty store in demonstration mode."""
    with opened(bare_app(new_store("sqlite", QISHENG_DEMO="1"))) as app:
        yield app


def _run(*words: str) -> Result:
    return CliRunner().invoke(seed, words)


def test_outside_demonstration_mode_nothing_is_seeded(new_store: NewStore) -> None:
    with opened(bare_app(new_store("sqlite"))):
        for words in (["demo"], ["roles"]):
            refused = _run(*words)
            assert refused.exit_code == 1
            assert "demonstration mode" in refused.output
        assert db.session.scalars(select(Unit.code)).all() == []


def test_roles_gives_units_and_one_account_per_role_once(empty: Flask) -> None:
    counts = json.loads(_run("roles").output)
    assert counts["units"] == 48
    assert mode.is_demo()
    logins = db.session.scalars(select(Person.login)).all()
    assert {"clerk", "reviewer", "office_head", "handler", "liaison", "auditor", "admin"} <= set(logins)
    for words in (["roles"], ["demo"]):
        again = _run(*words)
        assert again.exit_code == 1
        assert "not empty" in again.output


def test_the_accounts_are_listed_for_people_with_their_password(empty: Flask) -> None:
    assert _run("accounts").exit_code == 1
    assert _run("roles").exit_code == 0
    told = _run("accounts").output
    assert "anlan-2026-demo" in told
    assert "clerk " in told


def test_a_wrong_day_is_wrong_use(empty: Flask) -> None:
    assert _run("demo", "--at", "someday").exit_code == 2


@pytest.mark.parametrize(("now", "day"), [("09:59", 23), ("10:00", 24), ("23:00", 24)])
def test_without_a_day_the_city_lives_up_to_the_last_ten_o_clock(now: str, day: int, monkeypatch: pytest.MonkeyPatch) -> None:
    clock.move_to(at_local(date(2026, 11, 24), now))
    assert local(seed_module._moment(None)).strftime("%d %H:%M") == f"{day} 10:00"


@pytest.mark.slow
def test_demo_prints_counts_and_does_nothing_the_second_time(empty: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[int] = []
    machine = Machine(lambda complaint_id, at: read.append(complaint_id), lambda complaint: "fire")
    monkeypatch.setattr(seed_module, "Machine", lambda *_: machine)
    first = _run("demo", "--at", "2026-11-24")
    assert json.loads(first.output)["complaints"] == 150
    assert len(read) == 150
    db.session.rollback()
    assert len(db.session.scalars(select(Complaint.id)).all()) == 150
    assert _run("demo", "--at", "2026-12-01").output == first.output


def _workflow(shape: str) -> str:
    return CliRunner().invoke(complaints_group, ["workflow", "--format", shape]).output


def test_the_table_is_printed_as_json_with_everything_that_is_promised() -> None:
    steps = {row["id"]: row for row in json.loads(_workflow("json"))["steps"]}
    assert steps.keys() == STEPS.keys()
    assert {frozenset(row) for row in steps.values()} == {
        frozenset({"id", "action", "from", "to", "roles", "guards", "clocks", "public"})
    }
    assert (steps["T1"]["from"], steps["T1"]["to"]) == ([], "received")
    assert steps["T8"]["roles"] == ["handler", "liaison"]
    assert steps["T10"]["clocks"] == {"starts": ["C11"], "stops": ["C2", "C3"], "pauses": [], "resumes": []}
    assert steps["T15"]["clocks"]["pauses"] == steps["T16"]["clocks"]["resumes"] == ["C4"]
    assert steps["T30"]["clocks"]["stops"] == ["all"]
    assert steps["T36"]["to"] is None


def test_the_picture_and_the_table_show_every_step() -> None:
    for shape in ("mermaid", "table"):
        printed = _workflow(shape)
        assert [step for step in STEPS if f"{step} " not in printed and f"{step}\t" not in printed] == []
    assert _workflow("mermaid").startswith("stateDiagram-v2\n    received: 待审查\n")
