"""How good the reader is: five-fold over the delivered examples, beside naive Bayes and shuffled labels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from analytics.text import bayes, calibration, duties, features, lessons, training
from analytics.text.figures import macro_f1, wilson
from analytics.text.lessons import Lesson
from app import taxonomy

FOLDS, SEED, ASKED = 5, 0, 3
TARGET, CEILING = 0.70, 0.25


@dataclass(frozen=True)
class Guess:
    """Shares of the topics for a test text, and the text."""

    truth: str
    topic_p: Mapping[str, float]
    plain: str

    def leads(self) -> list[str]:
        """Candidates as the duty table names them: "district" and "complained_unit" are answers of their own."""
        return [score.unit for score in duties.lead_scores(self.topic_p, None, frozenset(), self.plain)]


def five_fold() -> dict[str, Any]:
    """The report: right lead among the first three, with the same for the baselines in the same run."""
    tested, extra = lessons.delivered(), [*lessons.own(), *lessons.from_duties()]
    everything = [*tested, *extra]
    found = [features.occurrences(lesson.plain) for lesson in everything]
    counted = [bayes.words(lesson.plain) for lesson in everything]
    fold_of = calibration.fold_of([lesson.topic for lesson in tested], FOLDS, SEED)
    guesses: dict[str, list[Guess]] = {"house": [], "naive_bayes": [], "shuffled": []}
    for fold in range(FOLDS):
        out = np.flatnonzero(fold_of == fold).tolist()
        kept = [row for row in range(len(everything)) if row >= len(tested) or fold_of[row] != fold]
        course = training.prepare([found[row] for row in kept])
        taught = [everything[row] for row in kept]
        for name, labels in (("house", [t.topic for t in taught]), ("shuffled", _shuffled(taught, fold))):
            head = training.teach(course, taught, labels)
            vectors = [course.vocabulary.vector(found[row]) for row in out]
            shares = [head.probabilities(head.scores(vector)) for vector in vectors]
            guesses[name] += [Guess(tested[row].topic, p, tested[row].plain) for row, p in zip(out, shares, strict=True)]
        simple = bayes.NaiveBayes([counted[row] for row in kept], [t.topic for t in taught])
        guesses["naive_bayes"] += [Guess(tested[r].topic, simple.probabilities(counted[r]), tested[r].plain) for r in out]
    return _report(guesses, len(tested), len(extra))


def _shuffled(taught: Sequence[Lesson], fold: int) -> list[str]:
    order = np.random.default_rng(SEED + fold).permutation(len(taught))
    return [taught[row].topic for row in order]


def _report(guesses: Mapping[str, Sequence[Guess]], tested: int, extra: int) -> dict[str, Any]:
    methods = {name: scores_of(rows) for name, rows in guesses.items()}
    house, shuffled = methods["house"]["lead_top3"]["value"], methods["shuffled"]["lead_top3"]["value"]
    return {
        "test": "five-fold over the delivered examples, stratified by topic",
        "taxonomy": taxonomy.version(),
        "folds": FOLDS,
        "seed": SEED,
        "tested": tested,
        "learnt_beside": extra,
        "methods": methods,
        "target": {"lead_top3": TARGET, "shuffled_at_most": CEILING},
        "met": house >= TARGET and shuffled <= CEILING,
    }


def scores_of(guesses: Sequence[Guess]) -> dict[str, Any]:
    """Topic and lead, first and among the first three, and how far the promised shares are off."""
    leads = [(taxonomy.topics()[guess.truth].lead, guess.leads()[:ASKED]) for guess in guesses]
    topics = [(guess.truth, _best(guess.topic_p)) for guess in guesses]
    n = len(guesses)
    return {
        "lead_top3": wilson(sum(truth in found for truth, found in leads), n),
        "lead": wilson(sum(truth == found[0] for truth, found in leads), n),
        "topic": wilson(sum(truth == found[0] for truth, found in topics), n),
        "topic_top3": wilson(sum(truth in found for truth, found in topics), n),
        "topic_macro_f1": macro_f1([truth for truth, _ in topics], [found[0] for _, found in topics]),
        "topic_ece": _promise_gap(guesses),
    }


def _best(topic_p: Mapping[str, float]) -> list[str]:
    return sorted(topic_p, key=lambda code: (-topic_p[code], code))[:ASKED]


def _promise_gap(guesses: Sequence[Guess]) -> float:
    classes = sorted({code for guess in guesses for code in (*guess.topic_p, guess.truth)})
    shares = np.array([[guess.topic_p.get(code, 0.0) for code in classes] for guess in guesses])
    truth = np.array([classes.index(guess.truth) for guess in guesses])
    return round(calibration.expected_error(shares, truth), 4)
