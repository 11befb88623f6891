"""What simpler readers think of a text, kept beside ours as the baseline. Heavy: only its own job asks for them."""

from __future__ import annotations

import warnings
from functools import cache

from analytics.text import bayes, lessons
from analytics.text.bayes import NaiveBayes
from analytics.text.lessons import plain_of

_LONGEST = 5000
_UNDECIDED = 0.5


def opinion(text: str) -> float:
    """How positive snownlp takes *text* to be, 0 to 1; a text without Chinese characters is undecided."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from snownlp import SnowNLP
    plain = "".join(char for char in text[:_LONGEST] if not "\ud800" <= char <= "\udfff")
    if not any("一" <= char <= "龥" for char in plain):
        return _UNDECIDED
    return float(SnowNLP(plain).sentiments)


def naive_topic(text: str) -> tuple[str, float]:
    """The topic that naive Bayes over words would choose, and the share that it gives it."""
    shares = _naive().probabilities(bayes.words(plain_of(text)))
    topic = min(shares, key=lambda code: (-shares[code], code))
    return topic, shares[topic]


@cache
def _naive() -> NaiveBayes:
    """Taught with the shipped examples."""
    taught = [*lessons.delivered(), *lessons.from_duties()]
    return NaiveBayes([bayes.words(lesson.plain) for lesson in taught], [lesson.topic for lesson in taught])
