"""Facts and cells are written in the very transaction that moves a matter: whatever touches its rows has it counted anew.

The session notes which matters a flush has touched; just before the outermost commit their facts are made again and the
differences added to the cells, last and in the order of their keys, so that nobody waits long and no two for each other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, delete, event, select
from sqlalchemy.orm import Session, UOWTransaction

from analytics.facts import History, Made, facts_of
from app.database import db, insert
from app.store.clocks import Clock
from app.store.complaints import Assignment, Complaint, ContactRecord, Mention, Message, Rating, Refusal, Reply
from app.store.counters import Cell, Fact

CellKey = tuple[str, str, str, str, bool, str]  # figure, month, by, value, is_public, outcome
DIMENSIONS = ("unit", "area", "topic")
CELL = ("figure", "month", "by", "value", "is_public", "outcome")
MARK = "to_count"
SLICE = 200
_CHILDREN = (Clock, Assignment, Refusal, Reply, Rating, Mention, ContactRecord)


@event.listens_for(Session, "after_flush")
def _note_touched(session: Session, _context: UOWTransaction) -> None:
    touched: set[int] = session.info.setdefault(MARK, set())
    for row in (*session.new, *session.dirty, *session.deleted):
        if isinstance(row, Complaint):
            touched.add(row.id)
        elif isinstance(row, _CHILDREN):
            touched.add(row.complaint_id)


@event.listens_for(Session, "before_commit")
def _count_touched(session: Session) -> None:
    if session.in_nested_transaction():  # what a savepoint keeps is counted with the whole
        return
    session.flush()
    touched: set[int] = session.info.pop(MARK, set())
    if touched:
        count(sorted(touched))


@event.listens_for(Session, "after_rollback")
def _forget(session: Session) -> None:
    session.info.pop(MARK, None)


def count(ids: Sequence[int]) -> int:
    """Make the facts of these matters anew and let the cells follow; how many facts differed."""
    changes: Counter[CellKey] = Counter()
    differences = 0
    for start in range(0, len(ids), SLICE):
        differences += _count_slice(ids[start : start + SLICE], changes)
    add_to_cells(changes)
    return differences


def _count_slice(ids: Sequence[int], changes: Counter[CellKey]) -> int:
    found = made_of(ids)
    stored: dict[tuple[int, Made], list[int]] = {}
    for row in db.session.execute(_stored(ids)):
        stored.setdefault((row.complaint_id, Made(*row[2:])), []).append(row.id)
    gone: list[int] = []
    new: list[dict[str, Any]] = []
    wanted = Counter((id_, fact) for id_, facts in found.items() for fact in facts)
    for key in {*wanted, *stored}:
        have, number = stored.get(key, []), wanted[key]
        gone += have[number:]
        new += [{"complaint_id": key[0], **key[1]._asdict()}] * max(0, number - len(have))
        for cell in cells_of(key[1]):
            changes[cell] += number - len(have)
    if gone:
        db.session.execute(delete(Fact).where(Fact.id.in_(gone)).execution_options(synchronize_session=False))
    if new:
        rows = sorted(new, key=lambda row: (row["complaint_id"], row["figure"]))
        db.session.connection().execute(insert(Fact.__table__), rows)
    return len(gone) + len(new)


def _stored(ids: Sequence[int]) -> Any:
    return select(Fact.id, Fact.complaint_id, *(getattr(Fact, name) for name in Made._fields)).where(Fact.complaint_id.in_(ids))


def cells_of(fact: Made) -> list[CellKey]:
    """The cells that a fact stands in; what only holds now is counted when it is asked."""
    if not fact.month:
        return []
    return [
        (fact.figure, fact.month, by, getattr(fact, by), fact.is_public, fact.outcome) for by in DIMENSIONS
    ]  # fmt: skip


def add_to_cells(changes: Counter[CellKey]) -> None:
    """Add these numbers, in the order of the keys."""
    rows = [dict(zip(CELL, key, strict=True), n=changes[key]) for key in sorted(changes) if changes[key]]
    if rows:
        new = insert(Cell.__table__)
        db.session.connection().execute(
            new.on_conflict_do_update(index_elements=CELL, set_={"n": Cell.n + new.excluded.n}), rows
        )


def made_of(ids: Sequence[int]) -> dict[int, list[Made]]:
    """The facts of these matters as their rows say now; the matters are locked, so that nobody counts them meanwhile."""
    locked = select(*_columns(Complaint)).where(Complaint.id.in_(ids)).order_by(Complaint.id).with_for_update()
    matters = db.session.execute(locked).all()
    clocks, mentions = _by_matter(Clock, ids), _by_matter(Mention, ids)
    accepted = [matter.id for matter in matters if matter.accepted_at is not None]  # before that nobody has done anything
    leads, refusals = _by_matter(Assignment, accepted, Assignment.role == "lead"), _by_matter(Refusal, accepted)
    published, ratings = _by_matter(Reply, accepted, Reply.verdict == "published"), _by_matter(Rating, accepted)
    reached = _reached(accepted)
    return {
        matter.id: facts_of(
            History(
                matter,  # type: ignore[arg-type]
                sorted(clocks.get(matter.id, ()), key=lambda row: row.started_at),
                sorted(leads.get(matter.id, ()), key=lambda row: row.from_at),
                refusals.get(matter.id, ()),
                sorted(ratings.get(matter.id, ()), key=lambda row: row.at),
                mentions.get(matter.id, ()),
                [row.verdict_at for row in published.get(matter.id, ())],
                reached.get(matter.id, frozenset()),
            )
        )
        for matter in matters
    }


_SEALED = ("_sealed", "masked", "text", "note", "public", "internal", "evidence")


def _columns(table: Any) -> list[Any]:
    """Columns and not objects: what another transaction has written is read as it is. Words are not asked for."""
    return [column for column in table.__table__.c if not column.name.endswith(_SEALED)]


Rows = dict[int, list[Any]]


def _by_matter(table: Any, ids: Sequence[int], *conditions: Any) -> Rows:
    found: Rows = {}
    if not ids:
        return found
    query = select(*_columns(table)).where(table.complaint_id.in_(ids), *conditions).order_by(table.id)
    for row in db.session.execute(query):
        found.setdefault(row.complaint_id, []).append(row)
    return found


def _reached(ids: Sequence[int]) -> dict[int, frozenset[Any]]:
    """When the enterprise was reached: by a contact, or by a message where it may not be called."""
    if not ids:
        return {}
    called = select(ContactRecord.complaint_id, ContactRecord.at).where(
        ContactRecord.complaint_id.in_(ids), ContactRecord.purpose == "contact", ContactRecord.result == "reached"
    )
    written = select(Message.complaint_id, Message.at).where(Message.complaint_id.in_(ids), Message.direction == "out")
    found: dict[int, set[Any]] = {}
    rows: list[Row[int, Any]] = [*db.session.execute(called), *db.session.execute(written)]
    for complaint_id, at in rows:
        found.setdefault(complaint_id, set()).add(at)
    return {complaint_id: frozenset(moments) for complaint_id, moments in found.items()}
