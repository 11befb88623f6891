"""Which matters a telephone number has filed: whoever asks is written down first, and each complainant sees it."""

from __future__ import annotations

from app import chain
from app.actor import INTAKE
from app.database import db
from app.errors import NotAllowed
from app.keys import ring_in_force
from app.sealing import lookup_keys, normalise_phone
from app.store.complaints import Complaint
from complaints import policy, queries
from complaints.operations import looks, words
from complaints.operations.steps import Move, who

MOST = 50
NOT_YOURS = "按电话找诉求由营商办的岗位做。"


def by_phone(phone: str, purpose: str, move: Move) -> list[Complaint]:
    """The matters of *phone* that the actor may see, newest first. Commit before showing them."""
    if move.actor.role not in INTAKE:
        raise NotAllowed(NOT_YOURS)
    looks.check_words("r", purpose, move)
    tags = lookup_keys(ring_in_force(), "phone", normalise_phone(phone))
    query = queries.listed(move.actor).where(Complaint.phone_key.in_(tags)).order_by(Complaint.submitted_at.desc())
    found = [one for one in db.session.scalars(query.limit(MOST)) if policy.sign(move.actor, one, "identity") in {"s", "r"}]
    for complaint in found:
        looks.write(complaint, "phone", purpose, move)
    act = chain.Act("phone_search", reason=words.masked(move.reason), after={"purpose": purpose, "found": len(found)})
    chain.append(f"person:{move.actor.person_id}", who(move.actor), act, move.at)
    return found
