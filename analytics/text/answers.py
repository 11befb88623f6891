"""A line of `text read`: a reading, and which units the duty table would name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from analytics.text import duties, read
from analytics.text.reading import Reading
from app import taxonomy

_CANDIDATES = 3
_ORDER = (
    "id", "kind", "topic", "topics", "sentiment", "intensity", "urgency", "risks", "entities", "leads", "co",
    "masked", "reasons", "model",
)  # fmt: skip


class BadLine(Exception):
    """A line that cannot be read; the sentence says why."""


def checked(row: Any) -> Mapping[str, Any]:
    """*row* if it is one that `text read` understands.

    Raises BadLine otherwise.
    """
    if not isinstance(row, dict):
        raise BadLine("not a JSON object")
    if not isinstance(row.get("text"), str):
        raise BadLine('"text" is missing or no string')
    if not isinstance(row.get("title", ""), str | None):
        raise BadLine('"title" is no string')
    own = row.get("own", [])
    if not isinstance(own, list) or not all(isinstance(name, str) for name in own):
        raise BadLine('"own" is no list of strings')
    return row


def checked_pair(row: Any) -> Mapping[str, Any]:
    """*row* if it is one that `text same` understands.

    Raises BadLine otherwise.
    """
    if not isinstance(row, dict):
        raise BadLine("not a JSON object")
    for name in ("a", "b"):
        if not isinstance(row.get(name), str):
            raise BadLine(f'"{name}" is missing or no string')
    return row


def answer(row: Mapping[str, Any]) -> dict[str, Any]:
    """The answers to a checked line, without a word of what is masked."""
    reading = read(row["text"], title=row.get("title"), own=row.get("own", []))
    area = area_of(reading)
    accused = accused_by(reading)
    scores = duties.lead_scores(reading.topic_p, area, accused, reading.masked)[:_CANDIDATES]
    first = scores[0].unit if scores else None
    named = (area or code if code == duties.DISTRICT else code for code in taxonomy.topics()[reading.topic].co)
    found = reading.as_json() | {
        "id": row.get("id"),
        "leads": [{"unit": score.unit, "p": round(score.p, 4)} for score in scores],
        "co": list(dict.fromkeys(code for code in named if code != first and code not in accused)),
    }
    return {key: found[key] for key in _ORDER}


def area_of(reading: Reading) -> str | None:
    """The area that the text names first."""
    names = _codes_by_name(frozenset({"district"}))
    return next((names[e.text] for e in reading.entities if e.type == "area" and e.text in names), None)


def accused_by(reading: Reading) -> frozenset[str]:
    """Units named in a tip-off or under a topic of conduct: they never get the matter."""
    if reading.kind != "tip_off" and reading.topic not in taxonomy.conduct_topics():
        return frozenset()
    names = _codes_by_name(frozenset({"bureau", "utility", "court", "central", "district"}))
    return frozenset(names[e.text] for e in reading.entities if e.type in {"unit", "area"} and e.text in names)


def _codes_by_name(kinds: frozenset[str]) -> dict[str, str]:
    units = (unit for unit in taxonomy.units().values() if unit.kind in kinds)
    return {name: unit.code for unit in units for name in (unit.name, unit.short, *unit.aliases)}
