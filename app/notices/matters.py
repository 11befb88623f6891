"""What a feature says about the matters that notices are about: who may see them, and where they stand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, false

from app.actor import Actor
from app.store.complaints import Complaint
from app.store.notices import Notice


@dataclass(frozen=True)
class Matters:
    """`listed`: the matters whose row an actor may see. `page`: the endpoint of one, by number; `follow`: the enterprises'.

    `office_from`: a moment itself, if the office works then, else when it begins again.
    """

    listed: Callable[[Actor], Select[Complaint]]
    page: str
    follow: str
    office_from: Callable[[datetime], datetime]


_matters: Matters | None = None


def speak_for(matters: Matters) -> None:
    """Let a feature speak for its matters; before that nobody sees any notice."""
    global _matters
    _matters = matters


def matters() -> Matters:
    """What the feature said."""
    assert _matters is not None
    return _matters


def seen_by(actor: Actor) -> ColumnElement[bool]:
    """The notices of a post whose matter it may see now: asked anew each time, so that nothing outlives a recusal."""
    if _matters is None or actor.post_id is None:
        return false()
    # Its own complaint, also where the question around it asks for the number of one.
    visible = _matters.listed(actor).where(Complaint.id == Notice.complaint_id).correlate(Notice)
    return (Notice.post_id == actor.post_id) & visible.exists()
