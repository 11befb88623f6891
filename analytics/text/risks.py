"""Risk tags: a cue fires unless its clause denies it; a sum above the threshold is large."""

from __future__ import annotations

from collections.abc import Sequence

from analytics.text.amounts import Sum
from analytics.text.clauses import Hit, clauses, cue_hits, pattern_of
from app import taxonomy


def risks(plain: str, sums: Sequence[Sum]) -> dict[str, list[Hit]]:
    """Tags by code with the words that raised them, in book order."""
    found: dict[str, list[Hit]] = {}
    for code, risk in taxonomy.risks().items():
        hits = list(cue_hits(plain, risk.cues, risk.negations))
        if risk.threshold_yuan is not None:
            hits += _large(plain, sums, risk.threshold_yuan, risk.negations)
        if hits:
            found[code] = hits
    return found


def _large(plain: str, sums: Sequence[Sum], threshold: int, negations: tuple[str, ...]) -> list[Hit]:
    """Sums from *threshold* yuan upwards that their clause does not call capital, turnover or the like."""
    silenced, hits = pattern_of(negations), []
    large = [total for total in sums if total.yuan >= threshold]
    for clause, at in clauses(plain) if large else ():
        if not (silenced and silenced.search(clause)):
            inside = (total for total in large if at <= total.start < at + len(clause))
            hits += [(total.text, total.start, total.end) for total in inside]
    return hits
