"""Pages of a list: which rows, and the links to the others; filters stay in the address."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from flask import request

SIZE = 20
LAST_PAGE = 100_000
AROUND = 2


@dataclass(frozen=True)
class Pages:
    """What the macro `paging` wants to know, and `offset` and `size` for the query."""

    first: int
    last: int
    total: int
    previous: str
    next: str
    numbers: tuple[tuple[int | str, str], ...]
    offset: int
    size: int


def pages_of(total: int, size: int = SIZE) -> Pages:
    """The page that the address asks for, of *total* rows; a page that is not there becomes the last one."""
    count = max(1, -(-total // size))
    page = min(_asked(), count)
    shown = [n for n in range(1, count + 1) if n in {1, count} or abs(n - page) <= AROUND]
    numbers: list[tuple[int | str, str]] = []
    for n in shown:
        if numbers and isinstance(numbers[-1][0], int) and n > numbers[-1][0] + 1:
            numbers.append(("", ""))
        numbers.append((n, "" if n == page else _url(n)))
    return Pages(
        first=(page - 1) * size + 1 if total else 0,
        last=min(page * size, total),
        total=total,
        previous=_url(page - 1) if page > 1 else "",
        next=_url(page + 1) if page < count else "",
        numbers=tuple(numbers),
        offset=(page - 1) * size,
        size=size,
    )


def _asked() -> int:
    text = request.args.get("page", "1")
    return min(max(int(text), 1), LAST_PAGE) if text.isascii() and text.isdecimal() and len(text) < 9 else 1


def _url(page: int) -> str:
    kept = [(name, value) for name, value in request.args.items(multi=True) if name != "page"]
    return f"?{urlencode([*kept, ('page', page)])}"
