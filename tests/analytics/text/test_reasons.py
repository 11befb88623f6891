"""The words that counted: shown, unshown and bias together are the difference of the two answers."""

from __future__ import annotations

import pytest

from analytics.text.features import occurrences
from analytics.text.model import Model
from analytics.text.reasons import difference, reasons, spans, word_places

TEXTS = ("供电公司报装三个月没接电，报装慢", "欠薪", "开票开票开票，工程款拖欠", "app打不开2026", "")


@pytest.mark.parametrize("plain", TEXTS)
def test_shown_and_unshown_and_bias_make_the_difference(plain: str, small_model: Model) -> None:
    found = occurrences(plain)
    vector, head = small_model.vocabulary.vector(found), small_model.heads["topic"]
    first, second = list(head.probabilities(head.scores(vector)))[:2]
    gap = difference(found, vector, small_model.vocabulary.columns, head, (first, second), len(plain))
    scores = dict(zip(head.classes, head.scores(vector).tolist(), strict=True))
    assert gap.by_character.sum() + gap.bias == pytest.approx(gap.total, abs=1e-4)
    assert gap.total == pytest.approx(scores[first] - scores[second], abs=1e-4)
    shown = sum(weight for _, _, weight in spans(gap, word_places(found)))
    covered = {place for start, end, _ in spans(gap, word_places(found)) for place in range(start, end)}
    unshown = sum(weight for place, weight in enumerate(gap.by_character) if place not in covered)
    assert shown + unshown + gap.bias == pytest.approx(gap.total, abs=1e-4)


def test_reasons_are_whole_words_three_for_and_one_against_at_most(small_model: Model) -> None:
    plain = "供电公司报装三个月没接电，窗口态度也差，发票开不了"
    found = occurrences(plain)
    vector, head = small_model.vocabulary.vector(found), small_model.heads["topic"]
    pair = ("util_power_connect", "tax_service")
    gap = difference(found, vector, small_model.vocabulary.columns, head, pair, len(plain))
    given = reasons(pair[0], gap, word_places(found), plain)
    borders = {border for place in word_places(found) for border in place}
    assert all({reason.start, reason.end} <= borders for reason in given)
    assert 1 <= sum(reason.weight > 0 for reason in given) <= 3
    assert sum(reason.weight < 0 for reason in given) <= 1
    assert any("报装" in reason.text or "接电" in reason.text for reason in given if reason.weight > 0)
