"""Paging without counting rows away: the address keeps where the last page ended."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

from flask import request
from sqlalchemy import ColumnElement, and_, or_

SIZE = 20
_MARK = re.compile(r"(\d)\.(\d{1,18})\.(\d{1,16})")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_A_MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True)
class Place:
    """The last row of a page: its band, its moment and its id."""

    band: int
    at: datetime
    id: int

    def __str__(self) -> str:
        return f"{self.band}.{(self.at - _EPOCH) // _A_MICROSECOND}.{self.id}"


def asked_place() -> Place | None:
    """Where the address says that the page before ended."""
    found = _MARK.fullmatch(request.args.get("after", ""))
    if not found:
        return None
    try:
        return Place(int(found[1]), _EPOCH + int(found[2]) * _A_MICROSECOND, int(found[3]))
    except OverflowError:
        return None


def beyond(
    place: Place, band: ColumnElement[int], at: ColumnElement[datetime], id_: ColumnElement[int], *, down: bool = False
) -> ColumnElement[bool]:
    """The rows behind *place* in the order band, moment, id; *down*: moments and ids fall within a band."""
    later = at < place.at if down else at > place.at
    further = id_ < place.id if down else id_ > place.id
    return or_(band > place.band, and_(band == place.band, or_(later, and_(at == place.at, further))))


def address(**changes: str | None) -> str:
    """This page's address with some filters changed; a changed filter begins at the first page."""
    gone = {*changes, "why", "size"} | ({"after"} if set(changes) - {"why"} else set())
    kept = [(name, value) for name, value in request.args.items(multi=True) if name not in gone]
    kept += [(name, value) for name, value in changes.items() if value]
    return f"?{urlencode(kept)}" if kept else request.path
