"""What a masked text names: sums, days, units, areas, documents, enterprises. Never a person."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from analytics.text.amounts import Sum
from analytics.text.clauses import pattern_of
from analytics.text.reading import Entity
from app import taxonomy

_N = r"[一二三四五六七八九十\d]{1,3}"
_DATE = re.compile(
    rf"(?:(?:\d{{4}}|[去今前明]|本)年)?{_N}月(?:份|底|初|中旬|上旬|下旬|{_N}[日号])?|\d{{4}}[-./]\d{{1,2}}(?:[-./]\d{{1,2}})?(?!\d)|\d{{4}}年|"
    rf"(?:上|下|本|这)(?:周|个?星期|个?礼拜|个月)(?:[一二三四五六日天])?|[昨今明后前]天|{_N}[日号](?=[前后上下早晚，。]|$)"
)
_DOCUMENT = re.compile(
    r"《[^《》\n\ufffc]{2,40}》(?:第[一二三四五六七八九十百\d]+条)?|[一-龥]{1,6}[〔\[(（]20\d{2}[〕\])）]第?\d{1,5}号"
)
_FIRM = re.compile(
    r"[一-龥]{2,12}?(?:有限责任公司|股份有限公司|有限公司|集团公司|集团|分公司|供电所|合作社|事务所|商会|协会|加工厂|食品厂|机械厂|服装厂|家具厂|化工厂)"
)
_FIRM_TAIL = re.compile(
    r"^(?:.*(?:我们|投诉|举报|反映|给了|拖欠|要求|承包|关于|因为|由于|以及|来自|叫做|要|被|给|把|跟|和|与|向|对|在|是|由|找|从|的|让|到|说|请|某|我司|我|你|他))"
)
_PROJECT = re.compile(r"[一-龥\d]{2,12}?(?:项目|工程|标段|安置房|改造)(?=[，。；、的]|$)")


def entities(plain: str, shown: str, sums: Sequence[Sum]) -> tuple[Entity, ...]:
    """What *plain* (normalised and blanked) names, worded as in *shown*, in order, without overlap."""
    taken = [False] * len(plain)
    found = []
    for type_, start, end in sorted(_all(plain, sums), key=lambda row: (_ORDER[row[0]], row[1], -row[2])):
        if not any(taken[start:end]):
            taken[start:end] = [True] * (end - start)
            found.append(Entity(type_, shown[start:end], start, end))
    return tuple(sorted(found, key=lambda entity: entity.start))


_ORDER = {"amount": 0, "document": 1, "enterprise": 2, "unit": 3, "area": 4, "project": 5, "date": 6}


def _all(plain: str, sums: Sequence[Sum]) -> Iterator[tuple[str, int, int]]:
    for total in sums:
        yield "amount", total.start, total.end
    for type_, pattern in (("document", _DOCUMENT), ("date", _DATE), ("project", _PROJECT)):
        yield from ((type_, found.start(), found.end()) for found in pattern.finditer(plain))
    for found in _FIRM.finditer(plain):
        lead = _FIRM_TAIL.match(found.group())
        start = found.start() + (lead.end() if lead else 0)
        if found.end() - start >= 4:
            yield "enterprise", start, found.end()
    for type_, kinds in (("area", {"district"}), ("unit", {"bureau", "utility", "court", "central"})):
        names = pattern_of(_names(frozenset(kinds)))
        if names:
            yield from ((type_, found.start(), found.end()) for found in names.finditer(plain))


@cache
def _names(kinds: frozenset[str]) -> tuple[str, ...]:
    units = [unit for unit in taxonomy.units().values() if unit.kind in kinds]
    return tuple(name for unit in units for name in (unit.name, unit.short, *unit.aliases) if len(name) >= 2)
