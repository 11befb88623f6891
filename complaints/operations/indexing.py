"""What a complaint is found by, written in the transaction that changes it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import func, literal, select, tuple_

from app import taxonomy
from app.database import Moment, db
from app.search import index
from app.search.grams import VERSION, fold
from app.search.index import GRAM
from app.store.complaints import Assignment, Complaint
from app.store.people import Unit
from app.store.search import SearchText

SLICE = 500
Place = tuple[datetime, int]  # in the order of filing


def refresh(complaint: Complaint) -> bool:
    """Let *complaint* be found by what it says now; whether that changed anything."""
    return index.put(complaint.id, plain_of(complaint))


def plain_of(complaint: Complaint) -> str:
    """Number, enterprise (of a named matter only), units that have it, place, title and masked text; folded, line by line."""
    party = complaint.enterprise_name if complaint.mode == "named" else None
    lines = [complaint.number, complaint.foreign_number, party, *_units(complaint.id), *_place(complaint)]
    return fold("\n".join(filter(None, [*lines, complaint.title, complaint.masked])))


def _units(complaint_id: int) -> Iterator[str]:
    """What the units with a living share are called, the lead first; former ones are nobody's business."""
    query = select(Unit.name, Unit.short, Unit.aliases).join(Assignment, Assignment.unit == Unit.code)
    living = query.where(Assignment.complaint_id == complaint_id, Assignment.to_at.is_(None))
    for name, short, aliases in db.session.execute(living.order_by(Assignment.role.desc(), Assignment.id)):
        yield from dict.fromkeys((name, short, *aliases))


def _place(complaint: Complaint) -> Iterator[str]:
    area = taxonomy.areas().get(complaint.area or "")
    if area is not None:
        yield from dict.fromkeys((area.name, area.short))


def go_through(last: Place | None) -> tuple[int, Place | None]:
    """Put a slice right, by time of filing: how many complaints changed, and where to go on (None at the end)."""
    query = select(Complaint).order_by(Complaint.submitted_at, Complaint.id).limit(SLICE)
    if last is not None:
        query = query.where(tuple_(Complaint.submitted_at, Complaint.id) > tuple_(literal(last[0], Moment()), last[1]))
    found = list(db.session.scalars(query))
    changed = sum(refresh(complaint) for complaint in found)
    return changed, (found[-1].submitted_at, found[-1].id) if len(found) == SLICE else None


def is_stale() -> bool:
    """Whether there are grams of another version: they cannot be taken out one by one, so all is to be written anew."""
    return db.session.scalar(select(SearchText.id).where(SearchText.made_by != VERSION).limit(1)) is not None


def differences() -> int:
    """How many complaints are found by something else than they say, and how many rows find nothing."""
    query = select(Complaint, SearchText.plain, SearchText.made_by)
    query = query.outerjoin(SearchText, SearchText.complaint_id == Complaint.id).execution_options(yield_per=SLICE)
    wrong = sum((plain, made_by) != (plain_of(one), VERSION) for one, plain, made_by in db.session.execute(query))
    counts = [select(func.count()).select_from(table) for table in (SearchText, GRAM)]
    rows, grams = (db.session.scalars(count).one() for count in counts)
    return wrong + abs(rows - grams)
