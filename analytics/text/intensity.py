"""How heated a message is: strong words, threats, marks; greetings do not count."""

from __future__ import annotations

import re
from functools import cache

from analytics.text import phrases

_MARKS = re.compile(r"[!！]{2,}|[?？][!！]|[!！][?？]|[?？]{2,}")
_ANGRY, _DISSATISFIED = 3, 1


def intensity(plain: str, kind: str) -> str:
    """ "calm", "dissatisfied" or "angry"."""
    if kind == "praise":
        return "calm"
    text = _heat("greeting").sub("", plain)
    score = (
        2 * _count(_heat("strong"), text)
        + 2 * _count(_heat("threat"), text)
        + 2 * _count(_MARKS, text)
        + _count(_heat("mild"), text)
    )
    score += min(2, text.count("！") + text.count("!")) + (1 if text.count("？") + text.count("?") >= 2 else 0)
    if kind in {"enquiry", "suggestion"}:
        score -= 2
    if score >= _ANGRY and (_heat("strong").search(text) or _heat("threat").search(text) or _MARKS.search(text)):
        return "angry"
    return "dissatisfied" if score >= _DISSATISFIED else "calm"


def _count(pattern: re.Pattern[str], text: str) -> int:
    return min(3, len(set(pattern.findall(text))))


@cache
def _heat(name: str) -> re.Pattern[str]:
    return re.compile("|".join(phrases.book()["heat"][name]["words"]))
