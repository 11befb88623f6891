"""Means, tests and weights come out as the published examples have them."""

from __future__ import annotations

import math
from collections import Counter

import pytest

from analytics.means import Mean, mean_of, paired, rake, t95, two_sided, weighted_mean, welch

# Student's sleep data, as R has them: t.test(extra ~ group, data = sleep)
FIRST = (0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0)
SECOND = (1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4)


def _mean(values: tuple[float, ...]) -> Mean:
    found = mean_of(Counter(values))
    assert found is not None
    return found


def test_students_t_has_its_printed_values() -> None:
    assert [t95(df) for df in (1, 2, 10, 30, 1000)] == pytest.approx([12.7062047, 4.3026527, 2.2281389, 2.0422725, 1.9623391])
    assert two_sided(1.0, 1) == pytest.approx(0.5)
    assert two_sided(0.0, 7) == 1
    assert two_sided(1.959963985, 1e7) == pytest.approx(0.05, abs=1e-6)


def test_welch_as_r_does_it() -> None:
    change = welch(_mean(SECOND), _mean(FIRST))
    assert change.difference == pytest.approx(-1.58)
    assert (change.low, change.high) == pytest.approx((-3.3654832, 0.2054832), abs=1e-6)
    assert change.p == pytest.approx(0.07939414, abs=1e-6)


def test_pairs_as_r_does_them() -> None:
    change = paired([one - other for one, other in zip(FIRST, SECOND, strict=True)])
    assert change is not None
    assert (change.low, change.high) == pytest.approx((-2.4598858, -0.7001142), abs=1e-6)
    assert change.p == pytest.approx(0.00283289, abs=1e-6)


def test_too_few_have_no_mean_and_no_spread_no_test() -> None:
    assert mean_of({100.0: 1}) is None
    assert paired([3.0]) is None
    same = _mean((50.0, 50.0))
    assert welch(same, same).p == 1
    assert welch(same, _mean((75.0, 75.0))).p == 0


def _stratum(mean: float, n: int, size: int) -> list[tuple[float, float, int]]:
    """Answers around *mean*, half above and half below, with the weight of their stratum."""
    return [(size / n, mean - 12.5, n // 2), (size / n, mean + 12.5, n // 2)]


def test_weights_as_the_example_of_the_house_has_them() -> None:
    """大型 82.5 (40 of 60), 中型 78 (80 of 240), 小微 71.25 (180 of 2,700)."""
    rows = [*_stratum(82.5, 40, 60), *_stratum(78.0, 80, 240), *_stratum(71.25, 180, 2700)]
    found = weighted_mean(rows)
    plain = weighted_mean([(1.0, points, k) for _, points, k in rows])
    assert found is not None
    assert plain is not None
    assert round(found.mean.value, 1) == 72.0
    assert plain.mean.value == pytest.approx(74.55)
    assert round(found.deff, 2) == 1.38
    assert round(found.effective) == 218
    assert plain.deff == pytest.approx(1)
    expected = mean_of(Counter({p: sum(k for _, q, k in rows if q == p) for p in {row[1] for row in rows}}))
    assert expected is not None
    assert plain.mean.error == pytest.approx(expected.error)


def test_raking_reaches_every_margin_from_the_design_weights() -> None:
    groups = {
        ("east", "large"): (10, 2.0),
        ("east", "small"): (30, 10.0),
        ("west", "large"): (20, 2.0),
        ("west", "small"): (40, 10.0),
    }
    raked = rake(groups, [{"east": 400.0, "west": 600.0}, {"large": 80.0, "small": 920.0}])
    sums = {key: raked.weights[key] * n for key, (n, _) in groups.items()}
    assert raked.has_converged
    assert sums["east", "large"] + sums["east", "small"] == pytest.approx(400)
    assert sums["east", "small"] + sums["west", "small"] == pytest.approx(920)
    odds = math.log(sums["east", "large"] * sums["west", "small"] / sums["east", "small"] / sums["west", "large"])
    assert odds == pytest.approx(math.log(20 * 400 / 300 / 40))  # raking keeps what the design said of the two together


def test_raking_that_cannot_reach_a_margin_says_so() -> None:
    groups = {("east",): (1, 1.0), ("west",): (99, 1.0)}
    assert not rake(groups, [{"east": 50.0, "west": 50.0}]).has_converged
    assert not rake({("east",): (9, 1.0)}, [{"east": 5.0, "north": 5.0}]).has_converged
