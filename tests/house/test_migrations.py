"""Migrations are one straight line, go up and down on both engines, and end where the tables are."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, select

from app import chain, schema
from app.chain import Act
from app.clock import now
from app.database import db
from app.store.entries import Entry
from tests.machinery.stores import NewStore, bare_app, opened

LINE = list(ScriptDirectory(str(schema.FOLDER)).walk_revisions())


def test_there_is_one_straight_line() -> None:
    assert len(ScriptDirectory(str(schema.FOLDER)).get_heads()) == 1
    assert [step.down_revision for step in LINE] == [*(step.revision for step in LINE[1:]), None]


def test_steps_are_numbered_and_named() -> None:
    files = sorted(Path(schema.FOLDER, "versions").glob("*.py"))
    assert all(re.fullmatch(r"\d{4}_[a-z0-9_]+\.py", path.name) for path in files)
    assert [path.name[:4] for path in files] == [step.revision for step in reversed(LINE)]


def test_the_newest_migration_is_what_the_tables_say(engine: str, new_store: NewStore) -> None:
    with opened(bare_app(new_store(engine, migrated=False))):
        assert not schema.is_current()
        schema.upgrade()
        assert schema.is_current()
        assert schema.differences() == []


def test_each_step_goes_down_and_up_again(engine: str, new_store: NewStore) -> None:
    with opened(bare_app(new_store(engine))):
        for step in LINE:
            schema.downgrade(step.down_revision or "base")
            schema.upgrade(step.revision)
            schema.downgrade(step.down_revision or "base")
        assert set(inspect(db.engine).get_table_names()) <= {"alembic_version"}
        schema.upgrade()
        assert schema.differences() == []


def test_a_second_machine_that_migrates_finds_nothing_to_do(engine: str, new_store: NewStore) -> None:
    with opened(bare_app(new_store(engine))):
        chain.append("settings", chain.SYSTEM, Act("x"), now())
        db.session.commit()
        schema.upgrade()
        assert db.session.scalars(select(Entry.verb)).one() == "x"


@pytest.mark.parametrize("step", LINE, ids=lambda step: step.revision)
def test_a_migration_does_not_depend_on_the_code_of_its_day(step: object) -> None:
    source = Path(str(getattr(step, "path", ""))).read_text(encoding="utf-8")
    assert not re.search(r"^(from|import) (app|complaints|analytics|surveys)\b", source, re.M)
