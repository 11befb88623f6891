"""Means of scores with their errors: Student's t, Welch's test, pairs, and weights of a sample. Plain arithmetic.

Sources: Student 1908 and Welch 1947 as R's `t.test` has them; the incomplete beta function by Lentz's continued fraction
(Numerical Recipes §6.4); linearised variance, Kish's design effect and raking (Deville, Särndal and Sautory 1993).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from analytics.statistics import Interval

LEAST, MOST = 0.3, 3.0  # how far raking may move a weight, against the mean move
ROUNDS = 200
CLOSE = 1e-9


def _beta_fraction(a: float, b: float, x: float) -> float:
    """Lentz's continued fraction of the incomplete beta function."""
    tiny = 1e-300
    c, d = 1.0, 1 / max(tiny, 1 - (a + b) * x / (a + 1))
    found = d
    for m in range(1, 500):
        for term in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d = 1 / (1 + term * d or tiny)
            c = 1 + term / c or tiny
            found *= c * d
        if abs(c * d - 1) < 1e-15:
            break
    return found


def two_sided(t: float, df: float) -> float:
    """How often Student's t of *df* degrees is at least as far from 0."""
    a, b, x = df / 2, 0.5, df / (df + t * t)
    if x >= 1:
        return 1.0
    front = math.exp(math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x))
    if x < (a + 1) / (a + b + 2):
        return front * _beta_fraction(a, b, x) / a
    return 1 - front * _beta_fraction(b, a, 1 - x) / b


def t95(df: float) -> float:
    """The t that is passed, either way, one time in twenty."""
    low, high = 0.0, 1000.0
    for _ in range(100):
        middle = (low + high) / 2
        low, high = (middle, high) if two_sided(middle, df) > 0.05 else (low, middle)
    return (low + high) / 2


@dataclass(frozen=True)
class Mean:
    """A mean of *n* scores with its standard error and degrees of freedom."""

    value: float
    n: int
    error: float
    df: float

    @property
    def interval(self) -> Interval:
        """95 %."""
        half = t95(self.df) * self.error
        return self.value - half, self.value + half


@dataclass(frozen=True)
class MeanChange:
    """The difference of two means, its interval and the p of the test."""

    difference: float
    low: float
    high: float
    p: float


def mean_of(counts: Mapping[float, int]) -> Mean | None:
    """The mean of scores that are counted by points; None of fewer than two."""
    n = sum(counts.values())
    if n < 2:
        return None
    value = sum(points * k for points, k in counts.items()) / n
    variance = sum(k * (points - value) ** 2 for points, k in counts.items()) / (n - 1)
    return Mean(value, n, math.sqrt(variance / n), n - 1)


def welch(before: Mean, after: Mean) -> MeanChange:
    """The change between two groups of different people."""
    v0, v1 = before.error**2, after.error**2
    if not v0 + v1:
        return _change(after.value - before.value, 0.0, before.df + after.df)
    df = (v0 + v1) ** 2 / (v0 * v0 / before.df + v1 * v1 / after.df)
    return _change(after.value - before.value, math.sqrt(v0 + v1), df)


def paired(differences: Sequence[float]) -> MeanChange | None:
    """The change among the same people, from each one's difference; None of fewer than two."""
    n = len(differences)
    if n < 2:
        return None
    value = sum(differences) / n
    error = math.sqrt(sum((one - value) ** 2 for one in differences) / (n - 1) / n)
    return _change(value, error, n - 1)


def _change(difference: float, error: float, df: float) -> MeanChange:
    if not error:
        return MeanChange(difference, difference, difference, 0.0 if difference else 1.0)
    half = t95(df) * error
    return MeanChange(difference, difference - half, difference + half, two_sided(difference / error, df))


@dataclass(frozen=True)
class Weighted:
    """A weighted mean, what weighting costs (`deff`), and how many unweighted answers it is worth."""

    mean: Mean
    deff: float

    @property
    def effective(self) -> float:
        """n by the design effect of the weights."""
        return self.mean.n / self.deff


def weighted_mean(answers: Iterable[tuple[float, float, int]]) -> Weighted | None:
    """The mean of (weight, points, how many) with linearised variance n/(n−1)Σu²; None of fewer than two."""
    rows = [row for row in answers if row[2] and row[0] > 0]
    n = sum(k for _, _, k in rows)
    if n < 2:
        return None
    total = sum(weight * k for weight, _, k in rows)
    value = sum(weight * points * k for weight, points, k in rows) / total
    variance = n / (n - 1) * sum(k * (weight * (points - value) / total) ** 2 for weight, points, k in rows)
    deff = n * sum(k * weight * weight for weight, _, k in rows) / total**2
    return Weighted(Mean(value, n, math.sqrt(variance), n - 1), deff)


@dataclass(frozen=True)
class Raked:
    """Weights by group of the sample, and whether every margin was reached."""

    weights: dict[tuple[str, ...], float]
    has_converged: bool


def rake(groups: Mapping[tuple[str, ...], tuple[int, float]], margins: Sequence[Mapping[str, float]]) -> Raked:
    """Weights that add up to *margins*, one table of totals per place of the group's key, beginning from design weights.

    *groups*: how many answered, and their design weight. A value of a margin of which nobody answered cannot be reached;
    a weight that would move further than LEAST and MOST allow stays there. Either way `has_converged` says so.
    """
    start = {key: weight for key, (n, weight) in groups.items() if n}
    counts = {key: groups[key][0] for key in start}
    weights = dict(start)
    for _ in range(ROUNDS):
        for place, margin in enumerate(margins):
            _fit(weights, counts, place, margin)
        _bound(weights, counts, start)
        if _is_close(weights, counts, margins):
            return Raked(weights, has_converged=True)
    return Raked(weights, has_converged=False)


def _sums(weights: Mapping[tuple[str, ...], float], counts: Mapping[tuple[str, ...], int], place: int) -> dict[str, float]:
    found: dict[str, float] = {}
    for key, weight in weights.items():
        found[key[place]] = found.get(key[place], 0.0) + weight * counts[key]
    return found


def _fit(
    weights: dict[tuple[str, ...], float], counts: Mapping[tuple[str, ...], int], place: int, margin: Mapping[str, float]
) -> None:
    sums = _sums(weights, counts, place)
    for key in weights:
        weights[key] *= margin.get(key[place], 0.0) / sums[key[place]] if sums[key[place]] else 1.0


def _bound(
    weights: dict[tuple[str, ...], float], counts: Mapping[tuple[str, ...], int], start: Mapping[tuple[str, ...], float]
) -> None:
    mean = sum(weights[key] * counts[key] for key in weights) / sum(start[key] * counts[key] for key in start)
    for key, weight in weights.items():
        weights[key] = min(max(weight, LEAST * mean * start[key]), MOST * mean * start[key])


def _is_close(
    weights: Mapping[tuple[str, ...], float], counts: Mapping[tuple[str, ...], int], margins: Sequence[Mapping[str, float]]
) -> bool:
    for place, margin in enumerate(margins):
        sums = _sums(weights, counts, place)
        if any(abs(sums.get(value, 0.0) - total) > CLOSE * max(total, 1.0) for value, total in margin.items()):
            return False
    return True
