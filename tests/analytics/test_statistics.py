"""The worked examples of the definitions come out to the last digit that is written there."""

from __future__ import annotations

import pytest

from analytics import statistics
from analytics.statistics import Stratum


def points(*shares: float, digits: int = 1) -> tuple[float, ...]:
    return tuple(round(100 * share, digits) for share in shares)


@pytest.mark.parametrize(
    ("k", "n", "share", "low", "high", "digits"),
    [
        (205, 212, 96.7, 93.3, 98.4, 1),  # 受理及时率
        (49, 51, 96, 87, 99, 0),  # 签收及时率
        (101, 116, 87.1, 79.8, 92.0, 1),  # 首次联系率
        (164, 180, 91.1, 86.0, 94.5, 1),  # 按时办结率
        (47, 71, 66, 55, 76, 0),  # 解决率
        (89, 103, 86.4, 78.5, 91.7, 1),  # 满意率
        (14, 180, 7.8, 4.7, 12.6, 1),  # 退单率
        (9, 150, 6.0, 3.2, 11.0, 1),  # 重办率
        (24, 37, 65, 49, 78, 0),  # 不满意整改率
        (51, 64, 80, 68, 88, 0),  # 回访率
        (29, 410, 7.1, 5.0, 10.0, 1),  # 挂账率
        (11, 138, 8.0, 4.5, 13.7, 1),  # 重复诉求率
    ],
)
def test_shares_and_their_intervals(k: int, n: int, share: float, low: float, high: float, digits: int) -> None:
    assert points(k / n, *statistics.wilson(k, n), digits=digits) == (share, low, high)


def test_shares_over_strata_are_weighted() -> None:
    responses, interval = statistics.weighted_share([Stratum(11, 20, 24), Stratum(30, 32, 216)])
    assert points(responses, *interval, digits=0) == (90, 79, 96)  # 响应率
    satisfied, interval = statistics.weighted_share([Stratum(89, 103, 103), Stratum(7, 12, 41)])
    assert points(satisfied, *interval, digits=0) == (78, 68, 86)  # 校正满意率


def test_a_stratum_without_variance_falls_back_on_the_weights() -> None:
    share, (low, high) = statistics.weighted_share([Stratum(10, 10, 10), Stratum(5, 5, 85)])
    assert (share, high) == (1.0, 1.0)
    assert round(low, 3) == 0.618  # n / deff = 15 / 2.418 = 6.2


def test_a_density_has_an_exact_interval() -> None:
    assert [round(mean / 12.4, 2) for mean in (37, *statistics.poisson(37))] == [2.98, 2.10, 4.11]
    assert [round(mean, 2) for mean in statistics.poisson(0)] == [0, 3.69]


def test_changes_are_told_from_chance() -> None:
    difference, (low, high) = statistics.difference_of_changes((94, 120, 118, 130), (400, 500, 430, 512))
    assert points(difference, low, high) == (8.5, -1.6, 18.5)
    found = statistics.change(48, 80, 56, 70)  # Newcombe's own example
    assert (round(found.low, 4), round(found.high, 4), round(found.p, 3)) == (0.0524, 0.3339, 0.008)
    assert statistics.discoveries([0.01, 0.04, 0.03, 0.005, 0.9]) == [True, True, True, True, False]
    assert statistics.discoveries([0.04, 0.5]) == [False, False]


def test_durations_count_who_still_waits() -> None:
    # Freireich's 6-MP arm, as every textbook has it: median 23, still waiting 17 of 21 at the end of week 6.
    ends = [6, 6, 6, 7, 10, 13, 16, 22, 23]
    waits = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
    curve = statistics.kaplan_meier([(end, True) for end in ends] + [(wait, False) for wait in waits])
    assert [round(step.share, 4) for step in curve] == [0.8571, 0.8067, 0.7529, 0.6902, 0.6275, 0.5378, 0.4482]
    assert (round(curve[0].low, 3), round(curve[0].high, 3)) == (0.620, 0.952)
    median, ninth = statistics.quantile(curve, 0.5), statistics.quantile(curve, 0.9)
    assert (median.at, median.low, median.high) == (23, 13, None)
    assert ninth.at is None
