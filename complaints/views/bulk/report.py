"""What became of each matter of an act on many."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import make_response, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from app.auth.current import current_actor
from app.auth.doors import staff
from app.database import db
from app.lists.page import address_of
from app.store.complaints import Complaint
from app.store.desks import Bulk, BulkItem
from app.store.people import Post
from complaints import queries
from complaints.operations import bulk
from complaints.views.bulk.blueprint import bulk_pages
from complaints.views.department.desk import DESK
from complaints.views.office.queue import SPECS
from complaints.views.office.rows import unit_shorts

BULK = "<int(max=9007199254740991):bulk_id>"
REFRESH = "2"  # seconds
LISTS = {"dispatch": SPECS["accepted"], "hand_over": DESK}


@dataclass(frozen=True)
class Line:
    """A matter, to whom it went, or why not."""

    complaint: Complaint
    to: str
    outcome: str
    reason: str


@bulk_pages.get(f"/{BULK}")
@staff()
def show(bulk_id: int) -> ResponseReturnValue:
    """Row by row, what was not done first; of what its reader may not see now nothing."""
    row = bulk.own(current_actor(), bulk_id)
    lines = _lines(row)
    spec = LISTS[row.kind]
    html = render_template(
        "complaints/bulk/show.html",
        bulk=row,
        what=bulk.LABELS[row.kind],
        left=[line for line in lines if line.outcome == "refused"],
        done=[line for line in lines if line.outcome == "done"],
        waiting=sum(not line.outcome for line in lines),
        back=address_of(spec, row.back),
        list_title=spec.title,
    )
    answer = make_response(html)
    if row.done_at is None:
        answer.headers["Refresh"] = REFRESH
    return answer


def _lines(row: Bulk) -> Sequence[Line]:
    query = (
        select(BulkItem)
        .join(BulkItem.complaint)
        .where(BulkItem.bulk_id == row.id, queries.visible(current_actor()))
        .options(contains_eager(BulkItem.complaint))
        .order_by(BulkItem.id)
    )
    shorts, post = unit_shorts(), db.session.get(Post, row.to_post) if row.to_post else None
    name = post.person.name if post else ""
    items = db.session.scalars(query).all()
    return [
        Line(item.complaint, name or shorts.get(str(item.given.get("lead")), ""), item.outcome, item.reason) for item in items
    ]
