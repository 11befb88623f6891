"""Probabilities keep what they promise; folds are fair and always the same."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from analytics.text.calibration import expected_error, fold_of, temperature
from analytics.text.figures import macro_f1, set_f1, wilson
from analytics.text.linear import softmax


def test_scores_that_boast_are_cooled_until_they_keep_their_promise() -> None:
    chance = np.random.default_rng(7)
    honest = chance.normal(size=(3000, 4)).astype(np.float32) * 2
    truth = np.array([chance.choice(4, p=row / row.sum()) for row in softmax(honest.astype(np.float64))])
    found = temperature(honest * 5, truth)
    assert found == pytest.approx(5, rel=0.15)
    assert expected_error(softmax(honest * 5 / found), truth) < 0.03 < expected_error(softmax(honest * 5), truth)


def test_each_topic_is_spread_over_all_folds() -> None:
    strata = [f"t{i % 8}" for i in range(56)]
    folds = fold_of(strata, 5, seed=0)
    for stratum in set(strata):
        sizes = Counter(fold for fold, own in zip(folds.tolist(), strata, strict=True) if own == stratum)
        assert set(sizes.values()) <= {1, 2}
    assert (folds == fold_of(strata, 5, seed=0)).all()
    assert (folds != fold_of(strata, 5, seed=1)).any()


def test_a_share_comes_with_its_wilson_interval() -> None:
    assert wilson(8, 10) == {"value": 0.8, "low": 0.4902, "high": 0.9433, "n": 10}
    assert wilson(0, 0)["value"] is None


def test_f1_is_the_mean_over_classes_and_over_tags() -> None:
    assert macro_f1(["a", "a", "b"], ["a", "b", "b"]) == pytest.approx(0.6667, abs=1e-4)
    assert set_f1([frozenset("ab")], [frozenset("bc")]) == 0.5
