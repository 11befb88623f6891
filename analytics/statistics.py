"""The intervals and tests of figures: plain functions of counts, without any library that web processes would carry."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import NormalDist

Interval = tuple[float, float]
Z95 = NormalDist().inv_cdf(0.975)


def wilson(k: float, n: float, z: float = Z95) -> Interval:
    """Wilson's interval of a share; *n* may be an effective number."""
    p, square = k / n, z * z
    middle = (p + square / (2 * n)) / (1 + square / n)
    half = z * math.sqrt(p * (1 - p) / n + square / (4 * n * n)) / (1 + square / n)
    return max(0.0, middle - half), min(1.0, middle + half)


@dataclass(frozen=True)
class Stratum:
    """A part of *size* of which *n* were asked and *k* said yes."""

    k: int
    n: int
    size: int


def weighted_share(strata: Sequence[Stratum]) -> tuple[float, Interval]:
    """A share over strata with Wilson's interval on n* = min(n, p(1−p)/V)."""
    whole, n = sum(one.size for one in strata), sum(one.n for one in strata)
    p = sum(one.size / whole * one.k / one.n for one in strata)
    v = sum((one.size / whole) ** 2 * (one.k / one.n) * (1 - one.k / one.n) / one.n for one in strata)
    deff = n * sum((one.size / whole) ** 2 / one.n for one in strata)  # of the weights alone
    effective = min(n, p * (1 - p) / v) if v else n / deff
    return p, wilson(p * effective, effective)


@dataclass(frozen=True)
class Change:
    """The difference of two shares: Newcombe's interval and the p of the pooled test."""

    difference: float
    low: float
    high: float
    p: float


def change(k0: int, n0: int, k1: int, n1: int) -> Change:
    """From *k0* of *n0* to *k1* of *n1*."""
    p0, p1 = k0 / n0, k1 / n1
    (low0, high0), (low1, high1) = wilson(k0, n0), wilson(k1, n1)
    difference = p1 - p0
    low = difference - math.hypot(p1 - low1, high0 - p0)
    high = difference + math.hypot(high1 - p1, p0 - low0)
    pooled = (k0 + k1) / (n0 + n1)
    error = math.sqrt(pooled * (1 - pooled) * (1 / n0 + 1 / n1))
    return Change(difference, low, high, 2 * NormalDist().cdf(-abs(difference) / error) if error else 1.0)


def difference_of_changes(own: tuple[int, int, int, int], other: tuple[int, int, int, int]) -> tuple[float, Interval]:
    """How much more the own share changed than the other's, with a normal interval; each is (k0, n0, k1, n1)."""
    found, variance = 0.0, 0.0
    for sign, (k0, n0, k1, n1) in ((1, own), (-1, other)):
        found += sign * (k1 / n1 - k0 / n0)
        variance += sum(k / n * (1 - k / n) / n for k, n in ((k0, n0), (k1, n1)))
    half = Z95 * math.sqrt(variance)
    return found, (found - half, found + half)


def discoveries(ps: Sequence[float], rate: float = 0.05) -> list[bool]:
    """Which of these tests hold after Benjamini and Hochberg."""
    order = sorted(range(len(ps)), key=lambda n: ps[n])
    last = max((rank for rank, n in enumerate(order, 1) if ps[n] <= rate * rank / len(ps)), default=0)
    held = set(order[:last])
    return [n in held for n in range(len(ps))]


def poisson(count: int, level: float = 0.95) -> Interval:
    """The exact interval of a Poisson mean."""
    tail = (1 - level) / 2
    low = _mean_where(lambda mean: 1 - _at_most(count - 1, mean) < tail, count) if count else 0.0
    return low, _mean_where(lambda mean: _at_most(count, mean) > tail, count)


def _at_most(count: int, mean: float) -> float:
    return sum(math.exp(k * math.log(mean) - mean - math.lgamma(k + 1)) for k in range(count + 1)) if mean else 1.0


def _mean_where(holds_below: Callable[[float], bool], count: int) -> float:
    low, high = 0.0, count + 10 * math.sqrt(count + 1) + 10
    for _ in range(100):
        middle = (low + high) / 2
        low, high = (middle, high) if holds_below(middle) else (low, middle)
    return (low + high) / 2


@dataclass(frozen=True)
class Quantile:
    """When so many have come to their end; None where it is not reached."""

    at: int | None
    low: int | None
    high: int | None


@dataclass(frozen=True)
class Survival:
    """A step of Kaplan and Meier's curve: the share still waiting after *at*, with its log–log interval."""

    at: int
    share: float
    low: float
    high: float


def kaplan_meier(times: Sequence[tuple[int, bool]]) -> list[Survival]:
    """The curve of (time, whether it ended then); an end comes before a censoring of the same time."""
    waiting, share, greenwood = len(times), 1.0, 0.0
    curve = []
    for at in sorted({time for time, _ in times}):
        ended = sum(1 for time, is_end in times if time == at and is_end)
        if ended:
            share *= 1 - ended / waiting
            greenwood += ended / (waiting * (waiting - ended)) if waiting > ended else 0.0
            curve.append(Survival(at, share, *_log_log(share, greenwood)))
        waiting -= sum(1 for time, _ in times if time == at)
    return curve


def _log_log(share: float, greenwood: float) -> Interval:
    if not 0 < share < 1:
        return share, share
    half = Z95 * math.sqrt(greenwood) / math.log(share)
    return share ** math.exp(-half), share ** math.exp(half)


def quantile(curve: Sequence[Survival], q: float) -> Quantile:
    """The first time at which no more than 1 − *q* still wait, with the times at which its bounds do."""
    rest = 1 - q + 1e-12

    def first(value: str) -> int | None:
        return next((step.at for step in curve if getattr(step, value) <= rest), None)

    return Quantile(first("share"), first("low"), first("high"))
