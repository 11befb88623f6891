"""Who works on surveys, and who reads what came of them: the second table of `security.md` §3."""

from __future__ import annotations

from app.actor import Actor, Role
from surveys.definition import Binding

OFFICE = "office"
DISCIPLINE = "discipline"
MANAGERS = (Role.SURVEY_OFFICER, Role.OFFICE_HEAD)
READERS = (*MANAGERS, Role.LEADER, Role.STEWARD)


def may_manage(actor: Actor) -> bool:
    """Write questionnaires, publish them, send them out."""
    return actor.is_staff and actor.role in MANAGERS and actor.unit == OFFICE


def may_read_results(actor: Actor) -> bool:
    """See the figures of a wave."""
    return may_manage(actor) or (actor.is_staff and actor.role in {Role.LEADER, Role.STEWARD})


def may_read_now(actor: Actor, *, hides: bool, is_over: bool) -> bool:
    """Of a wave that promised silence only the office sees figures before it is over."""
    return may_manage(actor) or (may_read_results(actor) and (is_over or not hides))


def may_read_item(actor: Actor, binding: Binding) -> bool:
    """What is restricted is for the office and the discipline unit only."""
    return may_read_results(actor) and (not binding.is_restricted or actor.unit in {OFFICE, DISCIPLINE})
