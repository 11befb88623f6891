"""From topics to units: the duty table, areas, recusal and boundary rules. Light: pages ask it too."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from analytics.text import boundaries
from app import taxonomy

DISTRICT = "district"  # the area's own government, while the area is not known
COMPLAINED_UNIT = "complained_unit"  # the superior of a unit that is not known yet
WATCHDOG = "discipline"
_BOUNDARY_SHARE = 0.2


@dataclass(frozen=True)
class LeadScore:
    """A unit's share of probability, with the duty clause and the topic that gave most of it."""

    unit: str
    p: float
    clause: str
    topic: str


def lead_scores(topic_p: Mapping[str, float], area: str | None, accused: frozenset[str], text: str = "") -> list[LeadScore]:
    """Units that may lead, most probable first; an accused unit is never among them."""
    parts: dict[str, list[LeadScore]] = {}
    for score in _scores(topic_p, area, accused, text):
        parts.setdefault(score.unit, []).append(score)
    merged = [_merge(same) for same in parts.values()]
    return sorted(merged, key=lambda score: (-score.p, score.unit))


def _merge(same: list[LeadScore]) -> LeadScore:
    first = max(same, key=lambda score: score.p)
    return LeadScore(first.unit, sum(score.p for score in same), first.clause, first.topic)


def _scores(topic_p: Mapping[str, float], area: str | None, accused: frozenset[str], text: str) -> Iterator[LeadScore]:
    known = {topic: p for topic, p in topic_p.items() if topic in taxonomy.topics()}
    disputes = [rule for rule in boundaries.touched(text) if _bears_on(rule, known, area)] if known else []
    share = _BOUNDARY_SHARE if disputes else 0.0
    for code, p in known.items():
        topic = taxonomy.topics()[code]
        yield from _placed(topic.lead, topic.clause, code, p * (1 - share), area, accused)
    likeliest = max(known, key=known.__getitem__, default="")
    for rule in disputes:
        yield from _placed(rule.lead, rule.clause, likeliest, sum(known.values()) * share / len(disputes), area, accused)


def _bears_on(rule: taxonomy.Dispute, known: Mapping[str, float], area: str | None) -> bool:
    """A boundary rule counts only where the likeliest topic belongs to one of its units."""
    return taxonomy.topics()[max(known, key=known.__getitem__)].lead in rule.units


def _placed(lead: str, clause: str, topic: str, p: float, area: str | None, accused: frozenset[str]) -> Iterator[LeadScore]:
    """The real unit behind *lead*; what falls on an accused unit goes to the one above it."""
    if lead == COMPLAINED_UNIT:
        yield from _above(accused, clause, topic, p)
    elif lead == DISTRICT:
        unit = area or DISTRICT
        if unit in accused:
            yield from _above(frozenset({unit}), clause, topic, p, accused)
        else:
            yield LeadScore(unit, p, clause.replace(DISTRICT, unit, 1), topic)
    elif lead in accused:
        yield from _above(frozenset({lead}), clause, topic, p, accused)
    else:
        yield LeadScore(lead, p, clause, topic)


def _above(
    units: frozenset[str], clause: str, topic: str, p: float, accused: frozenset[str] | None = None
) -> Iterator[LeadScore]:
    """Shares for the superiors of *units*; none where the superior is accused itself."""
    never = units if accused is None else accused
    if not units:
        yield LeadScore(COMPLAINED_UNIT, p, clause, topic)
    for unit in sorted(units):
        superior = superior_of(unit)
        if superior not in never:
            yield LeadScore(superior, p / len(units), _clause_for(superior, clause), topic)


def superior_of(unit: str) -> str:
    """Who handles what is said against *unit*."""
    entry = taxonomy.units().get(unit)
    return (entry.superior if entry else None) or WATCHDOG


def _clause_for(unit: str, clause: str) -> str:
    """The topic's clause if it is the unit's own, else its first that fits a matter against another unit."""
    if clause.startswith(f"{unit}-"):
        return clause
    own = taxonomy.units()[unit].clauses
    return next((c.id for c in own if "不作为" in c.text or "职责争议" in c.text), own[0].id if own else clause)
