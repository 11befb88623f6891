"""Pairs of characters for index and question: whoever asks for any run of a text finds the text.

A pair is written as two code points in plain letters and digits, so that no tokenizer of an engine can cut,
fold or forget it, whatever Unicode the engine was built with.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import lru_cache

VERSION = 1  # another way of making grams needs `flask search rebuild`


@lru_cache(maxsize=8192)
def _folded(char: str) -> str:
    return unicodedata.normalize("NFKC", char).lower()


def fold(text: str) -> str:
    """*text* as it is searched: full width like half, capitals like small; of a part the same as in the whole."""
    return "".join(map(_folded, text))


def fold_with_places(text: str) -> tuple[str, list[int]]:
    """The same, and for each of its characters the place in *text* that it comes from."""
    parts = [_folded(char) for char in text]
    return "".join(parts), [place for place, part in enumerate(parts) for _ in part]


@lru_cache(maxsize=8192)
def _is_word(char: str) -> bool:
    """Letters, characters, digits, marks on them; and what this Python does not know yet, such as the newest characters."""
    return char.isalnum() or unicodedata.category(char) in {"Mn", "Mc", "Cn", "Co"}


def runs(folded: str) -> Iterator[str]:
    """Stretches of letters, characters and digits; signs and blanks stand between them."""
    start = None
    for place, char in enumerate(folded):
        if _is_word(char):
            start = place if start is None else start
        elif start is not None:
            yield folded[start:place]
            start = None
    if start is not None:
        yield folded[start:]


def grams(folded: str) -> list[str]:
    """Each run as overlapping pairs and its last character alone: every character begins one of them."""
    return [_gram(run[place], run[place + 1 : place + 2]) for run in runs(folded) for place in range(len(run))]


def phrase(run: str) -> list[str]:
    """The pairs that stand next to each other wherever *run* stands; of one character what pairs begin with."""
    return [_gram(run[place], run[place + 1]) for place in range(len(run) - 1)] or [_gram(run, "")]


def _gram(first: str, second: str) -> str:
    return f"u{ord(first):x}z{ord(second):x}" if second else f"u{ord(first):x}z"
