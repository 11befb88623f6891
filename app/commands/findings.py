"""A line of `flask doctor`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

COLOURS = {"good": "green", "mind": "yellow", "bad": "red"}
SIGNS = {"good": "ok  ", "mind": "mind", "bad": "BAD "}


@dataclass(frozen=True)
class Finding:
    """`bad` must not stay so on a real installation; `mind` is worth a look."""

    grade: Literal["good", "mind", "bad"]
    text: str


def judge(ok: bool, good: str, bad: str) -> Finding:
    """Good or bad, with the sentence for each."""
    return Finding("good", good) if ok else Finding("bad", bad)
