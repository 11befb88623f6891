"""The shapes of the taxonomy's rows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal, Self

Row = dict[str, Any]


@dataclass(frozen=True)
class Clause:
    """One line of a unit's duty list."""

    id: str
    text: str


@dataclass(frozen=True)
class UnitEntry:
    """A unit as the register delivers it; the living row is `app.store.people.Unit`."""

    code: str
    name: str
    short: str
    kind: Literal["bureau", "district", "utility", "court", "central"]
    aliases: tuple[str, ...]
    clauses: tuple[Clause, ...]
    superior: str | None

    @classmethod
    def of(cls, row: Row) -> Self:
        clauses = tuple(Clause(c["id"], c["text"]) for c in row["clauses"])
        return cls(row["code"], row["name"], row["short"], row["kind"], tuple(row["aliases"]), clauses, row.get("superior"))


@dataclass(frozen=True)
class Example:
    """A delivered text with its kind and sentiment (-2 … 2)."""

    kind: str
    sentiment: int
    text: str


@dataclass(frozen=True)
class Topic:
    """A topic of the second level; `lead` is a unit code, "district" or "complained_unit"."""

    code: str
    label: str
    group: str
    environment: str
    lead: str
    co: tuple[str, ...]
    clause: str
    cues: tuple[str, ...]
    examples: tuple[Example, ...]
    urgent_by_default: bool
    conduct: bool

    @classmethod
    def of(cls, row: Row) -> Self:
        examples = tuple(Example(e["kind"], e["sentiment"], e["text"]) for e in row["examples"])
        return cls(
            row["code"], row["label"], row["group"], row["environment"], row["lead"], tuple(row["co"]), row["clause"],
            tuple(row["cues"]), examples, row["urgent_by_default"], row.get("conduct", False),
        )  # fmt: skip


@dataclass(frozen=True)
class Dispute:
    """A boundary between units with the rule that settles it."""

    code: str
    matter: str
    units: tuple[str, ...]
    lead: str
    clause: str
    co: tuple[str, ...]
    rule: str

    @classmethod
    def of(cls, row: Row) -> Self:
        return cls(row["code"], row["matter"], tuple(row["units"]), row["lead"], row["clause"], tuple(row["co"]), row["rule"])


@dataclass(frozen=True)
class Code:
    """One row of a code table; what only some tables have stands in `more`."""

    code: str
    label: str
    note: str = ""
    more: Row = field(default_factory=dict)

    @classmethod
    def of(cls, row: Row) -> Self:
        more = {key: value for key, value in row.items() if key not in {"code", "label", "note"}}
        return cls(row["code"], row["label"], row.get("note", ""), more)


@dataclass(frozen=True)
class Urgency:
    """An urgency level and the words that suggest it."""

    code: str
    label: str
    note: str
    cues: tuple[str, ...]

    @classmethod
    def of(cls, row: Row) -> Self:
        return cls(row["code"], row["label"], row["note"], tuple(row["cues"]))


@dataclass(frozen=True)
class Risk:
    """A risk tag; a negation in the same clause silences a cue."""

    code: str
    label: str
    note: str
    cues: tuple[str, ...]
    negations: tuple[str, ...]
    threshold_yuan: int | None

    @classmethod
    def of(cls, row: Row) -> Self:
        return cls(
            row["code"], row["label"], row["note"], tuple(row["cues"]), tuple(row["negations"]), row.get("threshold_yuan")
        )


@dataclass(frozen=True)
class Amount:
    """A length of time: working days "wd", office minutes "min" or natural days "d"."""

    number: int
    unit: Literal["wd", "min", "d"]


@dataclass(frozen=True)
class ClockRule:
    """A clock: which steps start and stop it, where it pauses, how long it runs by urgency."""

    code: str
    label: str
    starts: frozenset[str]
    stops: frozenset[str]
    paused_in: frozenset[str]
    by_urgency: dict[str, Amount]
    rework: Amount | None
    after: frozenset[str]
    at_most: Amount | None
    duty: str

    @classmethod
    def of(cls, row: Row) -> Self:
        by_urgency = {key: Amount(*row[key]) for key in ("normal", "priority", "urgent", "simple")}
        rework = Amount(*row["rework"]) if "rework" in row else None
        at_most = Amount(*row["at_most"]) if "at_most" in row else None
        return cls(
            row["code"], row["label"], frozenset(row["starts"]), frozenset(row["stops"]), frozenset(row.get("paused_in", ())),
            by_urgency, rework, frozenset(row.get("after", ())), at_most, row["duty"],
        )  # fmt: skip
