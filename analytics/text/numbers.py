"""Personal numbers and homes in a normalised text; what looks like a number but is none stays."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

Found = tuple[str, int, int]
Rule = tuple[str, re.Pattern[str], Callable[[str], bool]]

_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_IS = r"(?:号码|号)?(?:同号|是|为|[:：\s,，])*"
_LONG = r"(?<![\d.])"
_KEPT_BEFORE = re.compile(
    r"(?:单号|订单|编号|流水|运单|票号|发票|合同|许可证?|案号|文号|批次|序列|条码|备案|型号|档案)[号码为是:：\s第a-z#№-]{0,6}$",
    re.IGNORECASE,
)
_CREDIT = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def credit_code_holds(code: str) -> bool:
    """Whether the last character of a unified credit code is its check digit."""
    if any(char not in _CREDIT for char in code):
        return False
    total = sum(_CREDIT.index(char) * pow(3, place, 31) for place, char in enumerate(code[:17]))
    return _CREDIT.index(code[17]) == -total % 31


def id_card_holds(number: str) -> bool:
    """Whether eighteen characters are an identity number: a date inside and the check digit."""
    digits = re.sub(r"[ -]", "", number).upper()
    month, day = int(digits[10:12]), int(digits[12:14])
    total = sum(int(char) * weight for char, weight in zip(digits, _ID_WEIGHTS, strict=False))
    return 1 <= month <= 12 and 1 <= day <= 31 and digits[17] == "10X98765432"[total % 11]


def luhn_holds(number: str) -> bool:
    """Whether a card number's last digit fits."""
    digits = [int(char) for char in reversed(re.sub(r"\D", "", number))]
    doubled = sum(sum(divmod(2 * digit, 10)) for digit in digits[1::2])
    return (sum(digits[::2]) + doubled) % 10 == 0


def _any(_: str) -> bool:
    return True


def _rule(kind: str, pattern: str, holds: Callable[[str], bool] = _any) -> Rule:
    return kind, re.compile(pattern, re.IGNORECASE | re.ASCII), holds


_MONEY = r"(?!\d|\.\d|\s?[万亿千]?[元块%]|\s?[万亿])"
_TEL = r"(?:(?<![A-Za-z\d])|(?<=tel)|(?<=phone)|(?<=mob)|(?<=wx)|(?<=vx)|(?<=qq))"
_ROOM = r"[\d\-号楼栋幢单元室层甲乙]*"
_HOUSE = rf"\d+\s*(?:号楼|号|栋|幢|弄|单元|室|楼){_ROOM}"
RULES: tuple[Rule, ...] = (
    _rule("email", r"(?<![\w.+-])[A-Za-z0-9][\w.+-]{0,63}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})+"),
    _rule("credit_code", r"(?<![A-Za-z\d])[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}(?![A-Za-z\d])",
          lambda found: credit_code_holds(found.upper())),
    _rule("credit_code", r"(?<=信用代码)[:：\s是为]*([0-9A-Za-z]{15,20})(?![A-Za-z\d])"),
    _rule("id_card", r"(?<![A-Za-z\d])[1-9]\d{5}([ -]?)(?:19|20)\d{6}\1\d{3}[\dX](?![A-Za-z\d])", id_card_holds),
    _rule("id_card", rf"(?:身份证|证件){_IS}(\d{{6}}[ -]?\d{{8}}[ -]?\d{{3}}[\dX]|\d{{15}})(?![A-Za-z\d])"),
    _rule("passport", rf"(?:护照|通行证|证件){_IS}([A-Z]{{1,2}}\d{{7,9}})(?!\d)"),
    _rule("plate", rf"[{_PROVINCES}][A-Z][·.\s-]?(?=[A-Z]{{0,5}}\d)[A-HJ-NP-Z\d]{{5,6}}(?![A-Za-z\d])"),
    _rule("wechat", rf"(?:加?微信|薇信|weixin|wechat|威信|v信|(?<![a-z])[vw]x){_IS}"
          r"([A-Za-z][\w-]{5,19}|\d{6,11})(?![A-Za-z\d])"),
    _rule("qq", rf"qq{_IS}([1-9]\d{{4,11}})(?!\d)"),
    _rule("account", rf"(?:账号|帐号|账户|帐户|卡号|银行卡){_IS}(?:尾号)?"
          r"(\d[\d -]{4,28}\d|(?=[\w.@-]*\d)[A-Za-z][\w.@-]{4,29})(?![A-Za-z\d])"),
    _rule("phone", rf"{_TEL}(?:\+?86[- ]?)?1[3-9]\d{{9}}{_MONEY}"),
    _rule("phone", rf"(?<![A-Za-z\d.-])(?:\+?86[- ]?)?1[3-9]\d([- .])\d{{4}}\1\d{{4}}{_MONEY}"),
    _rule("phone", rf"(?<![A-Za-z\d.-])1([- .])[3-9](?:\1\d){{9}}{_MONEY}"),
    _rule("bank_card", rf"{_LONG}[3-6]\d{{3}}([ -]?)\d{{4}}\1\d{{4}}\1\d{{4}}(?:\1\d{{1,3}})?(?![\d.])", luhn_holds),
    _rule("phone", r"(?<![A-Za-z\d.-])(?:[(（]0\d{2,3}[)）]|0(?:10|2\d|[3-9]\d{2}))[- ]?[2-8]\d{6,7}(?:[-转]\d{1,5})?(?!\d)"),
    _rule("phone", rf"(?:电话|座机|传真|tel|致电){_IS}([2-8]\d{{2,3}}[- ]?\d{{4}}(?:[-转]\d{{1,5}})?)(?!\d|\s?[元万])"),
    _rule("address", r"(?:家庭住址|家庭地址|住址|户籍地址|户籍地|户籍(?=[:：\s])|居住地|居住在|家住|现住|住在|我家在)"
          r"(?:是|为|[:：\s])*"
          rf"([^，,。；;！!？?\n\ufffc]{{0,40}}?(?:{_HOUSE}|(?:小区|花园|家园){_ROOM}|[一-龥]村(?!镇)\d*组?))"),
    _rule("address", r"[一-龥]{2,8}(?:小区|花园|家园|公寓|[一-龥]苑)"
          r"\d{1,3}(?:号楼|栋|幢|座|号)(?:\d{1,2}单元)?\d{3,4}(?:室|号|房)?"),
)  # fmt: skip
_MAY_BE_A_REFERENCE = frozenset({"phone", "bank_card", "id_card"})


def find(plain: str) -> Iterator[Found]:
    """(kind, start, end) of each number, surest kinds first."""
    for kind, pattern, holds in RULES:
        for match in pattern.finditer(plain):
            start, end = _place(match)
            reference = kind in _MAY_BE_A_REFERENCE and _KEPT_BEFORE.search(plain[max(0, start - 14) : start])
            if holds(plain[start:end]) and not reference:
                yield kind, start, end


def _place(match: re.Match[str]) -> tuple[int, int]:
    """The last group where it is the thing itself, else the whole match (a lone separator group does not count)."""
    group = match.lastindex or 0
    return match.span(group if group and len(match.group(group)) > 1 else 0)
