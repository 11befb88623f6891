"""Who the steward of a matter is today, and what of it may be his."""

from __future__ import annotations

import json
from datetime import date

from sqlalchemy import ColumnElement, false, or_, select

from app.auth.posts import actors, living
from app.auth.stewards import open_on
from app.database import db
from app.sealing import Look
from app.store.complaints import Complaint
from app.store.enterprises import Enterprise
from app.store.people import Post
from app.store.stewardships import Stewardship
from complaints import policy
from complaints.policy import Relation

LOOK = Look("steward", "house")  # only to find him; nobody is shown anything


def stewards_of(complaint: Complaint, day: date) -> list[Post]:
    """The living posts that carry its project or enterprise and may know of it, the project's first."""
    carried = _carried(complaint)
    if carried is None:
        return []
    query = select(Stewardship, Post).join(Post, Post.id == Stewardship.post_id).where(carried, open_on(day), living(day))
    rows = db.session.execute(query.order_by(Stewardship.project_id.is_(None), Stewardship.id)).all()
    posts = {post.id: post for _, post in rows}
    may = {one.post_id for one in actors(list(posts.values()), day) if policy.relation(one, complaint) == Relation.STEWARD}
    return [post for id_, post in posts.items() if id_ in may]


def steward_of(complaint: Complaint, day: date) -> Post | None:
    """The one whose word counts."""
    return next(iter(stewards_of(complaint, day)), None)


def _carried(complaint: Complaint) -> ColumnElement[bool] | None:
    if complaint.mode == "named":
        known = ((Stewardship.enterprise_id, complaint.enterprise_id), (Stewardship.project_id, complaint.project_id))
        return or_(false(), *(column == id_ for column, id_ in known if id_ is not None))
    enterprise = _behind(complaint) if complaint.mode == "confidential" and complaint.wants_steward else None
    return None if enterprise is None else Stewardship.enterprise_id == enterprise


def _behind(complaint: Complaint) -> int | None:
    """The enterprise of the register behind a confidential matter."""
    party = json.loads(complaint.party.open(LOOK)) if complaint.party else {}
    code, name = party.get("credit_code"), "".join(party.get("name", "").split())
    query = select(Enterprise.id).where(Enterprise.credit_code == code if code else Enterprise.name == name)
    return db.session.scalar(query.limit(1))
