"""Which units and staff a text names: by register names alone, so that it is done before a matter is stored.

A name that only follows a request or thanks (请营商办协调, 感谢税务局) names no one who is complained about.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

ASKED = ("请", "望", "恳请", "请求", "希望", "求", "感谢", "谢谢", "多谢", "建议", "麻烦", "拜托", "咨询", "请问")
LOOK_BACK = 3
SHORTEST = 2


def units_named(text: str, names: Mapping[str, Iterable[str]]) -> frozenset[str]:
    """Codes of the units of which *text* uses a name or alias (*names*: code → names) as more than an addressee."""
    spoken = {name: code for code, row in names.items() for name in row if len(name) >= SHORTEST}
    found: set[str] = set()
    taken = [False] * len(text)
    for name in sorted(spoken, key=len, reverse=True):  # 市税务局 before 税务局 of another register line
        start = text.find(name)
        while start >= 0:
            if not any(taken[start : start + len(name)]):
                taken[start : start + len(name)] = [True] * len(name)
                if not _is_addressed(text[max(0, start - LOOK_BACK) : start]):
                    found.add(spoken[name])
            start = text.find(name, start + 1)
    return frozenset(found)


def _is_addressed(before: str) -> bool:
    return before.rstrip(" 贵市你们咱").endswith(ASKED)


def people_named(text: str, people: Mapping[int, str]) -> frozenset[int]:
    """Ids of the staff whose full name stands in *text*."""
    return frozenset(id_ for id_, name in people.items() if len(name) >= SHORTEST and name in text)
