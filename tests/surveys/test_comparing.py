"""A change is called one only where it holds among all questions of the page."""

from __future__ import annotations

from analytics.means import Mean
from surveys.comparing import verdicts


def _mean(value: float, error: float, n: int = 400) -> Mean:
    return Mean(value, n, error, n - 1)


def test_a_change_is_said_in_the_words_of_the_house() -> None:
    found = verdicts([
        (_mean(71.2, 0.8), _mean(76.8, 0.8)), (_mean(77.0, 1.1), _mean(71.3, 1.1)), (_mean(79.8, 0.7), _mean(80.4, 0.7)),
        (_mean(80.0, 0.2), _mean(81.5, 0.2)), (_mean(60.0, 9.0, 9), _mean(90.0, 9.0, 200)), (None, _mean(50.0, 1.0)),
    ])  # fmt: skip
    assert [one.words for one in found] == ["提高", "下降", "变化不显著", "变化显著但很小", "样本太少，不比", "样本太少，不比"]


def test_one_lucky_change_among_many_is_none() -> None:
    """p of 0.03 is a change alone, and none beside nine that did not move."""
    lucky, still = (_mean(74.0, 1.0), _mean(77.1, 1.0)), (_mean(70.0, 1.0), _mean(70.1, 1.0))
    assert verdicts([lucky])[0].is_significant
    assert not verdicts([lucky, *[still] * 9])[0].is_significant
