"""What kind of message it is: the learnt head, moved by turns of phrase that give a kind away."""

from __future__ import annotations

import re
from functools import cache

import numpy as np
from numpy.typing import NDArray

from analytics.text import phrases
from app import taxonomy

TRUST = 0.75  # how much a rule's weight counts beside the learnt scores, in units of their temperature


@cache
def _rules() -> tuple[tuple[str, float, re.Pattern[str]], ...]:
    return tuple((row["kind"], row["weight"], re.compile("|".join(row["words"]))) for row in phrases.book()["kinds"])


def rule_scores(plain: str) -> dict[str, float]:
    """What turns of phrase say for and against each kind."""
    scores = dict.fromkeys(taxonomy.codes("kinds"), 0.0)
    for kind, weight, pattern in _rules():
        if pattern.search(plain):
            scores[kind] += weight
    return scores


def moved(scores: NDArray[np.float32], classes: tuple[str, ...], plain: str, temperature: float) -> NDArray[np.float32]:
    """Learnt *scores* with the rules beside them."""
    ruled = rule_scores(plain)
    return scores + np.array([ruled.get(kind, 0.0) * TRUST * temperature for kind in classes], np.float32)


def by_rules(plain: str) -> dict[str, float]:
    """Shares of the kinds when no model lives: a grievance unless the words say otherwise."""
    scores = rule_scores(plain)
    scores["grievance"] += 1.0
    raised = {kind: float(np.exp(score)) for kind, score in scores.items()}
    total = sum(raised.values())
    return dict(sorted(((kind, value / total) for kind, value in raised.items()), key=lambda pair: (-pair[1], pair[0])))


def sentiment(kind: str) -> int:
    """For a message the kind says it: praise is glad, questions and suggestions are even, the rest is not."""
    return {"praise": 1, "enquiry": 0, "suggestion": 0}.get(kind, -1)
