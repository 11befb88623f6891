"""How the acts of this package are written down."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from app import chain
from app.actor import Actor

Row = dict[str, Any]


def who_of(actor: Actor) -> chain.Who:
    """*actor* as an entry remembers him."""
    if actor.is_staff:
        return chain.Who("staff", actor.person_id, actor.post_id)
    return chain.SYSTEM if actor.kind == "system" else chain.ENTERPRISE


def record(
    stream: str, who: chain.Who, verb: str, at: datetime, *, before: Row | None = None, after: Row | None = None
) -> None:
    """Append an entry of codes and ids; no name, no address, no number of a telephone."""
    chain.append(stream, who, chain.Act(verb, before=before or {}, after=after or {}), at)


def of_person(person_id: int) -> str:
    """The stream of a person."""
    return f"person:{person_id}"


def of_contact(contact_id: int) -> str:
    """The stream of an enterprise's account."""
    return f"contact:{contact_id}"
