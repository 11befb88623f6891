"""Filters of lists: they stand in the address, where anybody can write anything."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import ColumnElement

from app.clock import at_local
from app.web.forms import clean

if TYPE_CHECKING:
    from app.lists.spec import Reader

LONGEST = 40
EVERY = "全部"
YEARS = range(2000, 2101)
_MONTH = re.compile(r"(\d{4})-(\d{2})", re.ASCII)

Kind = Literal["choice", "seg", "text", "day", "month"]
Place = Literal["bar", "more", "own"]  # own: the page draws it itself
Where = Callable[["Reader", Any], "ColumnElement[bool] | None"]
Options = Callable[["Reader"], Mapping[str, str]]


def _in_another_way(_reader: Reader, _value: Any) -> None:
    return None


class BadWord(ValueError):
    """What the address says is no answer to this filter; the sentence is for the reader."""


@dataclass(frozen=True)
class Filter:
    """One question. `where` answers it in SQL, or is None where the list does otherwise; `usual` holds unasked."""

    name: str
    label: str
    where: Where = _in_another_way
    kind: Kind = "choice"
    options: Options | None = None
    place: Place = "bar"
    every: str = EVERY
    placeholder: str = ""
    usual: Callable[[Reader], str] | None = None

    def choices(self, reader: Reader) -> dict[str, str]:
        """What can be chosen, without the empty one."""
        return dict(self.options(reader)) if self.options else {}

    def usually(self, reader: Reader) -> str:
        """What holds where the address says nothing."""
        return self.usual(reader) if self.usual else ""

    def read(self, reader: Reader, text: str) -> Any:
        """What *text* of the address means; raises BadWord."""
        if self.kind == "text":
            return text
        if self.kind == "day":
            return _day(self.label, text)
        if self.kind == "month":
            return _month(self.label, text)
        if text not in self.choices(reader):
            raise BadWord(f"“{self.label}”里没有“{text[:12]}”这一项，没有按它筛。")
        return text


def word_of(text: str | None) -> str:
    """A word of an address, cleaned and cut."""
    return clean(text).replace("\n", " ")[:LONGEST]


def _day(label: str, text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = date.min
    if day.year not in YEARS:
        raise BadWord(f"“{label}”要写成 2026-10-15 这样的日期，没有按它筛。")
    return day


def _month(label: str, text: str) -> tuple[datetime, datetime]:
    """The moments at which the month begins and ends."""
    found = _MONTH.fullmatch(text)
    year, month = (int(found[1]), int(found[2])) if found else (0, 0)
    if year not in YEARS or not 1 <= month <= 12:
        raise BadWord(f"“{label}”要写成 2026-10 这样的月份，没有按它筛。")
    ends = date(year + 1, 1, 1) if month == 12 else date(year, month + 1, 1)
    return at_local(date(year, month, 1), "00:00"), at_local(ends, "00:00")
