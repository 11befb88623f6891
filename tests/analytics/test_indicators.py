"""A figure adds up, waits for what is not due, and says no more than its number allows."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.indicators import INDICATORS, PARTS, SHARES, Figure, Scope, figure_of
from analytics.statistics import wilson
from analytics.views.words import changes, value_words

NOW = datetime(2026, 11, 3, 10, tzinfo=UTC)


def figure(code: str, **outcomes: int) -> Figure:
    return figure_of(code, {(outcome, True): n for outcome, n in outcomes.items()}, Scope(), "2026-10", NOW)


@given(code=st.sampled_from(SHARES), numbers=st.lists(st.integers(0, 40), min_size=20, max_size=20))
def test_every_case_is_in_exactly_one_part(code: str, numbers: list[int]) -> None:
    keys = [(outcome, is_past) for outcome in INDICATORS[code].parts for is_past in (True, False)]
    tally = dict(zip(keys, numbers, strict=False))
    found = figure_of(code, tally, Scope(), "2026-10", NOW)
    assert found.eligible == sum(tally.values()) == sum(found.of(part) for part in PARTS)
    assert found.interval == (wilson(found.k, found.n) if found.n else None)


@pytest.mark.parametrize(
    ("outcome", "is_past", "part"),
    [
        ("kept", True, "yes"), ("kept", False, "pending"),  # done, but counted when it would have been due
        ("late", True, "no"), ("running", True, "no"), ("running", False, "pending"),
        ("waiting", True, "pending"), ("ended", False, "excluded"),
    ],
)  # fmt: skip
def test_what_is_due_counts_when_it_is_due(outcome: str, is_past: bool, part: str) -> None:
    assert INDICATORS["on_time"].part_of(outcome, is_past) == part


def test_silence_is_no_praise_and_its_bounds_are_told() -> None:
    found = figure("satisfied", very_satisfied=60, satisfied=29, basically_satisfied=10, dissatisfied=4, silent=41)
    assert (found.k, found.n, found.unanswered) == (89, 103, 41)
    assert [round(100 * bound) for bound in found.bounds or ()] == [62, 90]
    assert figure("satisfied", satisfied=95, silent=5).bounds is None


def test_few_cases_are_only_counted() -> None:
    said = [value_words(figure("resolved", yes=k, no=n - k)) for k, n in ((0, 0), (7, 9), (11, 13), (47, 71), (89, 103))]
    assert said == ["—", "7/9", "85%", "66%", "86.4%"]


def test_an_arrow_stands_only_where_it_is_no_chance() -> None:
    pairs = [((30, 40), (31, 40)), ((90, 120), (118, 120)), ((980, 1000), (9999, 10000)), ((5, 9), (9, 9))]
    before = [figure("resolved", yes=k, no=n - k) for (k, n), _ in pairs]
    now = [figure("resolved", yes=k, no=n - k) for _, (k, n) in pairs]
    assert [words for words, _ in changes(now, before)] == [
        "变化不显著", "▲ 升 23.3 个百分点", "变化显著但很小，2.0 个百分点", "",
    ]  # fmt: skip
