"""Puts a reading together: mask, rules, learnt heads, reasons."""

from __future__ import annotations

import re
from dataclasses import dataclass

from analytics.text import cues, kinds
from analytics.text.active import active_model
from analytics.text.amounts import amounts
from analytics.text.entities import entities
from analytics.text.features import occurrences
from analytics.text.intensity import intensity
from analytics.text.masking import blank, mask, veil
from analytics.text.model import Model
from analytics.text.reading import Reading, Reason, TopicGuess
from analytics.text.reasons import SHOWN, difference, reasons, word_places
from analytics.text.risks import risks
from analytics.text.urgency import urgency
from app import taxonomy

RULES_ALONE = "rules"
_KEPT_TOPICS = 12
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True)
class Answers:
    """Kind and topic with their shares, best first, and the words that spoke for the topic."""

    kind_p: dict[str, float]
    topic_p: dict[str, float]
    reasons: tuple[Reason, ...]
    model: str


def read_masked(given: str, own: tuple[str, ...], model: Model | None) -> Reading:
    """Read *given* behind its mask; offsets stay those of *given*."""
    text = _SURROGATE.sub("\ufffd", given)
    masked = mask(text, own)
    shown = blank(text, masked.spans)
    plain = veil(shown)
    reader = model or active_model()
    answers = _learnt(plain, shown, reader) if reader else _ruled(plain, shown)
    sums = tuple(amounts(plain))
    raised = risks(plain, sums)
    kind, topic = next(iter(answers.kind_p)), next(iter(answers.topic_p))
    topic_p = {code: round(p, 4) for code, p in list(answers.topic_p.items())[:_KEPT_TOPICS]}
    for_risks = tuple(Reason(code, shown[s:e], s, e, 1.0) for code, hits in raised.items() for _, s, e in hits[:1])
    return Reading(
        kind=kind,
        kind_p=round(answers.kind_p[kind], 4),
        topic=topic,
        topics=tuple(TopicGuess(code, p) for code, p in list(topic_p.items())[:3]),
        topic_p=topic_p,
        sentiment=kinds.sentiment(kind),
        intensity=intensity(plain, kind),
        urgency=urgency(plain, kind, topic, raised),
        risks=tuple(raised),
        entities=entities(plain, shown, sums),
        masked=masked.text,
        reasons=(*answers.reasons, *for_risks),
        model=answers.model,
        taxonomy=taxonomy.version(),
    )


def _learnt(plain: str, shown: str, model: Model) -> Answers:
    found = occurrences(plain)
    vector = model.vocabulary.vector(found)
    topic_head, kind_head = model.heads["topic"], model.heads["kind"]
    topic_p = topic_head.probabilities(topic_head.scores(vector))
    kind_scores = kinds.moved(kind_head.scores(vector), kind_head.classes, plain, kind_head.temperature)
    first, second = list(topic_p)[:2]
    gap = difference(found, vector, model.vocabulary.columns, topic_head, (first, second), len(plain))
    why = reasons(first, gap, word_places(found), shown)
    return Answers(kind_head.probabilities(kind_scores), topic_p, why, model.version)


def _ruled(plain: str, shown: str) -> Answers:
    topic_p = cues.topic_shares(plain)
    first = next(iter(topic_p))
    why = tuple(Reason(first, shown[s:e], s, e, 1.0) for s, e in cues.cue_places(plain, first)[:SHOWN])
    return Answers(kinds.by_rules(plain), topic_p, why, RULES_ALONE)
