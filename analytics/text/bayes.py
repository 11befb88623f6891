"""The baseline of every report: words by jieba, multinomial naive Bayes with one added."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from analytics.text import segment
from analytics.text.linear import Matrix, softmax


def words(plain: str) -> Counter[str]:
    """How often each word occurs."""
    return Counter(word for word, _, _ in segment.cut(plain))


class NaiveBayes:
    """Learns which words go with which label."""

    def __init__(self, documents: Sequence[Counter[str]], labels: Sequence[str]) -> None:
        self.classes = sorted(set(labels))
        self._columns = {word: column for column, word in enumerate(sorted({w for document in documents for w in document}))}
        counts = np.ones((len(self.classes), len(self._columns)))
        rows = {label: row for row, label in enumerate(self.classes)}
        for document, label in zip(documents, labels, strict=True):
            for word, n in document.items():
                counts[rows[label], self._columns[word]] += n
        self._logs = np.log(counts / counts.sum(axis=1, keepdims=True))
        shares = Counter(labels)
        self._prior = np.log([shares[label] / len(labels) for label in self.classes])

    def probabilities(self, document: Counter[str]) -> dict[str, float]:
        """Shares by label."""
        known = [(self._columns[word], n) for word, n in document.items() if word in self._columns]
        scores: Matrix = self._prior.copy()
        for column, n in known:
            scores += n * self._logs[:, column]
        return dict(zip(self.classes, softmax(scores).tolist(), strict=True))
