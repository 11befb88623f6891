"""From text to tokens, with the place of each."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from surveys.conditions.syntax import BadCondition

LONGEST = 4000
MOST_TOKENS = 400  # and no tree deeper than Python can walk

Kind = Literal["name", "text", "number", "word", "sign", "end"]


@dataclass(frozen=True)
class Token:
    """A piece of the text: its kind, what it says, and where it begins."""

    kind: Kind
    text: str
    at: int


_TOKEN = re.compile(
    r"""(?P<space>\s+)
    | \{(?P<name>[^{}]*)\}
    | '(?P<single>(?:[^'\\]|\\.)*)'
    | "(?P<double>(?:[^"\\]|\\.)*)"
    | (?P<sign><>|<=|>=|==|!=|\*=|&&|\|\||[=<>!()\[\],])
    | (?P<number>-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w.-])
    | (?P<word>[^\W\d]\w*)
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\(['\"\\])")
_WIDE = dict(zip("（）［］｛｝＝＜＞！，“”‘’｜＆　", "()[]{}=<>!,\"\"''|& ", strict=True))
_KEPT = re.compile(r"\{[^{}]*\}|'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"", re.DOTALL)


def tokens(text: str) -> list[Token]:
    """The tokens of *text*, an end after them."""
    if len(text) > LONGEST:
        raise BadCondition(f"条件太长，最多 {LONGEST} 个字。", LONGEST)
    found, at = [], 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise _refusal(text, at)
        token = _token(match, at)
        found += [token] if token else []
        at = match.end()
        if len(found) > MOST_TOKENS:
            raise BadCondition("条件太长，请拆成几道题。", at)
    return [*found, Token("end", "", at)]


def _token(match: re.Match[str], at: int) -> Token | None:
    kind = match.lastgroup or ""
    said = match[kind]
    if kind == "name":
        if not said.strip():
            raise BadCondition(f"第 {at + 1} 个字：花括号里没有题目。", at)
        return Token("name", said.strip(), at)
    if kind in {"single", "double"}:
        return Token("text", _ESCAPE.sub(r"\1", said), at)
    if kind in {"sign", "number", "word"}:
        return Token(kind, said, at)  # type: ignore[arg-type]  # one of the three just named
    return None


SAID = {
    "{": "：花括号没有关上。",
    "}": "：多了一个右花括号。",
    "'": "：引号没有关上。",
    '"': "：引号没有关上。",
} | dict.fromkeys("+-*/%^", "：条件里不能计算，只能比较。")


def _refusal(text: str, at: int) -> BadCondition:
    sign, place = text[at], f"第 {at + 1} 个字"
    if sign in _WIDE:
        return BadCondition(f"{place}“{sign}”是全角符号，请改成半角的“{_WIDE[sign].strip() or '空格'}”。", at, mend(text))
    said = "：文字和日期要放在引号里。" if sign.isdigit() else f"“{sign}”看不懂。"
    return BadCondition(place + SAID.get(sign, said), at)


def mend(text: str) -> str:
    """*text* with half-width signs for full-width ones, but for what stands in names and quotes."""
    parts, at = [], 0
    for kept in _KEPT.finditer(text):
        parts += [_narrow(text[at : kept.start()]), kept[0]]
        at = kept.end()
    return "".join([*parts, _narrow(text[at:])])


def _narrow(text: str) -> str:
    return "".join(_WIDE.get(sign, sign) for sign in text)
