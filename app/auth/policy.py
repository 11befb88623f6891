"""What administrator, auditor and office may do with people and accounts: one question, one answer."""

from __future__ import annotations

from app.actor import INTAKE, Actor, Role

OFFICE = "office"


def may_administer(actor: Actor) -> bool:
    """People, posts and units."""
    return actor.is_staff and actor.role == Role.ADMIN


def may_grant_to(actor: Actor, person_id: int) -> bool:
    """Nobody gives himself a post: an administrator reads nothing by his own hand."""
    return may_administer(actor) and actor.person_id != person_id


def may_open_accounts(actor: Actor) -> bool:
    """Only the office, which looks at papers, opens accounts of enterprises."""
    return actor.is_staff and actor.role in INTAKE and actor.unit == OFFICE


def may_audit(actor: Actor) -> bool:
    """Entries of the whole house."""
    return actor.is_staff and actor.role == Role.AUDITOR
