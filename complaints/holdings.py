"""Who holds a complaint when: at every moment of its open life exactly one, so the minutes add up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

from app import taxonomy
from app.officetime import OfficeCalendar


class Holder(NamedTuple):
    """office, lead, enterprise, arbiter or deferred; a lead with its unit."""

    name: str
    unit: str | None = None


@dataclass(frozen=True)
class Held:
    """An interval in which *holder* had the complaint."""

    holder: Holder
    from_at: datetime
    to_at: datetime | None = None


def holder_of(state: str, lead: str | None) -> Holder | None:
    """Who holds a complaint in *state* whose leading unit is *lead*; nobody once it is over."""
    name = taxonomy.codes("states")[state].more.get("holder")
    if name is None:
        return None
    return Holder(name, lead if name == "lead" else None)


def hand_over(holdings: Sequence[Held], holder: Holder | None, at: datetime) -> tuple[Held, ...]:
    """The holdings after *at*: the last one ends where the next begins; a holder who keeps it goes on."""
    last = holdings[-1] if holdings and holdings[-1].to_at is None else None
    if last and last.holder == holder:
        return tuple(holdings)
    past = (*holdings[:-1], replace(last, to_at=at)) if last else tuple(holdings)
    return (*past, Held(holder, at)) if holder else past


def elapsed_minutes(holdings: Sequence[Held], until: datetime, calendar: OfficeCalendar) -> int:
    """Office minutes for which the complaint was open, up to *until*."""
    return sum(minutes_by_holder(holdings, until, calendar).values())


def minutes_by_holder(holdings: Sequence[Held], until: datetime, calendar: OfficeCalendar) -> dict[Holder, int]:
    """Office minutes of each holder up to *until*, in the order in which they first held it.

    Seconds are added up over the life and every full minute goes to the one who held its last second,
    so the parts always sum to the whole.
    """
    minutes: dict[Holder, int] = {}
    seconds = 0
    for held in holdings:
        before, end = seconds // 60, min(held.to_at or until, until)
        seconds += max(0, calendar.seconds_between(held.from_at, end))
        minutes[held.holder] = minutes.get(held.holder, 0) + seconds // 60 - before
    return minutes
