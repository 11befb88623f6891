"""Clauses of a text, and cues in them that no negation silences."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

_CLAUSE = re.compile(r"[^，。；！？,;!?\n]+")
_DENIALS = re.compile(r"(?:没有|没|未|无|不是|并非|不会|不存在|从未|从不|不曾|尚未)(?:再|被|出现|发生|造成|有)?$")

Hit = tuple[str, int, int]


def clauses(plain: str) -> Iterator[tuple[str, int]]:
    """(clause, start) of each stretch between marks."""
    for found in _CLAUSE.finditer(plain):
        yield found.group(), found.start()


def cue_hits(plain: str, cues: tuple[str, ...], negations: tuple[str, ...] = ()) -> Iterator[Hit]:
    """(cue, start, end) where a cue stands in a clause without negation and is not denied just before."""
    pattern = pattern_of(cues)
    if pattern is None or not pattern.search(plain):
        return
    silenced = pattern_of(negations)
    for clause, at in clauses(plain):
        if silenced and silenced.search(clause):
            continue
        for found in pattern.finditer(clause):
            if not _DENIALS.search(clause[max(0, found.start() - 8) : found.start()]):
                yield found.group(), at + found.start(), at + found.end()


@lru_cache(maxsize=512)
def pattern_of(words: Iterable[str]) -> re.Pattern[str] | None:
    """Any of *words*, longest first."""
    ordered = sorted(set(words), key=lambda word: (-len(word), word))
    return re.compile("|".join(map(re.escape, ordered))) if ordered else None
