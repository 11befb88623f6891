"""Sums of money in figures and in words."""

from __future__ import annotations

import pytest

from analytics.text.amounts import amounts

SUMS = {
    "欠一百八十六万": 1_860_000,
    "工程款473万元": 4_730_000,
    "一共九百多万": 9_000_000,
    "￥12,000.50": 12_000.5,
    "罚了两千块": 2000,
    "1.2亿元": 120_000_000,
    "冻结九百六十万元": 9_600_000,
    "赔一千二百块": 1200,
    "三万五千元": 35_000,
    "三百二十六万": 3_260_000,
    "十万元": 100_000,
    "五十万": 500_000,
    "一百三十元": 130,
    "2百万元": 2_000_000,
}


@pytest.mark.parametrize(("text", "yuan"), SUMS.items())
def test_a_sum_is_understood(text: str, yuan: float) -> None:
    assert [total.yuan for total in amounts(text)] == [yuan]


@pytest.mark.parametrize(
    "text", ["两万多工人", "400千瓦", "三万吨煤", "2026年3月", "第十二条", "四十万平方米", "万一停电", "千万别停", "千万注意"]
)
def test_what_is_no_money_is_no_sum(text: str) -> None:
    assert not list(amounts(text))
