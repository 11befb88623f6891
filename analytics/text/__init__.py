"""Reads Chinese: what a text is about, how urgent it is, and which words say so. Libraries load on first use."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from analytics.text.reading import Reading

if TYPE_CHECKING:
    from analytics.text.model import Model

__all__ = ["SAME", "Reading", "near_keys", "read", "same_p"]

SAME = 0.5  # the probability from which two texts are proposed as one matter


def read(text: str, *, title: str | None = None, own: Iterable[str] = (), model: Model | None = None) -> Reading:
    """Read *text* (behind *title*, if it has one); *own* names of the enterprise are masked.

    Without *model* the active one reads, or rules alone where none lives. Same text, model and rules: same reading.
    """
    from analytics.text.reader import read_masked

    return read_masked(text if title is None else f"{title}\n{text}", tuple(own), model)


def near_keys(masked: str) -> list[int]:
    """Numbers of the most telling words of *masked*: texts that share two of them may tell of the same matter."""
    from analytics.text import near

    return near.near_keys(masked)


def same_p(a: str, b: str) -> float:
    """How probable it is that two texts tell of the same matter."""
    from analytics.text import near

    return near.same_p(a, b)
