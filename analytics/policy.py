"""Who reads the figures of the whole city."""

from __future__ import annotations

from app.actor import INTAKE, Actor, Role

OFFICE = "office"


def may_read_figures(actor: Actor) -> bool:
    """The office and the leaders."""
    return actor.role == Role.LEADER or (actor.role in INTAKE and actor.unit == OFFICE)
