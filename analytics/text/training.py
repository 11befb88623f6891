"""Teaches a model: one vocabulary and one matrix of inner products for all heads, temperatures from held-out texts."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from analytics.text import calibration, features, linear
from analytics.text.features import Occurrences, Vocabulary
from analytics.text.lessons import Lesson
from analytics.text.model import Head, Model
from app import taxonomy

STRENGTH = 20.0
_FEWEST_TO_CALIBRATE = 30


@dataclass(frozen=True)
class Course:
    """Texts made ready for learning: vocabulary, rows and their products."""

    vocabulary: Vocabulary
    rows: list[linear.Vector]
    products: linear.Matrix


def prepare(documents: Sequence[Occurrences]) -> Course:
    """A course of texts whose features were found."""
    vocabulary = features.learn(documents)
    rows = [vocabulary.vector(document) for document in documents]
    return Course(vocabulary, rows, linear.inner_products(rows, len(vocabulary.columns)))


def train(lessons: Sequence[Lesson]) -> Model:
    """A model from *lessons*."""
    course = prepare([features.occurrences(lesson.plain) for lesson in lessons])
    heads = {
        "topic": teach(course, lessons, [lesson.topic for lesson in lessons]),
        "kind": teach(course, lessons, [lesson.kind for lesson in lessons]),
    }
    return Model(_version(course.vocabulary, heads), taxonomy.version(), course.vocabulary, heads)


def teach(course: Course, lessons: Sequence[Lesson], labels: Sequence[str | None]) -> Head:
    """A head from *labels* (None: not taught), calibrated on real texts."""
    used = np.array([row for row, label in enumerate(labels) if label is not None], dtype=np.int64)
    known = [label for label in labels if label is not None]
    classes = sorted(set(known))
    truth = np.array([classes.index(label) for label in known], dtype=np.int64)
    importance = np.array([lessons[row].weight for row in used], np.float32)
    products = course.products[np.ix_(used, used)]
    scored = np.array([place for place, row in enumerate(used) if lessons[row].is_real], dtype=np.int64)
    heat = 1.0
    if len(scored) >= _FEWEST_TO_CALIBRATE:
        held_out = calibration.held_out_scores(products, truth, importance, scored, STRENGTH)
        heat = calibration.temperature(held_out, truth[scored])
    mixture = linear.fit(products, truth, len(classes), STRENGTH, importance)
    weights = linear.weights_of([course.rows[row] for row in used], mixture, len(course.vocabulary.columns))
    return Head(tuple(classes), weights.astype(np.float16).astype(np.float32), mixture.sum(axis=0), heat)


def _version(vocabulary: Vocabulary, heads: Mapping[str, Head]) -> str:
    """Taxonomy version and a fingerprint of what was learnt."""
    digest = hashlib.sha256("\n".join(vocabulary.columns).encode())
    for name, head in sorted(heads.items()):
        digest.update(name.encode() + head.weights.tobytes() + f"{head.temperature:.4f}".encode())
    return f"{taxonomy.version()}-{digest.hexdigest()[:8]}"
