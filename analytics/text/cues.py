"""Topics by their cues alone: what reads while no model lives."""

from __future__ import annotations

import math
from collections import Counter
from functools import cache

from analytics.text.clauses import pattern_of
from app import taxonomy

_FLOOR = 0.02  # what a topic without any cue weighs, so that nothing is impossible


def topic_shares(plain: str) -> dict[str, float]:
    """Shares of the topics, best first: frequent, long and rarely shared cues weigh most."""
    weights = dict.fromkeys(taxonomy.topics(), _FLOOR)
    pattern = pattern_of(tuple(_owners()))
    for cue, n in Counter(pattern.findall(plain) if pattern else ()).items():
        owners = _owners()[cue]
        for topic in owners:
            weights[topic] += (1 + math.log(n)) * math.sqrt(len(cue)) / len(owners)
    total = sum(weights.values())
    return dict(sorted(((code, weight / total) for code, weight in weights.items()), key=lambda pair: (-pair[1], pair[0])))


def cue_places(plain: str, topic: str) -> list[tuple[int, int]]:
    """Where cues of *topic* stand."""
    known = taxonomy.topics().get(topic)
    pattern = pattern_of(known.cues) if known else None
    return [found.span() for found in pattern.finditer(plain)] if pattern else []


@cache
def _owners() -> dict[str, tuple[str, ...]]:
    owners: dict[str, tuple[str, ...]] = {}
    for code, topic in taxonomy.topics().items():
        for cue in topic.cues:
            owners[cue] = (*owners.get(cue, ()), code)
    return owners
