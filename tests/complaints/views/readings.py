"""What a machine said, as a test wants it: the pages are tried, not the reading."""

from __future__ import annotations

from typing import Any

from analytics.text.reading import Entity, Reading, Reason, TopicGuess
from complaints.operations import reading
from tests.complaints.town import Town


def said(masked: str, topics: dict[str, float], words: tuple[str, ...] = (), **more: Any) -> Reading:
    """A reading of *masked* in which *words* spoke for the first topic."""
    first = next(iter(topics))
    reasons = [Reason(first, word, masked.index(word), masked.index(word) + len(word), 0.5) for word in words]
    return Reading(
        **{
            "kind": "help", "kind_p": 0.8, "topic": first, "topics": tuple(TopicGuess(code, p) for code, p in topics.items()),
            "topic_p": topics, "sentiment": -1, "intensity": "calm", "urgency": "normal", "risks": (), "entities": (),
            "masked": masked, "reasons": tuple(reasons), "model": "test-1", "taxonomy": "2026.11", **more,
        }
    )  # fmt: skip


def machine_says(town: Town, number: str, topics: dict[str, float], words: tuple[str, ...] = (), **more: Any) -> None:
    """The worker has read the matter."""

    def act() -> None:
        complaint = town.complaint(number)
        found = said(complaint.masked, topics, words, **more).as_json()
        payload = {"complaint": complaint.id}
        reading.apply(payload, {"reading": found, "hash": reading.text_hash(complaint.masked), "keys": []})

    town.behind(act)


def named(type_: str, text: str, masked: str) -> Entity:
    """Something that the machine found in *masked*."""
    return Entity(type_, text, masked.index(text), masked.index(text) + len(text))
