"""From tokens to the tree: a parser by strength of binding, so that new operators are new rows of a table."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from surveys.conditions.reading import Token, tokens
from surveys.conditions.syntax import BadCondition, Compare, Join, Listing, Literal, Name, Node, Not, Op, Presence
from surveys.definition import Value

DEEPEST = 60

OR, AND, NEGATION, COMPARISON, TIGHT = range(1, 6)

SPELLINGS = {
    "==": Op.EQUAL, "equal": Op.EQUAL, "!=": Op.NOT_EQUAL, "notequal": Op.NOT_EQUAL, "less": Op.LESS,
    "lessorequal": Op.AT_MOST, "greater": Op.GREATER, "greaterorequal": Op.AT_LEAST, "*=": Op.CONTAINS,
    "contain": Op.CONTAINS, "notcontain": Op.NOT_CONTAINS,
} | {str(op): op for op in Op}  # fmt: skip
JOINS = {"or": OR, "||": OR, "and": AND, "&&": AND}
PRESENCE = {"empty": True, "notempty": False}
NEGATIONS = {"not": NEGATION, "!": TIGHT, "negate": TIGHT}  # `not` is ours; the other two bind as in SurveyJS
CONSTANTS: dict[str, Value] = {"true": True, "false": False}
WORDS = {word for word in (*SPELLINGS, *JOINS, *PRESENCE, *NEGATIONS) if word.isalpha()}


def parse(text: str) -> Node:
    """The tree of *text*. Raises BadCondition and nothing else."""
    return _parsed(text)


def parse_or_none(text: str) -> Node | None:
    """The tree of *text*; None where there is no condition or it is broken, which the linter says."""
    try:
        return _parsed(text) if text.strip() else None
    except BadCondition:
        return None


@lru_cache(maxsize=4096)
def _parsed(text: str) -> Node:
    if not text.strip():
        raise BadCondition("条件是空的。", 0)
    reader = _Reader(tokens(text))
    tree = reader.expression(OR)
    reader.expect_end()
    return tree


@dataclass
class _Reader:
    tokens: list[Token]
    here: int = 0
    depth: int = 0

    @property
    def next(self) -> Token:
        return self.tokens[self.here]

    @property
    def key(self) -> str:
        """The next token as tables of operators know it; empty if it cannot be one."""
        return self.next.text.lower() if self.next.kind in {"sign", "word"} else ""

    def take(self) -> Token:
        token = self.next
        self.here += 1
        return token

    def expression(self, strength: int) -> Node:
        self.depth += 1
        if self.depth > DEEPEST:
            raise BadCondition(f"{_place(self.next)}：括号套得太深。", self.next.at)
        left = self.operand()
        while (grown := self.grow(left, strength)) is not None:
            left = grown
        self.depth -= 1
        return left

    def grow(self, left: Node, strength: int) -> Node | None:
        key, at = self.key, self.next.at
        if key in PRESENCE and strength <= TIGHT:
            self.take()
            return Presence(left, PRESENCE[key], at)
        if key in SPELLINGS and strength <= COMPARISON:
            self.take()
            right = self.expression(COMPARISON + 1)
            if self.key in SPELLINGS:
                raise BadCondition(f"{_place(self.next)}：比较不能连着写，请用 and 分开。", self.next.at)
            return Compare(SPELLINGS[key], left, right, at)
        if key in JOINS and strength <= JOINS[key]:
            self.take()
            return Join(JOINS[key] == AND, left, self.expression(JOINS[key] + 1), at)
        return None

    def operand(self) -> Node:
        token = self.take()
        key = token.text.lower()
        if token.kind == "name":
            return Name(token.text, token.at)
        if token.kind in {"text", "number"}:
            return Literal(token.text if token.kind == "text" else _number(token), token.at)
        if token.kind == "end":
            raise BadCondition(f"{_place(token)}：话没有说完。", token.at)
        if key in NEGATIONS:
            return Not(self.expression(NEGATIONS[key]) if NEGATIONS[key] != TIGHT else self.tight(), token.at)
        if key in {"(", "["}:
            return self.bracket(token) if key == "(" else self.listing(token)
        return self.word(token)

    def tight(self) -> Node:
        """What `!` negates: the next operand and no more."""
        self.depth += 1
        if self.depth > DEEPEST:
            raise BadCondition(f"{_place(self.next)}：括号套得太深。", self.next.at)
        operand = self.operand()
        self.depth -= 1
        return operand

    def word(self, token: Token) -> Node:
        key = token.text.lower()
        if token.kind == "sign" or key in WORDS:
            raise BadCondition(f"{_place(token)}“{token.text}”前面缺了题目或值。", token.at)
        if self.key == "(":
            raise BadCondition(f"{_place(token)}：不认得函数“{token.text}”。", token.at)
        return Literal(CONSTANTS.get(key, token.text), token.at)

    def bracket(self, opened: Token) -> Node:
        inner = self.expression(OR)
        self.close(opened, ")", "括号")
        return inner

    def listing(self, opened: Token) -> Node:
        parts: list[Node] = []
        while self.key != "]":
            if parts and self.key != ",":
                break
            if parts:
                self.take()
            parts.append(self.expression(TIGHT + 1))
        self.close(opened, "]", "方括号")
        return Listing(tuple(parts), opened.at)

    def close(self, opened: Token, sign: str, called: str) -> None:
        if self.key == sign:
            self.take()
        elif self.next.kind == "end":
            raise BadCondition(f"{_place(opened)}：{called}没有关上。", opened.at)
        else:
            raise _unexpected(self.next)

    def expect_end(self) -> None:
        if self.next.kind != "end":
            raise _unexpected(self.next)


def _unexpected(token: Token) -> BadCondition:
    if token.text in {")", "]"} and token.kind == "sign":
        return BadCondition(f"{_place(token)}：多了一个“{token.text}”。", token.at)
    return BadCondition(f"{_place(token)}“{token.text}”和前面连不上，中间少了 and 或 or。", token.at)


def _place(token: Token) -> str:
    return f"第 {token.at + 1} 个字"


def _number(token: Token) -> Value:
    number = float(token.text)
    if not abs(number) < 1e300:
        raise BadCondition(f"{_place(token)}：数太大了。", token.at)
    return int(token.text) if token.text.lstrip("-").isdigit() else number
