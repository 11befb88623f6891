"""Sums of money in a text, in yuan, also in Chinese figures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_DIGITS = dict(zip("零〇一二两三四五六七八九壹贰叁肆伍陆柒捌玖", (0, 0, 1, 2, 2, *range(3, 10), *range(1, 10)), strict=True))
_TENS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_GREAT = {"": 1, "千": 1000, "万": 10_000, "十万": 100_000, "百万": 1_000_000, "千万": 10_000_000, "亿": 100_000_000}
_CHINESE = "".join((*_DIGITS, *_TENS))
_FIGURE = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_ABOUT = "[多来几余]?"
_GREATS = "亿|千万|百万|十万|万"
_COUNTED = "吨|千瓦|平|亩|人|户|件|台|度|家|米|次|字|千伏|升|条|方|份|辆|伏|立|工人|职工|员工|名"  # not money
_RUN = f"[{_CHINESE}]{{1,16}}"
_AMOUNT = re.compile(
    rf"(?:[¥￥]\s?(?P<bare>{_FIGURE})\s?(?P<bare_great>{_GREATS}|千)?元?"
    rf"|(?<![\d.])(?P<figure>{_FIGURE})\s?{_ABOUT}(?P<great>{_GREATS}|千)?多?(?P<unit>元|块钱|块|人民币)"
    rf"|(?<![\d.])(?P<large>{_FIGURE})\s?{_ABOUT}(?P<large_great>{_GREATS})(?!多?(?:{_COUNTED}))"
    rf"|(?P<spoken>{_RUN}){_ABOUT}(?P<spoken_great>[万亿])?(?P<rest>{_RUN})?多?(?P<spoken_unit>元|块钱|块)"
    rf"|(?P<round>{_RUN}){_ABOUT}(?P<round_great>万|亿)(?P<round_rest>{_RUN})?"
    rf"(?!多?(?:{_COUNTED})|[一个别不要]|多|注意|记))"
)


@dataclass(frozen=True)
class Sum:
    """A sum of money and where it stands."""

    yuan: float
    text: str
    start: int
    end: int


def amounts(plain: str) -> Iterator[Sum]:
    """All sums of a normalised text, in order."""
    for found in _AMOUNT.finditer(plain):
        yield Sum(_yuan(found.groupdict()), found.group(), found.start(), found.end())


def _yuan(part: dict[str, str | None]) -> float:
    for figure, great in (("bare", "bare_great"), ("figure", "great"), ("large", "large_great")):
        if part[figure]:
            return float(str(part[figure]).replace(",", "")) * _GREAT[part[great] or ""]
    for spoken, great, rest in (("spoken", "spoken_great", "rest"), ("round", "round_great", "round_rest")):
        if part[spoken]:
            return _number(str(part[spoken])) * _GREAT[part[great] or ""] + _tail(part[rest], _GREAT[part[great] or ""])
    return 0.0


def _tail(rest: str | None, great: int) -> float:
    """What follows 万: 一百八十六万五 means another half."""
    if not rest:
        return 0.0
    return _number(rest) * (great / 10 if len(rest) == 1 and rest in _DIGITS else 1)


def _number(text: str) -> float:
    """A Chinese number below ten thousand; 一百三 means 130."""
    total, digit, last = 0, 0, 1
    for char in text[:12]:
        if char in _TENS:
            last = _TENS[char]
            total, digit = total + (digit or 1) * last, 0
        elif last == 1 and total == 0:
            digit = digit * 10 + _DIGITS[char]
        else:
            digit, last = _DIGITS[char], 1 if char in "零〇" else last
    spoken_short = digit and last >= 100 and text[-2:-1] in _TENS
    return float(total + digit * (last // 10 if spoken_short else 1))
