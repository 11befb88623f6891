"""What a reading says: plain data, light enough for every process."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self


@dataclass(frozen=True)
class TopicGuess:
    """A topic and how probable it is."""

    code: str
    p: float


@dataclass(frozen=True)
class Entity:
    """Something named in the text: amount, date, unit, area, enterprise, project or document."""

    type: str
    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Reason:
    """A stretch of the text that spoke for (weight above 0) or against an answer."""

    for_: str
    text: str
    start: int
    end: int
    weight: float

    def as_json(self) -> dict[str, Any]:
        return {"for": self.for_, "text": self.text, "start": self.start, "end": self.end, "weight": self.weight}

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> Self:
        return cls(row["for"], row["text"], row["start"], row["end"], row["weight"])


@dataclass(frozen=True)
class Reading:
    """The machine's answers about one text; a person confirms or corrects them.

    `topic_p` holds the probable topics, best first. Offsets refer to title, line break and text as given.
    """

    kind: str
    kind_p: float
    topic: str
    topics: tuple[TopicGuess, ...]
    topic_p: dict[str, float]
    sentiment: int
    intensity: str
    urgency: str
    risks: tuple[str, ...]
    entities: tuple[Entity, ...]
    masked: str
    reasons: tuple[Reason, ...]
    model: str
    taxonomy: str

    def as_json(self) -> dict[str, Any]:
        """Plain values for storing and for the command line."""
        return {
            "kind": self.kind,
            "kind_p": self.kind_p,
            "topic": self.topic,
            "topics": [{"code": guess.code, "p": guess.p} for guess in self.topics],
            "topic_p": dict(self.topic_p),
            "sentiment": self.sentiment,
            "intensity": self.intensity,
            "urgency": self.urgency,
            "risks": list(self.risks),
            "entities": [{"type": e.type, "text": e.text, "start": e.start, "end": e.end} for e in self.entities],
            "masked": self.masked,
            "reasons": [reason.as_json() for reason in self.reasons],
            "model": self.model,
            "taxonomy": self.taxonomy,
        }

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> Self:
        """A reading from what `as_json` gave."""
        return cls(
            kind=row["kind"],
            kind_p=row["kind_p"],
            topic=row["topic"],
            topics=tuple(TopicGuess(guess["code"], guess["p"]) for guess in row["topics"]),
            topic_p=dict(row["topic_p"]),
            sentiment=row["sentiment"],
            intensity=row["intensity"],
            urgency=row["urgency"],
            risks=tuple(row["risks"]),
            entities=tuple(Entity(**entity) for entity in row["entities"]),
            masked=row["masked"],
            reasons=tuple(Reason.from_json(reason) for reason in row["reasons"]),
            model=row["model"],
            taxonomy=row["taxonomy"],
        )
