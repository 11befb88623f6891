"""What a notice says in the house: codes and moments become words."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from app import taxonomy
from app.clock import local
from app.notices.kinds import kinds
from app.store.notices import Notice


def sentence(notice: Notice) -> str:
    """The sentence of *notice*."""
    return kinds()[notice.kind].says.format_map(_Said(notice.said))


class _Said(dict[str, Any]):
    """The codes of a notice as people read them."""

    def __getitem__(self, name: str) -> str:
        value = str(self.get(name, ""))
        return _READ[name](value) if value else "此前" if name == "due" else ""


def _moment(text: str) -> str:
    at = local(datetime.fromisoformat(text))
    return f"{at.month}月{at.day}日 {at:%H:%M}"


def _holder(code: str) -> str:
    units = taxonomy.units()
    return units[code].short if code in units else "会签人"


_READ = {"due": _moment, "clock": lambda code: taxonomy.label("clocks", code), "holder": _holder}
