"""The right column of a matter's page: each desk says which panel it has for which relation.

The template is included in the page of the matter with the names that its context function gives,
beside `complaint` and `actor`, which are always there.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from app.actor import Actor
from app.store.complaints import Complaint
from complaints import policy
from complaints.policy import Relation

Context = Callable[[Complaint, Actor], dict[str, Any]]


@dataclass(frozen=True)
class Panel:
    """A template and the function that gathers what it shows."""

    template: str
    context: Context


PANELS: dict[Relation, Panel] = {}


def register_panel(relation: Relation, template: str, context: Context) -> None:
    """Whoever stands in *relation* to a matter finds *template* beside it."""
    PANELS[relation] = Panel(template, context)


def panel_for(actor: Actor, complaint: Complaint) -> Panel | None:
    """The panel of *actor* at *complaint*; None where he only reads."""
    found = policy.relation(actor, complaint)
    return PANELS.get(found) if found else None
