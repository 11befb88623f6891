"""Masks what names a person: rules only, light enough to run before a filing is stored."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from analytics.text import names, numbers
from analytics.text.normalise import normalise

LABELS = {
    "email": "［邮箱］", "credit_code": "［信用代码］", "id_card": "［身份证］", "passport": "［护照］", "plate": "［车牌］",
    "phone": "［电话］", "bank_card": "［银行卡］", "account": "［账号］", "wechat": "［微信］", "qq": "［QQ］",
    "name": "［姓名］", "address": "［住址］", "enterprise": "［企业］",
}  # fmt: skip
HIDDEN = re.compile("|".join(map(re.escape, LABELS.values())))
_FILLER = "\ufffc"
_TAIL = re.compile(r"(?:股份有限公司|有限责任公司|集团有限公司|有限公司|分公司|公司|合作社|经营部|厂|店)$")
_PLACE = re.compile(r"^(?:安澜市?|[一-龥]{2,3}(?:省|市|区|县))+")
_TRADE = re.compile(
    r"(?:科技|食品|实业|贸易|商贸|物流|机械|建材|制造|精工|电子|新能源|生物|农业|文化|建设|工程|服务|餐饮|服饰|家具|化工|纺织|"
    r"环保|医药|汽车|材料|包装|设备|重型|集团|用品|信息|技术|投资|置业|供应链)$"
)


@dataclass(frozen=True)
class Span:
    """A stretch of the original text and what it is."""

    kind: str
    start: int
    end: int


@dataclass(frozen=True)
class Masked:
    """The masked text and the stretches of the original that it hides."""

    text: str
    spans: tuple[Span, ...]


def mask(text: str, own: Iterable[str] = ()) -> Masked:
    """Hide persons' numbers, names and homes in *text*, and the enterprise's *own* names if given."""
    spans = find(text, own)
    return Masked(_replace(text, spans), spans)


def find(text: str, own: Iterable[str] = ()) -> tuple[Span, ...]:
    """What `mask` would hide, in order of place."""
    plain, found = veil(text), list[Span]()
    own_forms = _own_pattern(tuple(own))
    while True:  # hiding one thing may bare another; the end is where nothing more is found
        fresh = list(_one_round(plain, own_forms))
        if not fresh:
            return tuple(sorted(found, key=lambda span: span.start))
        found += fresh
        plain = blank(plain, fresh)


def veil(shown: str) -> str:
    """A blanked or masked text for the machine's eyes: normalised, and what is hidden is not even a word."""
    return HIDDEN.sub(lambda found: _FILLER * len(found.group()), normalise(shown))


def blank(text: str, spans: Iterable[Span]) -> str:
    """*text* in its own length with *spans* made unreadable."""
    chars = list(text)
    for span in spans:
        chars[span.start : span.end] = _FILLER * (span.end - span.start)
    return "".join(chars)


def _one_round(plain: str, own_forms: re.Pattern[str] | None) -> Iterator[Span]:
    taken = bytearray(len(plain))
    rules = [numbers.find(plain), names.find(plain)]
    if own_forms:
        rules.insert(0, (("enterprise", m.start(), m.end()) for m in own_forms.finditer(plain)))
    for rule in rules:
        for kind, start, end in rule:
            if start < end and not any(taken[start:end]):
                taken[start:end] = b"\1" * (end - start)
                yield Span(kind, start, end)


def _replace(text: str, spans: tuple[Span, ...]) -> str:
    parts, at = [], 0
    for span in spans:
        parts += [text[at : span.start], LABELS[span.kind]]
        at = span.end
    return "".join([*parts, text[at:]])


@lru_cache(maxsize=256)
def _own_pattern(own: tuple[str, ...]) -> re.Pattern[str] | None:
    forms = sorted({form for name in own for form in _forms(normalise(name).strip())}, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, forms))) if forms else None


def _forms(name: str) -> Iterator[str]:
    """Full, without the legal form, without place, without one trade word after the other: three characters or more."""
    short = _TAIL.sub("", name)
    forms = [name, short, _PLACE.sub("", short)]
    while (core := _TRADE.sub("", forms[-1])) != forms[-1]:
        forms.append(core)
    if not forms[-1]:  # nothing but place and trade: such words are everybody's
        forms = forms[:2]
    yield from (form for form in forms if len(form) >= 3)
