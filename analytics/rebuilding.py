"""Facts and cells against the rows they come from: told apart, and made whole while people work."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from sqlalchemy import func, select, text

from analytics.counting import CELL, DIMENSIONS, SLICE, CellKey, add_to_cells, made_of
from analytics.facts import Made
from app.database import db, is_postgres
from app.store.complaints import Complaint
from app.store.counters import Cell, Fact


def slices() -> Iterator[list[int]]:
    """The ids of all matters, some at a time."""
    last = -1
    while True:
        query = select(Complaint.id).where(Complaint.id > last).order_by(Complaint.id).limit(SLICE)
        ids = list(db.session.scalars(query))
        if not ids:
            return
        yield ids
        last = ids[-1]


def differing_facts(ids: list[int]) -> int:
    """How many facts of these matters are not what their rows say."""
    made = Counter((id_, fact) for id_, facts in made_of(ids).items() for fact in facts)
    columns = (getattr(Fact, name) for name in Made._fields)
    rows = db.session.execute(select(Fact.complaint_id, *columns).where(Fact.complaint_id.in_(ids)))
    stored = Counter((row[0], Made(*row[1:])) for row in rows)
    return (made - stored).total() + (stored - made).total()


def differing_cells() -> Counter[CellKey]:
    """By how much each cell is off the sum of its facts."""
    if is_postgres():  # whoever moves a matter adds to the cells last, and waits here until the sums are right
        db.session.execute(text("LOCK TABLE cell IN SHARE ROW EXCLUSIVE MODE"))
    off: Counter[CellKey] = Counter()
    for by in DIMENSIONS:
        value = getattr(Fact, by)
        keys = (Fact.figure, Fact.month, value, Fact.is_public, Fact.outcome)
        for figure, month, what, is_public, outcome, n in db.session.execute(
            select(*keys, func.count()).where(Fact.month != "").group_by(*keys)
        ):
            off[figure, month, by, what, bool(is_public), outcome] += n
    for row in db.session.execute(select(*(getattr(Cell, name) for name in CELL), Cell.n)):
        off[row[0], row[1], row[2], row[3], bool(row[4]), row[5]] -= row[6]
    return Counter({key: n for key, n in off.items() if n})


def right_cells() -> int:
    """Bring every cell to the sum of its facts; how many were off."""
    off = differing_cells()
    add_to_cells(off)
    return len(off)
