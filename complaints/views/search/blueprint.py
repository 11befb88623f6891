"""The pages of search."""

from __future__ import annotations

from flask import Blueprint

from app.actor import DEPARTMENT, INTAKE, STEWARDING, Actor, Role

search_pages = Blueprint("search", __name__)
SEARCHERS = frozenset({*INTAKE, *DEPARTMENT, *STEWARDING, Role.LEADER})


def may_search(actor: Actor) -> bool:
    """Whether there is anything that *actor* could find."""
    return actor.is_staff and actor.role in SEARCHERS
