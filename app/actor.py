"""Who asks: the value that every policy is handed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal


class Role(StrEnum):
    """What a post may do; labels stand in `app/web/labels.py`."""

    CLERK = "clerk"
    REVIEWER = "reviewer"
    OFFICE_HEAD = "office_head"
    HANDLER = "handler"
    LIAISON = "liaison"
    DEPARTMENT_HEAD = "department_head"
    STEWARD = "steward"
    SECRETARY = "secretary"
    LEADER = "leader"
    SURVEY_OFFICER = "survey_officer"
    AUDITOR = "auditor"
    ADMIN = "admin"


INTAKE = frozenset({Role.CLERK, Role.REVIEWER, Role.OFFICE_HEAD})
STEWARDING = frozenset({Role.STEWARD, Role.SECRETARY})
DEPARTMENT = frozenset({Role.HANDLER, Role.LIAISON, Role.DEPARTMENT_HEAD})


@dataclass(frozen=True)
class Actor:
    """Someone at the door.

    staff: `person_id` acts under the post `post_id` (`unit`, `role`); `units` are those of the whole
    person, posts ended within 24 months included, because recusal looks at the person.
    A steward carries `enterprises` and `projects`, his secretary the same; by `party_tags` (keyed hashes) a steward
    is known to confidential matters of his enterprises.
    contact: an enterprise's account. holder: has shown number and query code of `complaint_id`.
    """

    kind: Literal["nobody", "staff", "contact", "holder", "system"]
    person_id: int | None = None
    post_id: int | None = None
    unit: str | None = None
    role: Role | None = None
    units: frozenset[str] = frozenset()
    contact_id: int | None = None
    enterprise_id: int | None = None
    owner_tags: frozenset[str] = frozenset()
    complaint_id: int | None = None
    enterprises: frozenset[int] = frozenset()
    projects: frozenset[int] = frozenset()
    party_tags: frozenset[str] = frozenset()

    @property
    def is_staff(self) -> bool:
        return self.kind == "staff"


NOBODY = Actor("nobody")
SYSTEM = Actor("system")
