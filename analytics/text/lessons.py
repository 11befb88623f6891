"""What the reader learns from before anyone has confirmed a label: delivered texts, own texts, words of the duty table."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from analytics.text.masking import mask, veil
from app import taxonomy

_OWN = Path(__file__).parent / "examples"
_TOO_CLOSE = 0.6
_CONFIRMED_WEIGHT = 10.0


@dataclass(frozen=True)
class Lesson:
    """A text that was masked and made plain, with its answers; without `kind` it teaches the topic only."""

    plain: str
    topic: str
    kind: str | None = None
    weight: float = 1.0
    is_real: bool = True


def plain_of(text: str) -> str:
    """*text* as the reader's eyes see it."""
    return veil(mask(text).text)


def delivered() -> list[Lesson]:
    """The examples of the taxonomy."""
    return [Lesson(plain_of(e.text), t.code, e.kind) for t in taxonomy.topics().values() for e in t.examples]


def own() -> list[Lesson]:
    """Texts written for practice, without those that resemble a delivered one."""
    rows = [row for file in sorted(_OWN.glob("*.toml")) for row in tomllib.loads(file.read_text("utf-8"))["examples"]]
    lessons = [Lesson(plain_of(row["text"]), row["topic"], row["kind"]) for row in rows]
    close = resembling([lesson.plain for lesson in lessons], [lesson.plain for lesson in delivered()])
    return [lesson for lesson, is_close in zip(lessons, close, strict=True) if not is_close]


def from_duties() -> list[Lesson]:
    """For each topic its label with its cues, and its duty clause, as if they were messages."""
    lessons = []
    for topic in taxonomy.topics().values():
        lessons.append(Lesson("，".join((topic.label, *topic.cues)), topic.code, is_real=False))
        clause = taxonomy.clauses().get(topic.clause)
        lessons.append(Lesson(f"{topic.label}，{clause.text if clause else topic.label}", topic.code, is_real=False))
    return lessons


def confirmed(row: Mapping[str, Any]) -> Lesson | str:
    """A lesson from a person's labels, or why it is none; it weighs ten of the others."""
    text = f"{row['title']}\n{row['text']}" if row.get("title") else row["text"]
    topic, kind = row.get("topic"), row.get("kind")
    if topic not in taxonomy.topics():
        return f"unknown topic {topic!r}"
    if kind is not None and kind not in taxonomy.codes("kinds"):
        return f"unknown kind {kind!r}"
    return Lesson(plain_of(text), topic, kind, _CONFIRMED_WEIGHT)


def shipped() -> list[Lesson]:
    """All of them."""
    return [*delivered(), *own(), *from_duties()]


def resembling(texts: Sequence[str], others: Sequence[str]) -> list[bool]:
    """Whether each text shares more than six tenths of its character pairs (cosine) with one of the *others*."""
    pairs = [Counter(pairwise(text)) for text in (*texts, *others)]
    index: dict[tuple[str, str], int] = {}
    for counts in pairs:
        for pair in counts:
            index.setdefault(pair, len(index))
    matrix = np.zeros((len(pairs), len(index)), dtype=np.float32)
    for row, counts in enumerate(pairs):
        matrix[row, [index[pair] for pair in counts]] = list(counts.values())
    matrix /= np.maximum(np.linalg.norm(matrix, axis=1, keepdims=True), 1e-9)
    nearest = (matrix[: len(texts)] @ matrix[len(texts) :].T).max(axis=1, initial=0.0)
    return [bool(cosine > _TOO_CLOSE) for cosine in nearest]
