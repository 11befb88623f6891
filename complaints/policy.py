"""Who stands how to a complaint, and what that lets him see and do: the matrix of `security.md` as data.

Signs: s sees, r sees after a written reason, a sees and acts, n sees the number only,
- does not know it exists. Three signs are for named, confidential and anonymous matters.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from app import taxonomy
from app.actor import DEPARTMENT, INTAKE, STEWARDING, Actor, Role
from app.store.complaints import Complaint, Mention

OFFICE = "office"
SUPERIOR = taxonomy.units()[OFFICE].superior or OFFICE

Thing = Literal["row", "masked", "original", "identity", "notes", "entries", "file", "file_original", "rating"]
Sign = Literal["s", "r", "a", "n", "-"]
MODES = ("named", "confidential", "anonymous")


class Relation(StrEnum):
    """How an actor stands to one complaint."""

    COMPLAINANT = "complainant"
    SAME_ENTERPRISE = "same_enterprise"
    LEAD = "lead"
    LEAD_CLOSE = "lead_close"  # the named handler, the liaison, the department head
    CO_HANDLER = "co_handler"
    FORMER = "former"
    INTAKE = "intake"
    LEADER = "leader"
    AUDITOR = "auditor"
    STEWARD = "steward"  # of its enterprise or project
    SECRETARY = "secretary"  # of that steward


THINGS: tuple[Thing, ...] = (
    "row", "masked", "original", "identity", "notes", "entries", "file", "file_original", "rating",
)  # fmt: skip
# In the order of THINGS; "rel" of security.md is asked apart: `needs_release`.
MATRIX: dict[Relation, tuple[str, ...]] = {
    Relation.COMPLAINANT: ("s", "s", "s", "s", "-", "s", "s", "-", "a"),
    Relation.SAME_ENTERPRISE: ("s--", "s--", "-", "-", "-", "s--", "s--", "-", "s--"),
    Relation.LEAD: ("s", "s", "-", "-", "-", "s", "-", "-", "s"),
    Relation.LEAD_CLOSE: ("a", "s", "s--", "s--", "a", "s", "s", "-", "s"),
    Relation.CO_HANDLER: ("s", "s", "-", "r--", "-", "s", "s", "-", "-"),
    Relation.FORMER: ("n", "-", "-", "-", "-", "-", "-", "-", "-"),
    Relation.INTAKE: ("a", "s", "sr-", "sr-", "a", "s", "s", "rr-", "s"),
    Relation.LEADER: ("s", "s", "-", "-", "-", "s", "-", "-", "-"),
    Relation.AUDITOR: ("n", "-", "-", "-", "-", "s", "-", "-", "-"),
    Relation.STEWARD: ("a", "s", "s--", "s--", "s", "s", "s", "-", "s"),
    Relation.SECRETARY: ("s--", "s--", "-", "-", "-", "s--", "-", "-", "-"),
}
# Files are handed to these only once an intake post has looked at them and released them;
# the lead may look at those of a named matter at once.
RELEASED_ONLY: dict[Relation, str] = {
    Relation.LEAD_CLOSE: "-yy",
    Relation.CO_HANDLER: "yyy",
    Relation.STEWARD: "yyy",
    Relation.SAME_ENTERPRISE: "---",
}


def is_accusing(complaint: Complaint) -> bool:
    """Whether the units it names are accused and not merely concerned.

    Until it is accepted, every unit named in a grievance counts.
    """
    if complaint.kind == "tip_off" or complaint.topic in taxonomy.conduct_topics():
        return True
    return complaint.accepted_at is None and complaint.kind == "grievance"


def stands(complaint: Complaint, mention: Mention) -> bool:
    """Whether *mention* still counts: once accepted, only what a clerk has fixed."""
    return complaint.accepted_at is None or mention.standing == "fixed"


def accused_units(complaint: Complaint) -> frozenset[str]:
    """The units that may find no trace of it."""
    if not is_accusing(complaint):
        return frozenset()
    return frozenset(m.unit for m in complaint.mentions if m.unit and stands(complaint, m))


def named_people(complaint: Complaint) -> frozenset[int]:
    """The persons that may find no trace of it, whatever its kind."""
    return frozenset(m.person_id for m in complaint.mentions if m.person_id and stands(complaint, m))


def is_recused(actor: Actor, complaint: Complaint) -> bool:
    """Whether this person, with all posts living or ended within two years, must be kept away."""
    return bool(accused_units(complaint) & actor.units) or actor.person_id in named_people(complaint)


def intake_unit(complaint: Complaint) -> str | None:
    """Whose clerks, reviewers and head have it; None where office and superior are both accused.

    What the office has handled itself is reviewed by its superior.
    """
    accused = accused_units(complaint)
    if OFFICE in accused:
        return None if SUPERIOR in accused else SUPERIOR
    is_own_review = complaint.state == "reviewing" and OFFICE in handling_units(complaint)
    return SUPERIOR if is_own_review and SUPERIOR not in accused else OFFICE


def handling_units(complaint: Complaint) -> frozenset[str]:
    """Every unit that has or had a share in it."""
    return frozenset(share.unit for share in complaint.assignments)


def relation(actor: Actor, complaint: Complaint) -> Relation | None:
    """How *actor* stands to *complaint*; None if he may not know that it exists."""
    if actor.kind == "holder":
        return Relation.COMPLAINANT if actor.complaint_id == complaint.id else None
    if actor.kind == "contact":
        return _account_relation(actor, complaint)
    if not actor.is_staff or (is_recused(actor, complaint) and not _is_last_resort(actor, complaint)):
        return None
    return _staff_relation(actor, complaint)


def _account_relation(actor: Actor, complaint: Complaint) -> Relation | None:
    if actor.complaint_id == complaint.id:  # has shown its code as well
        return Relation.COMPLAINANT
    if complaint.owner_tag is not None and complaint.owner_tag in actor.owner_tags:
        return Relation.COMPLAINANT
    same = actor.enterprise_id is not None and complaint.enterprise_id == actor.enterprise_id
    if same and complaint.mode == "named" and complaint.accepted_at is not None:
        return Relation.SAME_ENTERPRISE
    return None


def _is_last_resort(actor: Actor, complaint: Complaint) -> bool:
    """Where office and superior are both accused the office's head alone sees it, unless named himself."""
    head = actor.role == Role.OFFICE_HEAD and actor.unit == OFFICE
    return head and intake_unit(complaint) is None and actor.person_id not in named_people(complaint)


