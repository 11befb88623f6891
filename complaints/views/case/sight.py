"""Which parts of the page an actor is shown: the matrix of the policy, asked once."""

from __future__ import annotations

from dataclasses import dataclass

from app.actor import Actor
from app.store.complaints import Complaint
from complaints import policy, workflow
from complaints.policy import Relation, Sign

OFFICE = frozenset({Relation.INTAKE})
HOLDERS = frozenset({Relation.INTAKE, Relation.LEAD, Relation.LEAD_CLOSE})
INNER = frozenset({Relation.INTAKE, Relation.LEAD_CLOSE})


@dataclass(frozen=True)
class Sight:
    """`row`: more than the number; `whole_record`: every entry, not only public ones; `original`, `identity`: signs."""

    relation: Relation
    row: bool
    text: bool
    entries: bool
    whole_record: bool
    machine: bool
    files: bool
    notes: bool
    rating: bool
    unpublished: bool
    same_enterprise: bool
    original: Sign
    identity: Sign
    may_note: bool
    may_message: bool
    is_office: bool
    instructions: bool


def sight_of(actor: Actor, complaint: Complaint) -> Sight:
    """What *actor*, who may know of *complaint*, is shown of it."""
    found = policy.relation(actor, complaint)
    assert found is not None
    is_open = complaint.state in workflow.OPEN

    def sees(thing: policy.Thing) -> bool:
        return policy.may_see(actor, complaint, thing)

    return Sight(
        relation=found,
        row=sees("row"),
        text=sees("masked"),
        entries=sees("entries"),
        whole_record=found in HOLDERS,
        machine=found in OFFICE,
        files=sees("file"),
        notes=sees("notes"),
        rating=sees("rating"),
        unpublished=found in HOLDERS or found == Relation.STEWARD,  # he countersigns what is not out yet
        same_enterprise=found in OFFICE or (found in HOLDERS and complaint.mode == "named"),
        original=policy.sign(actor, complaint, "original"),
        identity=policy.sign(actor, complaint, "identity"),
        may_note=policy.sign(actor, complaint, "notes") == "a",
        may_message=is_open and found in INNER,
        is_office=found in OFFICE,
        instructions=found in HOLDERS or found == Relation.STEWARD,
    )
