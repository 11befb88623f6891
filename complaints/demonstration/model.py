"""The shapes of the demonstration's rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self

Row = dict[str, Any]


@dataclass(frozen=True)
class Part:
    """A co-handler and what it is asked to do."""

    unit: str
    part: str


@dataclass(frozen=True)
class Refusal:
    """Why a unit sends a matter back, and which unit it proposes."""

    ground: str
    clause: str
    proposed: str
    reason: str


@dataclass(frozen=True)
class Ruling:
    """Who must do it after two refusals, by which clause."""

    lead: str
    clause: str
    text: str


@dataclass(frozen=True)
class Rating:
    """What the enterprise said of the result."""

    solved: str
    level: str
    reasons: tuple[str, ...]
    text: str

    @classmethod
    def of(cls, row: Row) -> Self:
        return cls(row["solved"], row["level"], tuple(row["reasons"]), row["text"])


@dataclass(frozen=True)
class Decline:
    """Why a matter is not taken on, and where to go instead."""

    ground: str
    text: str
    elsewhere: str


@dataclass(frozen=True)
class Story:
    """One complaint and the life it lives; what a path does not need is empty.

    `first_lead` is the unit it is sent to first by mistake (empty: `lead`). It files `refusal`; whoever that
    proposes files `second_refusal`. Texts may carry day marks for `dated`.
    """

    slug: str
    path: str
    kind: str
    topic: str
    area: str
    mode: str
    channel: str
    contact: str
    text: str
    urgency: str
    lead: str
    enterprise: str = ""
    name: str = ""
    first_lead: str = ""
    co: tuple[Part, ...] = ()
    accused: tuple[str, ...] = ()
    amend: str = ""
    amended: str = ""
    decline: Decline | None = None
    withdraw: str = ""
    refusal: Refusal | None = None
    second_refusal: Refusal | None = None
    ruling: Ruling | None = None
    contact_note: str = ""
    ask: str = ""
    answer: str = ""
    reply: str = ""
    internal: str = ""
    closure: str = ""
    return_reason: str = ""
    countersign: str = ""
    rating: Rating | None = None
    call_back: str = ""
    conclusion: str = ""
    better_reply: str = ""
    second_rating: Rating | None = None
    reopen: str = ""

    @classmethod
    def of(cls, row: Row) -> Self:
        shaped: Row = {
            "co": tuple(Part(**part) for part in row.get("co", ())),
            "accused": tuple(row.get("accused", ())),
            "decline": Decline(**row["decline"]) if "decline" in row else None,
            "refusal": Refusal(**row["refusal"]) if "refusal" in row else None,
            "second_refusal": Refusal(**row["second_refusal"]) if "second_refusal" in row else None,
            "ruling": Ruling(**row["ruling"]) if "ruling" in row else None,
            "rating": Rating.of(row["rating"]) if "rating" in row else None,
            "second_rating": Rating.of(row["second_rating"]) if "second_rating" in row else None,
        }
        return cls(**{"area": "", **row, **shaped})

    def refusals(self) -> tuple[Refusal, ...]:
        """The refusals in the order they were filed."""
        return tuple(refusal for refusal in (self.refusal, self.second_refusal) if refusal)

    def ratings(self) -> tuple[Rating, ...]:
        """The ratings in the order they were given."""
        return tuple(rating for rating in (self.rating, self.second_rating) if rating)

    def units(self) -> set[str]:
        """Every unit the story names by code."""
        named = {self.lead, self.first_lead or self.lead, *self.accused, *(part.unit for part in self.co)}
        return named | {refusal.proposed for refusal in self.refusals()} | ({self.ruling.lead} if self.ruling else set())

    def clauses(self) -> set[str]:
        """Every duty clause the story cites."""
        return {refusal.clause for refusal in self.refusals()} | ({self.ruling.clause} if self.ruling else set())


@dataclass(frozen=True)
class Staff:
    """An invented person on the staff side, with the posts held."""

    name: str
    unit: str
    roles: tuple[str, ...]
    title: str
    login: str
    leader: str

    @classmethod
    def of(cls, row: Row) -> Self:
        return cls(row["name"], row["unit"], tuple(row["roles"]), row["title"], row["login"], row.get("leader", ""))
