"""A model in memory: a vocabulary and linear heads; no pickle, nothing that runs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analytics.text.features import Vocabulary
from analytics.text.linear import Matrix, Vector, softmax


@dataclass(frozen=True)
class Head:
    """Weights (features × classes) and bias of one question, and the temperature of its probabilities."""

    classes: tuple[str, ...]
    weights: Matrix
    bias: Matrix
    temperature: float

    def scores(self, vector: Vector) -> NDArray[np.float32]:
        """One raw score a class."""
        columns, values = vector
        return np.asarray(values @ self.weights[columns] + self.bias, dtype=np.float32)

    def probabilities(self, scores: NDArray[np.float32]) -> dict[str, float]:
        """Calibrated shares by class, best first."""
        shares = softmax(scores / self.temperature).tolist()
        order = sorted(range(len(shares)), key=lambda place: (-shares[place], self.classes[place]))
        return {self.classes[place]: shares[place] for place in order}


@dataclass(frozen=True)
class Model:
    """All heads over one vocabulary."""

    version: str
    taxonomy: str
    vocabulary: Vocabulary
    heads: Mapping[str, Head]
