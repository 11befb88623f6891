"""Multinomial logistic regression in numpy, class-balanced, solved in the space of the documents.

There are far more features than documents, and the best weights are a sum of documents: W = Xᵀ A. So L-BFGS works on A
with the matrix of inner products, which is small and can be cut into folds without being computed again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Vector = tuple[NDArray[np.int32], NDArray[np.float32]]
Matrix = NDArray[np.float32]
Indices = NDArray[np.int64]
_DENSE_FROM = 24  # columns that stand in more documents than this are multiplied as a dense block
_BLOCK = 4096
_ROUNDS, _MEMORY, _ENOUGH = 80, 8, 1e-5


def inner_products(rows: Sequence[Vector], width: int) -> Matrix:
    """X Xᵀ of sparse rows: frequent columns as dense blocks, rare ones pair by pair; one more for the bias."""
    columns = np.concatenate([columns for columns, _ in rows])
    values = np.concatenate([values for _, values in rows])
    owners = np.repeat(np.arange(len(rows)), [len(columns) for columns, _ in rows])
    frequent = np.bincount(columns, minlength=width) > _DENSE_FROM
    product = np.ones((len(rows), len(rows)), np.float32)
    ids = np.flatnonzero(frequent)
    for first in range(0, len(ids), _BLOCK):
        block = _dense(columns, values, owners, ids[first : first + _BLOCK], (len(rows), width))
        product += block @ block.T
    rare = np.flatnonzero(~frequent[columns])
    order = rare[np.argsort(columns[rare], kind="stable")]
    _add_rare(product, columns[order], values[order], owners[order])
    return product


def _dense(columns: NDArray[np.int32], values: Matrix, owners: Indices, part: Indices, shape: tuple[int, int]) -> Matrix:
    place = np.full(shape[1], -1)
    place[part] = np.arange(len(part))
    chosen = place[columns] >= 0
    block = np.zeros((shape[0], len(part)), np.float32)
    block[owners[chosen], place[columns[chosen]]] = values[chosen]
    return block


def _add_rare(product: Matrix, column: NDArray[np.int32], value: Matrix, owner: Indices) -> None:
    """*column* is sorted, so that equal ones are neighbours: shift by shift all pairs meet."""
    flat, size = product.reshape(-1), len(product)
    for shift in range(min(_DENSE_FROM, len(column))):
        left = np.flatnonzero(column[: len(column) - shift] == column[shift:])
        right = left + shift
        amount = (value[left] * value[right]).astype(np.float64)
        flat += np.bincount(owner[left] * size + owner[right], amount, len(flat)).astype(np.float32)
        if shift:
            flat += np.bincount(owner[right] * size + owner[left], amount, len(flat)).astype(np.float32)


def weights_of(rows: Sequence[Vector], coefficients: Matrix, width: int) -> Matrix:
    """W = Xᵀ A."""
    weights = np.zeros((width, coefficients.shape[1]), np.float32)
    for (columns, values), row in zip(rows, coefficients, strict=True):
        weights[columns] += values[:, None] * row  # a row has each column once
    return weights


def softmax(scores: Matrix) -> Matrix:
    """Shares that sum to one, row by row."""
    raised = np.exp(scores - scores.max(axis=-1, keepdims=True))
    shares: Matrix = raised / raised.sum(axis=-1, keepdims=True)
    return shares


@dataclass
class _Point:
    """Coefficients, their scores G·A, the loss there, its gradient and G·gradient."""

    a: Matrix
    scores: Matrix
    loss: float
    gradient: Matrix
    g_gradient: Matrix


class _Loss:
    """Weighted log loss plus half the squared length of W, for documents whose inner products are known."""

    def __init__(self, products: Matrix, labels: Indices, classes: int, strength: float, importance: Matrix) -> None:
        self.products, self.truth = products, np.eye(classes, dtype=np.float32)[labels]
        counts = np.bincount(labels, weights=importance, minlength=classes)
        balance = importance.sum() / (max(1, np.count_nonzero(counts)) * np.maximum(counts, 1e-9))
        self.weight = (strength * importance * balance[labels]).astype(np.float32)[:, None]

    def value(self, a: Matrix, scores: Matrix) -> float:
        likely = (softmax(scores) * self.truth).sum(axis=1, keepdims=True)
        return float(-(self.weight * np.log(likely + 1e-12)).sum() + 0.5 * (a * scores).sum())

    def at(self, a: Matrix, scores: Matrix) -> _Point:
        gradient = self.weight * (softmax(scores) - self.truth) + a
        return _Point(a, scores, self.value(a, scores), gradient, self.products @ gradient)


_Pair = tuple[Matrix, Matrix, Matrix, Matrix, float]


def fit(products: Matrix, labels: Indices, classes: int, strength: float = 30.0, importance: Matrix | None = None) -> Matrix:
    """The coefficients A of the best weights for *labels*; *importance* says how much each document counts."""
    given = np.ones(len(labels), np.float32) if importance is None else importance
    loss = _Loss(products, labels, classes, strength, given)
    zero = np.zeros((len(labels), classes), np.float32)
    here, memory = loss.at(zero, zero), list[_Pair]()
    for _ in range(_ROUNDS):
        there = _step(loss, here, *_direction(here, memory))
        s, g_s = there.a - here.a, there.scores - here.scores
        y, g_y = there.gradient - here.gradient, there.g_gradient - here.g_gradient
        bend = float((s * g_y).sum())
        gain, here = here.loss - there.loss, there
        if gain < _ENOUGH * abs(there.loss):
            break
        if bend > 1e-10:
            memory = [*memory[1 - _MEMORY :], (s, g_s, y, g_y, 1 / bend)]
    return here.a


def _direction(here: _Point, memory: list[_Pair]) -> tuple[Matrix, Matrix]:
    """Downhill as the last steps bend it (two-loop recursion), with its image under G."""
    q, g_q, backward = here.gradient.copy(), here.g_gradient.copy(), []
    for s, _, y, g_y, share in reversed(memory):
        pull = share * float((s * g_q).sum())
        backward.append(pull)
        q, g_q = q - pull * y, g_q - pull * g_y
    if memory:
        _, _, y, g_y, share = memory[-1]
        scale = 1 / (share * float((y * g_y).sum()))
    else:
        scale = 1 / max(1e-9, float((q * g_q).sum()) ** 0.5)
    q, g_q = q * scale, g_q * scale
    for (s, g_s, y, _, share), pull in zip(memory, reversed(backward), strict=True):
        push = pull - share * float((y * g_q).sum())
        q, g_q = q + push * s, g_q + push * g_s
    return -q, -g_q


def _step(loss: _Loss, here: _Point, towards: Matrix, g_towards: Matrix) -> _Point:
    slope, length = float((here.gradient * g_towards).sum()), 1.0
    for _ in range(20):
        a, scores = here.a + length * towards, here.scores + length * g_towards
        if loss.value(a, scores) <= here.loss + 1e-4 * length * slope:
            break
        length /= 2
    return loss.at(a, scores)
