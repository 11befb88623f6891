"""Words 1–2 and characters 1–3 of a normalised, blanked text, each with the places where it stands."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analytics.text import segment

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Occurrences = dict[str, list[int]]  # where each feature begins; how long it is, `width` says
_TELLING = re.compile(r"\d{4}|[A-Za-z]{4}")  # a vocabulary must not be able to hold a number or an address
_RUN = re.compile(r"[一-鿿㐀-䶿A-Za-z0-9]+")
WORD = "="


def occurrences(plain: str) -> Occurrences:
    """Each feature of *plain* with the places where it begins."""
    found: Occurrences = {}
    _words(plain, found)
    _characters(plain, found)
    return found


def _words(plain: str, found: Occurrences) -> None:
    before, border = "", -1
    for word, start, end in segment.cut(plain.lower()):
        if _TELLING.match(word):
            continue
        found.setdefault(WORD + word, []).append(start)
        if border == start:
            found.setdefault(f"{WORD}{before} {word}", []).append(start - len(before))
        before, border = word, end


def _characters(plain: str, found: Occurrences) -> None:
    for run in _RUN.finditer(plain.lower()):
        first, last = run.span()
        text = run.group()
        for length in (1, 2, 3):
            for at, start in enumerate(range(first, last - length + 1)):
                found.setdefault(text[at : at + length], []).append(start)


def width(feature: str) -> int:
    """How many characters of the text *feature* covers."""
    return len(feature) - feature.count(WORD) - feature.count(" ")


@dataclass(frozen=True)
class Vocabulary:
    """Features by column, with the weight of their rarity."""

    columns: Mapping[str, int]
    idf: NDArray[np.float32]

    def vector(self, found: Mapping[str, Sequence[object]]) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
        """Columns and weights of length one."""
        import numpy as np

        known = [(self.columns[name], len(places)) for name, places in found.items() if name in self.columns]
        if not known:
            return np.zeros(0, np.int32), np.zeros(0, np.float32)
        columns = np.array([column for column, _ in known], np.int32)
        counts = np.array([count for _, count in known], np.float32)
        weights = (1 + np.log(counts)) * self.idf[columns]
        return columns, (weights / np.sqrt(np.dot(weights, weights))).astype(np.float32)


def learn(documents: Iterable[Mapping[str, object]], least: int = 2) -> Vocabulary:
    """The vocabulary of *documents*: what stands in at least *least* of them."""
    import numpy as np

    total, seen = 0, Counter[str]()
    for document in documents:
        total += 1
        seen.update(document.keys())
    names = sorted(name for name, count in seen.items() if count >= least)
    idf = [1 + math.log((1 + total) / (1 + seen[name])) for name in names]
    return Vocabulary({name: column for column, name in enumerate(names)}, np.array(idf, np.float32))
