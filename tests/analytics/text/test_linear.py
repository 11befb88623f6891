"""The solver finds the best weights, and the short way to the inner products is right."""

from __future__ import annotations

import numpy as np

from analytics.text.linear import Vector, fit, inner_products, softmax, weights_of

WIDTH, CLASSES = 60, 3


def _rows(count: int) -> tuple[list[Vector], np.ndarray]:
    chance = np.random.default_rng(0)
    dense = chance.random((count, WIDTH)) * (chance.random((count, WIDTH)) < np.linspace(0.02, 0.9, WIDTH))
    dense = dense.astype(np.float32)
    return [(np.flatnonzero(row).astype(np.int32), row[np.flatnonzero(row)]) for row in dense], dense


def test_inner_products_equal_the_plain_product_and_one() -> None:
    rows, dense = _rows(80)
    assert np.allclose(inner_products(rows, WIDTH), dense @ dense.T + 1, atol=1e-4)


def test_weights_and_bias_give_the_scores_of_the_coefficients() -> None:
    rows, dense = _rows(40)
    coefficients = np.random.default_rng(1).normal(size=(40, CLASSES)).astype(np.float32)
    scores = dense @ weights_of(rows, coefficients, WIDTH) + coefficients.sum(axis=0)
    assert np.allclose(scores, inner_products(rows, WIDTH) @ coefficients, atol=1e-3)


def test_no_weights_nearby_are_better() -> None:
    rows, _ = _rows(90)
    products, chance = inner_products(rows, WIDTH), np.random.default_rng(2)
    labels = chance.integers(0, CLASSES, 90)
    balance = 90 / (CLASSES * np.bincount(labels))[labels]

    def loss(a: np.ndarray) -> float:
        likely = softmax(products @ a)[np.arange(90), labels]
        return float(-(balance * np.log(likely)).sum() + (a * (products @ a)).sum() / 2)

    best = fit(products, labels, CLASSES, strength=1.0)
    others = [best * 0.97, best * 1.03, *(best + chance.normal(scale=0.05, size=best.shape) for _ in range(50))]
    assert all(loss(best) < loss(other) for other in others)
    assert loss(best) < 0.8 * loss(np.zeros_like(best))


def test_a_rare_class_weighs_as_much_as_a_common_one() -> None:
    rows = [(np.array([0 if i < 90 else 1], np.int32), np.ones(1, np.float32)) for i in range(100)]
    labels = np.array([0] * 90 + [1] * 10)
    scores = inner_products(rows, 2) @ fit(inner_products(rows, 2), labels, 2)
    assert abs(scores[0, 0] - scores[-1, 1]) < 0.3


def test_the_same_texts_give_the_same_weights() -> None:
    rows, _ = _rows(50)
    labels = np.arange(50) % CLASSES
    once, again = (fit(inner_products(rows, WIDTH), labels, CLASSES) for _ in range(2))
    assert np.array_equal(once, again)