def _staff_relation(actor: Actor, complaint: Complaint) -> Relation | None:
    if actor.role in INTAKE and (actor.unit == intake_unit(complaint) or _is_last_resort(actor, complaint)):
        return Relation.INTAKE
    if actor.role in DEPARTMENT:
        return _unit_relation(actor, complaint)
    if actor.role in STEWARDING:
        return _carried_relation(actor, complaint)
    if actor.role == Role.LEADER:
        return Relation.LEADER
    return Relation.AUDITOR if actor.role == Role.AUDITOR else None


def _carried_relation(actor: Actor, complaint: Complaint) -> Relation | None:
    """Once accepted: a named matter of what he carries, or a hidden one that the complainant opened to the steward."""
    if complaint.accepted_at is None:
        return None
    if complaint.mode == "named":
        mine = complaint.enterprise_id in actor.enterprises or complaint.project_id in actor.projects
    else:
        is_opened = complaint.mode == "confidential" and complaint.wants_steward and actor.role == Role.STEWARD
        mine = is_opened and complaint.party_tag in actor.party_tags
    if not mine:
        return None
    return Relation.STEWARD if actor.role == Role.STEWARD else Relation.SECRETARY


def _unit_relation(actor: Actor, complaint: Complaint) -> Relation | None:
    shares = [share for share in complaint.assignments if share.unit == actor.unit]
    living = {share.role for share in shares if share.to_at is None}
    if "lead" in living:
        return Relation.LEAD_CLOSE if _is_close(actor, complaint) else Relation.LEAD
    if "co_handler" in living:
        return Relation.CO_HANDLER
    return Relation.FORMER if shares else None


def _is_close(actor: Actor, complaint: Complaint) -> bool:
    return actor.role in {Role.LIAISON, Role.DEPARTMENT_HEAD} or actor.post_id == complaint.handler_id


def sign(actor: Actor, complaint: Complaint, thing: Thing) -> Sign:
    """What *actor* may do with *thing* of *complaint*."""
    found = relation(actor, complaint)
    if found is None:
        return "-"
    signs = MATRIX[found][THINGS.index(thing)]
    return signs[MODES.index(complaint.mode)] if len(signs) == 3 else signs  # type: ignore[return-value]


def may_see(actor: Actor, complaint: Complaint, thing: Thing) -> bool:
    """Whether the thing shows on the page without further ado."""
    return sign(actor, complaint, thing) in {"s", "a"}


def needs_release(actor: Actor, complaint: Complaint) -> bool:
    """Whether files show to *actor* only after an intake post released them."""
    found = relation(actor, complaint)
    signs = RELEASED_ONLY.get(found, "---") if found else "yyy"
    return signs[MODES.index(complaint.mode)] == "y"


def may_call_back(actor: Actor, complaint: Complaint) -> bool:
    """A reviewer, never of a unit that handled it."""
    return actor.role == Role.REVIEWER and may_review(actor, complaint)


def may_review(actor: Actor, complaint: Complaint) -> bool:
    """Whether no unit of *actor* has handled it; where nobody stands above the unit that did, its reviewers must."""
    if not handling_units(complaint) & actor.units:
        return True
    own = intake_unit(complaint)
    return actor.unit == own and (own == SUPERIOR or SUPERIOR in accused_units(complaint))
