"""Cuts Chinese into words with an own tokenizer that knows the taxonomy's words; loaded on first use."""

from __future__ import annotations

import logging
import re
import sys
from functools import cache
from typing import TYPE_CHECKING

from app import config, taxonomy

if TYPE_CHECKING:
    import jieba

_CHUNK = re.compile(r"[一-鿿㐀-䶿]{1,400}|[A-Za-z]+|\d+")  # jieba copies its path at each step: no endless runs


@cache
def _tokenizer() -> jieba.Tokenizer:
    import jieba

    jieba.setLogLevel(logging.ERROR)
    tokenizer = jieba.Tokenizer()
    folder = config.read().folder / "models"
    folder.mkdir(parents=True, exist_ok=True)
    tokenizer.tmp_dir = str(folder)  # jieba would leave a loadable cache in the shared temporary folder
    tokenizer.initialize()
    for word in _own_words():
        tokenizer.add_word(word)
    return tokenizer


def _own_words() -> list[str]:
    cues = {cue for topic in taxonomy.topics().values() for cue in topic.cues}
    names = {name for unit in taxonomy.units().values() for name in (unit.short, *unit.aliases)}
    return sorted(word for word in cues | names if re.fullmatch("[一-鿿]{2,6}", word))


def cut(plain: str) -> list[tuple[str, int, int]]:
    """The words of a normalised text with their places; signs and blanks are left out."""
    found = []
    for chunk in _CHUNK.finditer(plain):
        at = chunk.start()
        words = _tokenizer().cut(chunk.group()) if chunk.group()[0] > "\x7f" else [chunk.group()]
        for word in words:
            found.append((sys.intern(word), at, at + len(word)))
            at += len(word)
    return found
