"""Why: each part's share of the difference between two answers, laid on the characters it stands on."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analytics.text.features import WORD, Occurrences, width
from analytics.text.linear import Vector
from analytics.text.model import Head
from analytics.text.reading import Reason

SHOWN = 3
FAINT = 0.12  # a word below this share of the strongest one parts two spans


@dataclass(frozen=True)
class Difference:
    """Proposal minus runner-up: what each character gave and what the bias gave; together the whole difference."""

    by_character: NDArray[np.float64]
    bias: float
    total: float


def difference(
    found: Occurrences, vector: Vector, known: Container[str], head: Head, pair: tuple[str, str], length: int
) -> Difference:
    """How the score of the first of *pair* came to differ from the second's over a text of *length* characters.

    *vector* holds the features *found* that are *known*, in their order.
    """
    a, b = (head.classes.index(code) for code in pair)
    columns, values = vector
    shares = values * (head.weights[columns, a] - head.weights[columns, b])
    bias = float(head.bias[a]) - float(head.bias[b])
    placed = [(width(feature), places) for feature, places in found.items() if feature in known]
    steps = np.zeros(length + 1)
    if placed:
        widths = np.array([wide for wide, _ in placed])
        counts = np.array([len(places) for _, places in placed])
        starts = np.array([place for _, places in placed for place in places])
        rate = np.repeat(shares / (widths * counts), counts)
        steps += np.bincount(starts, rate, length + 1)
        steps -= np.bincount(starts + np.repeat(widths, counts), rate, length + 1)
    return Difference(np.cumsum(steps)[:length], bias, float(shares.sum(dtype=np.float64)) + bias)


def spans(found: Difference, words: Sequence[tuple[int, int]]) -> list[tuple[int, int, float]]:
    """(start, end, weight) of neighbouring words of one sign; faint words stay unshown. Masked characters are no words."""
    up_to = np.concatenate(([0.0], np.cumsum(found.by_character))).tolist()
    weights = [up_to[end] - up_to[start] for start, end in words]
    faint = FAINT * max(map(abs, weights), default=0.0)
    joined: list[tuple[int, int, float]] = []
    for (start, end), weight in zip(words, weights, strict=True):
        if abs(weight) <= faint:
            continue
        if joined and joined[-1][1] == start and (joined[-1][2] > 0) == (weight > 0):
            joined[-1] = (joined[-1][0], end, joined[-1][2] + weight)
        else:
            joined.append((start, end, weight))
    return joined


def reasons(first: str, found: Difference, words: Sequence[tuple[int, int]], shown: str) -> tuple[Reason, ...]:
    """The strongest spans for *first*, then the strongest against it, worded as in *shown*."""
    ranked = sorted(spans(found, words), key=lambda span: (-abs(span[2]), span[0]))
    speaking = [span for span in ranked if span[2] > 0][:SHOWN]
    against = [span for span in ranked if span[2] < 0][:1]
    return tuple(Reason(first, shown[start:end], start, end, round(weight, 4)) for start, end, weight in (*speaking, *against))


def word_places(found: Occurrences) -> list[tuple[int, int]]:
    """Where the words of a text stand, in order."""
    single = ((width(feature), places) for feature, places in found.items() if feature[0] == WORD and " " not in feature)
    return sorted((place, place + wide) for wide, places in single for place in places)
