"""`audit verify` notices what somebody with access to the database does behind the house's back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app import audit, chain
from app.chain import Act, Who
from app.database import db, is_postgres
from app.keys import KeyRing, ring_in_force, use_ring

AT = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
CHANGED = {
    "stream": "'other'",
    "seq": "77",
    "at": "'2020-01-01 00:00:00+00'",
    "actor": "'system'",
    "person_id": "77",
    "post_id": "77",
    "verb": "'other'",
    "reason": "'别的理由'",
    "before": """'{"state": "other"}'""",
    "after": """'{"state": "other"}'""",
    "clocks": """'{"reply": "other"}'""",
    "public_text": "'别的话'",
    "prev_hash": "'1:00'",
    "hash": "'1:00'",
}


@pytest.fixture
def history(store: Flask) -> Flask:
    """Two streams of six and three entries; the triggers are gone, as for somebody who owns the database."""
    for number in range(6):
        _append("complaint:1", number)
    for number in range(3):
        _append("complaint:2", number)
    db.session.commit()
    return store


def _append(stream: str, number: int) -> None:
    act = Act("T1", f"理由{number}", {"state": "a"}, {"state": "b"}, {"reply": number}, "公开的话")
    chain.append(stream, Who("staff", 5, 7), act, AT + timedelta(minutes=number, microseconds=number))


def _as_owner(*sentences: str) -> None:
    if is_postgres():
        _run("ALTER TABLE entry DISABLE TRIGGER USER", *sentences, "ALTER TABLE entry ENABLE TRIGGER USER")
        return
    kept = db.session.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")).all()
    _run(*(f"DROP TRIGGER {name}" for name, _ in kept), *sentences, *(sql for _, sql in kept))


def _run(*sentences: str) -> None:
    for sentence in sentences:
        db.session.connection().exec_driver_sql(sentence)
    db.session.commit()


def _found() -> set[tuple[str, int | None]]:
    db.session.rollback()
    return {(row["stream"], row["seq"]) for row in audit.verify().broken}


def test_an_honest_history_raises_no_alarm(history: Flask) -> None:
    chain.checkpoint(AT)
    db.session.commit()
    _append("complaint:2", 4)
    db.session.commit()
    chain.checkpoint(AT + timedelta(hours=1))
    db.session.commit()
    report = audit.verify()
    assert (report.broken, report.streams, report.entries, report.checkpoints) == ([], 2, 10, 2)


@pytest.mark.parametrize("column", [name for name in chain.COLUMNS if name not in {"stream", "seq"}] + ["hash"])
def test_a_changed_column_is_noticed_at_its_place(history: Flask, column: str) -> None:
    _as_owner(f"UPDATE entry SET \"{column}\" = {CHANGED[column]} WHERE stream = 'complaint:1' AND seq = 3")
    assert ("complaint:1", 3) in _found()


@pytest.mark.parametrize("column", ["stream", "seq"])
def test_an_entry_put_elsewhere_is_noticed(history: Flask, column: str) -> None:
    _as_owner(f"UPDATE entry SET {column} = {CHANGED[column]} WHERE stream = 'complaint:1' AND seq = 3")
    assert ("complaint:1", 4) in _found()


def test_a_deleted_entry_is_noticed(history: Flask) -> None:
    _as_owner("DELETE FROM entry WHERE stream = 'complaint:1' AND seq = 3")
    assert ("complaint:1", 4) in _found()


def test_a_copied_entry_is_noticed(history: Flask) -> None:
    columns = ", ".join(f'"{name}"' for name in chain.COLUMNS if name != "seq")
    copy = f"INSERT INTO entry (seq, {columns}, hash) SELECT 7, {columns}, hash FROM entry"
    _as_owner(f"{copy} WHERE stream = 'complaint:1' AND seq = 6")
    assert ("complaint:1", 7) in _found()


def test_two_swapped_entries_are_noticed(history: Flask) -> None:
    renumber = "UPDATE entry SET seq = {} WHERE stream = 'complaint:1' AND seq = {}"
    _as_owner(renumber.format(99, 2), renumber.format(2, 3), renumber.format(3, 99))
    assert {("complaint:1", 2), ("complaint:1", 3)} <= _found()


def test_a_cut_off_end_is_noticed_by_the_head(history: Flask) -> None:
    _as_owner("DELETE FROM entry WHERE stream = 'complaint:1' AND seq > 4")
    assert ("complaint:1", 5) in _found()


def test_a_cut_off_end_with_its_head_rewound_is_noticed_by_the_checkpoint(history: Flask) -> None:
    chain.checkpoint(AT)
    db.session.commit()
    _as_owner("DELETE FROM entry WHERE stream = 'complaint:1' AND seq > 4", REWIND)
    assert ("complaint:1", 6) in _found()


REWIND = """UPDATE head SET seq = 4, hash = (SELECT hash FROM entry WHERE stream = 'complaint:1' AND seq = 4)
    WHERE stream = 'complaint:1'"""


def test_a_whole_stream_that_vanished_is_noticed_by_the_checkpoint(history: Flask) -> None:
    chain.checkpoint(AT)
    db.session.commit()
    _as_owner("DELETE FROM entry WHERE stream = 'complaint:2'", "DELETE FROM head WHERE stream = 'complaint:2'")
    assert ("complaint:2", 3) in _found()


def test_a_changed_or_missing_checkpoint_is_noticed(history: Flask) -> None:
    for hour in range(3):
        chain.checkpoint(AT + timedelta(hours=hour))
    db.session.commit()
    _run("UPDATE checkpoint SET entries = 3 WHERE n = 1", "DELETE FROM checkpoint WHERE n = 2")
    assert _found() == {("checkpoint", 1), ("checkpoint", 3)}


def test_a_missing_trigger_is_noticed(history: Flask) -> None:
    _run("DROP TRIGGER entry_no_delete" + (" ON entry" if is_postgres() else ""))
    assert [row["what"] for row in audit.verify().broken] == ["trigger entry_no_delete is missing"]


@pytest.mark.parametrize("sentence", ["UPDATE entry SET reason = ''", "DELETE FROM entry"])
def test_the_database_itself_refuses_to_change_the_past(history: Flask, sentence: str) -> None:
    with pytest.raises(DBAPIError, match="entries only grow"):
        _run(sentence)
    db.session.rollback()


def test_a_history_written_under_another_ring_is_not_taken_for_ours(history: Flask) -> None:
    use_ring(KeyRing.new())
    assert len(audit.verify().broken) >= 9


def test_a_new_key_continues_the_old_chain(history: Flask) -> None:
    use_ring(ring_in_force().add("chain").add("checkpoint"))
    _append("complaint:1", 9)
    chain.checkpoint(AT)
    db.session.commit()
    assert audit.verify().broken == []
