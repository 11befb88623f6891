"""Whether two texts tell of the same matter: keys to find candidates by, and a comparison of what templates leave over.

Copies of one letter share long runs whatever they are about, so these are taken out before the rest is compared.
"""

from __future__ import annotations

import hashlib
import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from analytics.text import segment
from analytics.text.active import active_model
from analytics.text.features import WORD
from analytics.text.lessons import plain_of
from analytics.text.model import Model

KEYS = 16  # two texts that share two of them are candidates
_RUN = 6  # shared runs from this length on are template
_COPY = 0.12  # if no more than this is left of one of them, it is a copy of the other
_COPIED = 0.8
_MOSTLY, _LITTLE = 0.5, 12  # of a text that is mostly template, fewer characters left are not enough to judge by
_MIDDLE, _SLOPE = 0.12, 22.0  # of the cosine: where it is as likely as not, and how fast that changes
_ELSEWHERE = 0.3  # what remains of it where both name places, and none of them is the same
_HAN = re.compile("[一-鿿㐀-䶿A-Za-z0-9]+")
_PLACE = re.compile(
    r"[一-鿿]{2}(?:小区|花园|家园|公寓|新村|工业园|产业园|园区|大厦|广场|大道|(?<![修的条马公这那段走])路|(?<![到来我们工])厂)"
    r"|\d+(?:号楼|号院|栋|幢|弄|标段)"
)


@dataclass(frozen=True)
class Rarity:
    """How telling a feature is; what the model never met is as rare as can be."""

    columns: Mapping[str, int]
    idf: tuple[float, ...]
    most: float

    @classmethod
    def of(cls, model: Model | None) -> Rarity:
        """By the vocabulary of *model*; without one all are alike."""
        if model is None:
            return cls({}, (), 1.0)
        idf = tuple(map(float, model.vocabulary.idf))
        return cls(model.vocabulary.columns, idf, max(idf, default=1.0))

    def weight(self, feature: str, count: int) -> float:
        """(1 + log of how often) times how rare."""
        column = self.columns.get(feature)
        return (1 + math.log(count)) * (self.most if column is None else self.idf[column])


_kept: tuple[Model | None, Rarity] | None = None


def rarity() -> Rarity:
    """By the active model."""
    global _kept
    model = active_model()
    if _kept is None or _kept[0] is not model:
        _kept = model, Rarity.of(model)
    return _kept[1]


def near_keys(text: str) -> list[int]:
    """Numbers of the sixteen most telling words of *text*, in order; they say nothing of it by themselves."""
    telling = rarity()
    counts = Counter(word for word, _, _ in segment.cut(plain_of(text).lower()) if len(word) > 1)
    order = sorted(counts, key=lambda word: (-telling.weight(WORD + word, counts[word]), word))
    return sorted({_number(word) for word in order[:KEYS]})


def _number(word: str) -> int:
    return int.from_bytes(hashlib.blake2b(word.encode("utf-8", "replace"), digest_size=8).digest(), "big") >> 1


def same_p(a: str, b: str) -> float:
    """How probable it is that *a* and *b* tell of the same matter, 0 to 1."""
    plain_a, plain_b = plain_of(a).lower(), plain_of(b).lower()
    cosine = _likeness(plain_a, plain_b)
    here, there = set(_PLACE.findall(plain_a)), set(_PLACE.findall(plain_b))
    if here and there and not here & there:
        cosine *= _ELSEWHERE
    return round(1 / (1 + math.exp(-_SLOPE * (cosine - _MIDDLE))), 4)


def _likeness(a: str, b: str) -> float:
    if not _HAN.search(a) or not _HAN.search(b):
        return 0.0
    left_a, left_b = _left(a, b), _left(b, a)
    share = min(_length(left_a) / _length(a), _length(left_b) / _length(b))
    if share < _COPY:
        return _COPIED
    telling = rarity()
    words = _cosine(_words(left_a), _words(left_b), telling, WORD)
    pieces = _cosine(_pieces(left_a), _pieces(left_b), telling, "")
    is_template = share < _MOSTLY
    enough = min(1.0, min(_length(left_a), _length(left_b)) / _LITTLE) if is_template else 1.0
    return enough * (words + pieces) / 2


def _left(text: str, other: str) -> str:
    """*text* with blanks where it shares a long run with *other*."""
    runs = {other[start : start + _RUN] for start in range(len(other) - _RUN + 1)}
    shared = bytearray(len(text))
    for start in range(len(text) - _RUN + 1):
        if text[start : start + _RUN] in runs:
            shared[start : start + _RUN] = b"\1" * _RUN
    return "".join(" " if is_shared else char for char, is_shared in zip(text, shared, strict=True))


def _length(plain: str) -> int:
    """In characters that say something."""
    return sum(map(len, _HAN.findall(plain)))


def _words(plain: str) -> Counter[str]:
    return Counter(word for word, _, _ in segment.cut(plain))


def _pieces(plain: str) -> Counter[str]:
    return Counter(_runs_of_three(plain))


def _runs_of_three(plain: str) -> Iterator[str]:
    for run in _HAN.findall(plain):
        for length in (1, 2, 3):
            yield from (run[start : start + length] for start in range(len(run) - length + 1))


def _cosine(a: Counter[str], b: Counter[str], telling: Rarity, mark: str) -> float:
    weights = [{name: telling.weight(mark + name, count) for name, count in one.items()} for one in (a, b)]
    lengths = [math.sqrt(sum(weight * weight for weight in one.values())) for one in weights]
    if not all(lengths):
        return 0.0
    shared = sum(weight * weights[1].get(name, 0.0) for name, weight in weights[0].items())
    return shared / (lengths[0] * lengths[1])
