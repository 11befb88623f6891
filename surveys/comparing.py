"""What changed from one wave to the next: tested, corrected for the number of questions, and said without a false arrow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analytics.means import Mean, MeanChange, welch
from analytics.statistics import discoveries

SMALL = 2.0  # points
FEW = 10  # answers, under which nothing is compared
UNCHANGED = "变化不显著"
UNCOMPARED = "样本太少，不比"


@dataclass(frozen=True)
class Verdict:
    """A change with what may be said of it; `change` is None where one of the two is too small to compare."""

    change: MeanChange | None
    is_significant: bool
    words: str


def verdicts(pairs: Sequence[tuple[Mean | None, Mean | None]]) -> list[Verdict]:
    """What to say of each (before, after); all that stand on one page are corrected together (Benjamini–Hochberg, 5 %)."""
    changes = [_change(before, after) for before, after in pairs]
    held = iter(discoveries([one.p for one in changes if one is not None]))
    return [Verdict(None, False, UNCOMPARED) if one is None else _verdict(one, next(held)) for one in changes]


def _change(before: Mean | None, after: Mean | None) -> MeanChange | None:
    if before is None or after is None or min(before.n, after.n) < FEW:
        return None
    return welch(before, after)


def _verdict(change: MeanChange, is_significant: bool) -> Verdict:
    if not is_significant:
        return Verdict(change, False, UNCHANGED)
    if abs(change.difference) < SMALL:
        return Verdict(change, True, "变化显著但很小")
    return Verdict(change, True, "提高" if change.difference > 0 else "下降")
