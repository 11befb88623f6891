"""Shares with their uncertainty."""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence
from typing import Any

_Z = 1.959964


def wilson(hits: int, n: int) -> dict[str, Any]:
    """A share with its 95 % Wilson interval."""
    if n == 0:
        return {"value": None, "low": None, "high": None, "n": 0}
    share, z2 = hits / n, _Z * _Z
    middle = (share + z2 / (2 * n)) / (1 + z2 / n)
    reach = _Z * math.sqrt(share * (1 - share) / n + z2 / (4 * n * n)) / (1 + z2 / n)
    return {"value": round(share, 4), "low": round(middle - reach, 4), "high": round(middle + reach, 4), "n": n}


def macro_f1(truth: Sequence[Hashable], answers: Sequence[Hashable]) -> float:
    """The mean over the true classes of the harmonic mean of precision and recall."""
    scores = []
    for one in set(truth):
        both = sum(t == one and a == one for t, a in zip(truth, answers, strict=True))
        said, true = sum(a == one for a in answers), sum(t == one for t in truth)
        scores.append(2 * both / (said + true))
    return round(sum(scores) / len(scores), 4) if scores else 0.0


def set_f1(truth: Sequence[frozenset[str]], answers: Sequence[frozenset[str]]) -> float:
    """F1 over all single tags."""
    both = sum(len(t & a) for t, a in zip(truth, answers, strict=True))
    all_ = sum(len(t) + len(a) for t, a in zip(truth, answers, strict=True))
    return round(2 * both / all_, 4) if all_ else 1.0
