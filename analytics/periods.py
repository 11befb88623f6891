"""The months that a page of figures speaks of."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from app.clock import local

YEAR = "year"
SHOWN = 13  # months of a chart, the present one included
_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])", re.ASCII)


@dataclass(frozen=True)
class Period:
    """Whole months in order; `word` stands in the address."""

    word: str
    months: tuple[str, ...]
    is_over: bool

    @property
    def label(self) -> str:
        """2026年9月, or 2025年10月—2026年9月."""
        ends = dict.fromkeys((self.months[0], self.months[-1]))
        return "—".join(month_words(month) for month in ends)

    @property
    def before(self) -> tuple[str, ...]:
        """As many months just before."""
        return tuple(moved(month, -len(self.months)) for month in self.months)


def month_of(at: datetime) -> str:
    """The city's month of a moment: 2026-10."""
    return f"{local(at):%Y-%m}"


def month_words(month: str) -> str:
    """2026年9月."""
    return f"{month[:4]}年{int(month[5:])}月"


def moved(month: str, by: int) -> str:
    """The month so many later."""
    year, number = divmod(int(month[:4]) * 12 + int(month[5:]) - 1 + by, 12)
    return f"{year:04}-{number + 1:02}"


def last_months(at: datetime, number: int) -> tuple[str, ...]:
    """The present month and those before it, the oldest first."""
    present = month_of(at)
    return tuple(moved(present, -back) for back in range(number - 1, -1, -1))


def period_of(word: str, at: datetime) -> Period:
    """What *word* of an address means; the twelve months that are over, where it means nothing."""
    known = last_months(at, SHOWN)
    if _MONTH.fullmatch(word) and word in known:
        return Period(word, (word,), word != known[-1])
    return Period(YEAR, known[:-1], True)


def choices(at: datetime) -> dict[str, str]:
    """What can be asked for, by word."""
    months = last_months(at, SHOWN)
    return {YEAR: "近 12 个整月", **{month: month_words(month) for month in reversed(months)}}
