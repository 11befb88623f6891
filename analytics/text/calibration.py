"""Probabilities that mean what they say: one temperature, found on texts that were held out."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from analytics.text.linear import Indices, Matrix, fit, softmax

FOLDS = 5
_LOWEST, _HIGHEST = 0.05, 20.0


def temperature(scores: Matrix, truth: Indices) -> float:
    """The divisor of *scores* under which the *truth* is least surprising (golden section on its logarithm)."""
    ratio = (math.sqrt(5) - 1) / 2
    low, high = math.log(_LOWEST), math.log(_HIGHEST)
    while high - low > 1e-3:
        left, right = high - ratio * (high - low), low + ratio * (high - low)
        if _surprise(scores, truth, math.exp(left)) < _surprise(scores, truth, math.exp(right)):
            high = right
        else:
            low = left
    return math.exp((low + high) / 2)


def expected_error(shares: Matrix, truth: Indices, bins: int = 10) -> float:
    """Mean distance between the promised and the kept share of right answers (ECE)."""
    if not len(truth):
        return 0.0
    best, right = shares.max(axis=1), shares.argmax(axis=1) == truth
    place = np.minimum((best * bins).astype(int), bins - 1)
    gaps = [abs(best[place == b].mean() - right[place == b].mean()) * (place == b).mean() for b in set(place.tolist())]
    return float(sum(gaps))


def held_out_scores(products: Matrix, labels: Indices, importance: Matrix, scored: Indices, strength: float) -> Matrix:
    """Scores of the texts *scored* by models that did not see them."""
    classes = int(labels.max()) + 1
    scores = np.zeros((len(scored), classes), np.float32)
    of_fold = fold_of([str(label) for label in labels[scored]], FOLDS, seed=0)
    for fold in range(FOLDS):
        out = scored[of_fold == fold]
        kept = np.setdiff1d(np.arange(len(labels)), out)
        mixture = fit(products[np.ix_(kept, kept)], labels[kept], classes, strength, importance[kept])
        scores[of_fold == fold] = products[np.ix_(out, kept)] @ mixture
    return scores


def fold_of(strata: Sequence[str], folds: int, seed: int) -> Indices:
    """A fold for each text, each stratum spread evenly; same seed, same folds."""
    shuffled = np.random.default_rng(seed).permutation(len(strata))
    answer, dealt = np.zeros(len(strata), dtype=np.int64), 0
    for stratum in sorted(set(strata)):
        for row in shuffled:
            if strata[row] == stratum:
                answer[row] = dealt % folds
                dealt += 1
    return answer


def _surprise(scores: Matrix, truth: Indices, divisor: float) -> float:
    p = softmax(scores / divisor)
    return float(-np.log(np.maximum(p[np.arange(len(truth)), truth], 1e-30)).mean())
