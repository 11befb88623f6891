"""Who should lead: three candidates with probability, duty clause and the words that counted, and why not others.

The machine proposes, a person confirms. A ruling on the same matter comes before the duty table;
a unit that is accused is never proposed (foundations §8, complaints.md).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Self

from app import taxonomy

CLEAR_LEAD = 0.15  # the first two closer than this need a person's judgement
PRECEDENT_WEIGHT = 0.35
CANDIDATES = 3


@dataclass(frozen=True)
class Score:
    """A unit's share of probability, by which duty clause and topic."""

    unit: str
    p: float
    clause: str
    topic: str


@dataclass(frozen=True)
class Precedent:
    """A ruling that was made on a matter of this topic (and area, if it was one of an area)."""

    number: str
    topic: str
    area: str | None
    lead: str
    clause: str


@dataclass(frozen=True)
class Candidate:
    """A unit that may lead, and why."""

    unit: str
    p: float
    clause: str
    topic: str
    precedent: str = ""


@dataclass(frozen=True)
class Proposal:
    """Up to three candidates, co-handlers with their clause, and what a person must look at."""

    candidates: tuple[Candidate, ...] = ()
    co: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def is_clear(self) -> bool:
        """Whether one key may accept it: a clear lead and nothing that needs thought."""
        if not self.candidates or self.warnings:
            return False
        return len(self.candidates) < 2 or self.candidates[0].p - self.candidates[1].p >= CLEAR_LEAD

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> Self:
        candidates = tuple(Candidate(**candidate) for candidate in row.get("candidates", ()))
        return cls(candidates, tuple(row.get("co", ())), tuple(row.get("warnings", ())))


def propose(
    scores: Sequence[Score],
    *,
    topic: str | None,
    area: str | None,
    accused: frozenset[str] = frozenset(),
    precedents: Sequence[Precedent] = (),
    kind: str = "",
    ended: frozenset[str] = frozenset(),
) -> Proposal:
    """Order *scores* with precedents and recusal into a proposal."""
    usable = [s for s in scores if s.unit in taxonomy.units() and s.unit not in accused | ended]
    ranked = _with_precedents(usable, topic, area, [p for p in precedents if p.lead not in accused | ended])
    top = tuple(ranked[:CANDIDATES])
    lead = top[0].unit if top else None
    return Proposal(top, _co_handlers(topic, area, lead, accused | ended), tuple(_warnings(scores, top, area, accused, kind)))


def _with_precedents(
    scores: Sequence[Score], topic: str | None, area: str | None, precedents: Sequence[Precedent]
) -> list[Candidate]:
    fitting = [p for p in precedents if p.topic == topic and p.area in {None, area}]
    share = PRECEDENT_WEIGHT if fitting else 0.0
    found = {s.unit: Candidate(s.unit, s.p * (1 - share), s.clause, s.topic) for s in scores}
    if fitting:
        newest = fitting[0]
        old = found.get(newest.lead)
        p = share + (old.p if old else 0.0)
        found[newest.lead] = Candidate(newest.lead, p, newest.clause, newest.topic, newest.number)
    return sorted(found.values(), key=lambda c: (-c.p, c.unit))


def _co_handlers(topic: str | None, area: str | None, lead: str | None, never: frozenset[str]) -> tuple[str, ...]:
    if topic not in taxonomy.topics():
        return ()
    named = (area if code == "district" else code for code in taxonomy.topics()[topic].co)
    return tuple(dict.fromkeys(code for code in named if code and code != lead and code not in never))


def _warnings(
    scores: Sequence[Score], top: Sequence[Candidate], area: str | None, accused: frozenset[str], kind: str
) -> list[str]:
    found = []
    if accused:
        found.append("recusal")
    if kind == "tip_off":
        found.append("tip_off")
    if any(s.unit == "district" for s in scores[:CANDIDATES]) and area is None:
        found.append("area_unknown")
    if len(top) >= 2 and top[0].p - top[1].p < CLEAR_LEAD:
        found.append("close")
    return found


WARNING_WORDS = {
    "recusal": "涉及回避，须人工派单",
    "tip_off": "举报，须人工派单",
    "area_unknown": "归区县办，但不知道是哪个区县",
    "close": "两家接近，请您定",
}
