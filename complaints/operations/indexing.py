"""What a complaint is found by, written in the transaction that changes it."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import func, select

from app import taxonomy
from app.database import db
from app.search import index
from app.search.grams import VERSION, fold
from app.search.index import GRAM
from app.store.complaints import Assignment, Complaint
from app.store.people import Unit
from app.store.search import SearchText

SLICE = 500


def refresh(complaint: Complaint, *, anew: bool = False) -> bool:
    """Let *complaint* be found by what it says now; whether that changed anything."""
    return index.put(complaint.id, plain_of(complaint), anew=anew)


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


def rebuild_slice(last: tuple[object, int] | None) -> tuple[int, tuple[object, int] | None]:
    """Write a slice of the index anew, by time of filing; how many, and where to go on (None at the end)."""
    query = select(Complaint).order_by(Complaint.submitted_at, Complaint.id).limit(SLICE)
    if last is not None:
        at, id_ = last
        later = (Complaint.submitted_at > at) | ((Complaint.submitted_at == at) & (Complaint.id > id_))
        query = query.where(later)
    found = list(db.session.scalars(query))
    for complaint in found:
        refresh(complaint, anew=True)
    return len(found), (found[-1].submitted_at, found[-1].id) if len(found) == SLICE else None


def differences() -> int:
    """How many complaints are found by something else than they say, and how many rows find nothing."""
    query = select(Complaint, SearchText.plain, SearchText.made_by)
    query = query.outerjoin(SearchText, SearchText.complaint_id == Complaint.id).execution_options(yield_per=SLICE)
    wrong = sum((plain, made_by) != (plain_of(one), VERSION) for one, plain, made_by in db.session.execute(query))
    counts = [select(func.count()).select_from(table) for table in (SearchText, GRAM)]
    rows, grams = (db.session.scalars(count).one() for count in counts)
    return wrong + abs(rows - grams)
